import { setTimeout as delay } from 'node:timers/promises'
import type { IndexingState } from '../contract/indexing.ts'
import { AppError } from '../errors.ts'
import type { Logger } from '../log.ts'
import { diskFull, isFull } from '../storage/blobs.ts'
import type { Claim, DocumentStore } from '../storage/documents.ts'
import { endLease, heartbeatTime } from '../storage/lease.ts'
import type { PreferenceStore } from '../storage/preferences.ts'
import { background, insist } from './background.ts'
import type { EventBus } from './events.ts'
import type { Indexing } from './indexing.ts'
import type { Originals } from './originals.ts'
import type { Passwords } from './passwords.ts'

type Parts = {
  store: DocumentStore
  preferences: PreferenceStore
  originals: Originals
  indexing: Indexing
  passwords: Passwords
  events: EventBus
  log: Logger
}

/** How often a server may crash over a document before it is left alone. */
const mostCrashes = 2

/** Milliseconds between two times that a document's progress is stored. */
const progressPause = 250

/** The preference under which the queue rests. */
const pausedName = 'indexing.paused'

const cancelled = { code: 'document.cancelled', message: 'Reading it was cancelled. Retry to read it.' }

type Job = { id: string; lease: string; abort: AbortController; ended: Promise<void> }

/**
 * The queue of documents to index. What is queued stands in the database; claims are leases, so that a crash and a
 * second instance on the same data are the same case.
 */
export const intakeService = ({ store, preferences, originals, indexing, passwords, events, log }: Parts) => {
  /** By lease: a document that is queued anew may start before its last job has quite ended. */
  const running = new Map<string, Job>()
  const closing = new AbortController()
  let timer: NodeJS.Timeout | undefined

  const tell = (id: string) => {
    const document = store.find(id)
    if (!document) return
    const { workspaceId, status, progress } = document
    events.emit({ type: 'document.changed', id, workspaceId, status, progress })
  }

  /** Stores progress now and then; a claim that was lost ends the job. */
  const progressOf = ({ document: { id }, lease }: Claim, abort: AbortController) => {
    let told = 0
    return ({ done, total, pages }: { done: number; total: number; pages: number }) => {
      if (performance.now() - told < progressPause) return
      told = performance.now()
      try {
        if (store.progressed(id, lease, Math.min(done / Math.max(total, 1), 0.99), pages)) tell(id)
        else abort.abort()
      } catch (error) {
        log.debug({ document: id, err: error }, 'progress was not stored')
      }
    }
  }

  const index = async (claim: Claim, abort: AbortController) => {
    const { document, number, workspaceNumber, lease } = claim
    const { id, name } = document
    const began = performance.now()
    const keep = (result: () => void) => insist(log, closing.signal, result)
    try {
      check(claim)
      const path = await originals.open(document, { strict: true })
      const outcome = await indexing.index({
        document: { id, number, workspaceNumber, name, path, lease },
        password: passwords.get(id),
        signal: abort.signal,
        onProgress: progressOf(claim, abort),
      })
      await keep(() => store.ready(id, lease, { ...outcome, took: Math.round(performance.now() - began) }))
    } catch (error) {
      if (abort.signal.aborted) return void store.release(id, lease)
      log.warn({ document: id, err: error }, 'a document could not be indexed')
      if (!store.heartbeat(id, lease)) return
      const { code, message } = reasonOf(error)
      if (code === 'document.encrypted') passwords.delete(id)
      try {
        await indexing.remove({ documentId: id, documentNumber: number, workspaceNumber, lease })
      } finally {
        await keep(() => store.failed(id, lease, message, code))
      }
    }
  }

  /** Ends what was claimed as cancelled, with nothing of it left in the index; a claim that was lost is another's. */
  const drop = async ({ document: { id }, number, workspaceNumber, lease }: Claim) => {
    try {
      await indexing.remove({ documentId: id, documentNumber: number, workspaceNumber, lease })
      await insist(log, closing.signal, () => store.failed(id, lease, cancelled.message, cancelled.code))
    } catch (error) {
      if (store.heartbeat(id, lease)) throw error
    }
  }

  const take = (claim: Claim, work: (claim: Claim, abort: AbortController) => Promise<void> = index) => {
    const { document, lease } = claim
    const abort = new AbortController()
    const ended = work(claim, abort)
      .catch((error: unknown) => log.error({ document: document.id, err: error }, 'indexing ended without a result'))
      .finally(() => {
        running.delete(lease)
        endLease(lease)
        tell(document.id)
        wake()
      })
    running.set(lease, { id: document.id, lease, abort, ended })
    tell(document.id)
    return ended
  }

  const isPaused = () => preferences.all()[pausedName] === true

  const takeAll = () => {
    if (isPaused()) return
    while (!closing.signal.aborted && running.size < indexing.capacity) {
      const claim = store.claim()
      if (!claim) return
      take(claim)
    }
  }
  const keepClaims = () => {
    for (const { id, lease, abort } of running.values()) if (!store.heartbeat(id, lease)) abort.abort()
  }
  const queue = background('the queue of documents could not be looked at', log, takeAll)
  const beat = background('claims on documents could not be kept', log, keepClaims)
  const wake = queue.run

  /** Stops the indexing of these documents, if it runs, and waits until it has. */
  const stop = async (ids: readonly string[]): Promise<void> => {
    const stopped = new Set(ids)
    const jobs = [...running.values()].filter(({ id }) => stopped.has(id))
    for (const { abort } of jobs) abort.abort()
    await Promise.all(jobs.map(({ ended }) => ended))
  }

  return {
    wake,
    stop,

    state: (): IndexingState => ({ paused: isPaused(), ...store.open() }),
    /** Paused, nothing more is taken up, by other instances on the same data neither, until it is resumed. */
    pause(paused: boolean): void {
      preferences.put(pausedName, paused)
      events.emit({ type: 'indexing.changed', paused })
      wake()
    },
    /** Ends the indexing of a document that is queued or being read; false when it is neither. */
    async cancel(id: string): Promise<boolean> {
      const claim = store.seize(id)
      if (!claim) return false
      await stop([id])
      await take(claim, drop)
      return true
    },
    /** Takes up what is queued, and looks every few seconds for work that another process left behind. */
    start(): void {
      timer = setInterval(() => {
        beat.run()
        wake()
      }, heartbeatTime).unref()
      wake()
    },
    /** Puts what runs back into the queue and takes no more; waits at most a second. */
    async close(): Promise<void> {
      closing.abort()
      clearInterval(timer)
      queue.stop()
      beat.stop()
      const jobs = [...running.values()]
      for (const { abort } of jobs) abort.abort()
      await Promise.race([Promise.all(jobs.map(({ ended }) => ended)), delay(1000, undefined, { ref: false })])
    },
  }
}
export type Intake = ReturnType<typeof intakeService>

/** Refuses what need not be tried. */
const check = ({ crashes }: Claim) => {
  if (crashes >= mostCrashes) {
    throw new AppError(
      'document.hurts',
      `Reading it ended the program ${mostCrashes} times, so it is left alone. Check the file, then retry.`,
    )
  }
}

const reasonOf = (error: unknown): { code: string; message: string } => {
  if (error instanceof AppError) return error
  if (isFull(error)) return diskFull(error)
  return {
    code: 'document.failed',
    message:
      'Reading it failed for a reason that AIOS does not know; the log says more. Retry, or save the file in another format.',
  }
}
