import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '../errors.ts'
import type { Logger } from '../log.ts'
import type { BlobStore } from '../storage/blobs.ts'
import type { Claim, DocumentStore } from '../storage/documents.ts'
import { heartbeatTime } from '../storage/lease.ts'
import type { EventBus } from './events.ts'
import type { Indexing } from './indexing.ts'

type Parts = { store: DocumentStore; blobs: BlobStore; indexing: Indexing; events: EventBus; log: Logger }

/** How often a document may take its process down before it is left alone. */
const mostAttempts = 3

/**
 * The queue of documents to index. What is queued stands in the database; claims are leases, so that a crash and a
 * second instance on the same data are the same case.
 */
export const intakeService = ({ store, blobs, indexing, events, log }: Parts) => {
  const running = new Map<string, { abort: AbortController; ended: Promise<void> }>()
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const tell = (id: string) => {
    const document = store.find(id)
    if (!document) return
    const { workspaceId, status, progress } = document
    events.emit({ type: 'document.changed', id, workspaceId, status, progress })
  }

  const index = async ({ document, number, workspaceNumber, attempts }: Claim, signal: AbortSignal) => {
    const { id, name, sha256 } = document
    const began = performance.now()
    try {
      if (attempts > mostAttempts) {
        throw new AppError(
          'document.hurts',
          `Reading it ended the program ${mostAttempts} times, so it is left alone. Check the file, then retry.`,
        )
      }
      const outcome = await indexing.index({
        document: { id, number, workspaceNumber, name, path: blobs.pathOf(sha256) },
        signal,
        onProgress: ({ done, total, pages }) => {
          if (!store.progressed(id, Math.min(done / Math.max(total, 1), 0.99), pages)) return
          tell(id)
        },
      })
      store.ready(id, { ...outcome, took: Math.round(performance.now() - began) })
    } catch (error) {
      if (signal.aborted) {
        store.release(id)
        return
      }
      log.warn({ document: id, err: error }, 'a document could not be indexed')
      try {
        await indexing.remove({ documentId: id, documentNumber: number, workspaceNumber })
      } finally {
        store.failed(id, reasonOf(error))
      }
    }
  }

  const take = (claim: Claim) => {
    const { id } = claim.document
    const abort = new AbortController()
    const ended = index(claim, abort.signal)
      .catch((error: unknown) => log.error({ document: id, err: error }, 'indexing ended without a result'))
      .finally(() => {
        running.delete(id)
        tell(id)
        wake()
      })
    running.set(id, { abort, ended })
    tell(id)
  }

  const wake = () => {
    if (closed) return
    while (running.size < indexing.capacity) {
      const claim = store.claim()
      if (!claim) return
      take(claim)
    }
  }

  return {
    wake,
    /** Takes up what is queued, and looks every few seconds for work that another process left behind. */
    start(): void {
      timer = setInterval(() => {
        if (running.size > 0) store.heartbeat()
        wake()
      }, heartbeatTime).unref()
      wake()
    },
    /** Stops the indexing of these documents, if it runs, and waits until it has. */
    async stop(ids: readonly string[]): Promise<void> {
      const ours = ids.flatMap((id) => running.get(id) ?? [])
      for (const { abort } of ours) abort.abort()
      await Promise.all(ours.map(({ ended }) => ended))
    },
    /** Puts what runs back into the queue and takes no more; waits at most a second. */
    async close(): Promise<void> {
      closed = true
      clearInterval(timer)
      const jobs = [...running.values()]
      for (const { abort } of jobs) abort.abort()
      await Promise.race([Promise.all(jobs.map(({ ended }) => ended)), delay(1000, undefined, { ref: false })])
    },
  }
}
export type Intake = ReturnType<typeof intakeService>

const reasonOf = (error: unknown) =>
  error instanceof AppError
    ? error.message
    : 'Reading it failed for a reason that AIOS does not know; the log says more. Retry, or save the file in another format.'
