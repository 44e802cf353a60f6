import { insist } from '../../base/background.ts'
import { AppError } from '../../base/errors.ts'
import type { EventBus } from '../../base/events.ts'
import { jobQueue, type Work } from '../../base/job-queue.ts'
import type { Logger } from '../../base/log.ts'
import { isFull } from '../../base/store-failures.ts'
import type { Document } from '../../shared/contract/documents.ts'
import type { IndexingState } from '../../shared/contract/indexing.ts'
import { isDamage } from '../../storage/database/corruption.ts'
import type { Claim } from '../../storage/library/document-claims.ts'
import type { DocumentStore } from '../../storage/library/documents.ts'
import type { PreferenceStore } from '../../storage/setup/preferences.ts'
import { extensionOf } from '../../text/extract/formats.ts'
import { extractorVersion } from '../../text/extract/version.ts'
import type { Indexing } from '../../workers/index-threads.ts'
import type { RoomService } from '../system/room.ts'
import { isOriginalsFault, type Originals } from './originals.ts'
import type { Passwords } from './passwords.ts'

type Parts = {
  store: DocumentStore
  preferences: PreferenceStore
  originals: Originals
  indexing: Indexing
  passwords: Passwords
  room: RoomService
  events: EventBus
  log: Logger
  /** The database is: no document is to blame for what fails then. */
  isLost?: () => boolean
}

/** How often a server may crash over a document before it is left alone. */
const mostCrashes = 2

/** Milliseconds between two times that a document's progress is stored. */
const progressPause = 250

/** The preference under which the queue rests. */
const pausedName = 'indexing.paused'

const cancelled = { code: 'document.cancelled', message: 'Reading it was cancelled. Retry to read it.' }

/** The queue of documents to index. */
export const intakeService = (parts: Parts) => {
  const { store, preferences, originals, indexing, passwords, room, events, log, isLost = () => false } = parts
  /** Documents whose place in the database is damaged: they stay queued for the server that starts after its repair. */
  const waiting = new Set<string>()

  const changed = (id: string) => {
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
        if (store.progressed(id, lease, Math.min(done / Math.max(total, 1), 0.99), pages)) changed(id)
        else abort.abort()
      } catch (error) {
        log.debug({ document: id, err: error }, 'progress was not stored')
      }
    }
  }

  /** A document that holds what reading this one would give: of the same bytes, read in the same way. */
  const doubleOf = (document: Document) =>
    store.doubles(document, extractorVersion).find(({ name }) => extensionOf(name) === extensionOf(document.name))

  const index = async (claim: Claim, abort: AbortController) => {
    const { document, number, workspaceNumber, lease } = claim
    const { id, name } = document
    const began = performance.now()
    const keep = (result: () => void) => insist(log, queue.closing, result)
    try {
      check(claim)
      const path = await originals.open(document)
      const password = passwords.get(id)
      const double = password === undefined ? doubleOf(document) : undefined
      const { isTakenOver, ...outcome } = await indexing.index({
        document: { id, number, workspaceNumber, name, path, lease },
        sameAs: double?.id,
        password,
        signal: abort.signal,
        onProgress: progressOf(claim, abort),
      })
      const reading = {
        ...outcome,
        took: Math.round(performance.now() - began),
        extractor: extractorVersion,
        ...(password !== undefined && { isLocked: true }),
        ...(isTakenOver && double && { sameAs: double.name }),
      }
      await keep(() => store.ready(id, lease, reading))
    } catch (error) {
      if (isDamage(error)) {
        waiting.add(id)
        log.warn({ document: id, err: error }, 'a document waits until the database is repaired')
      }
      if (abort.signal.aborted || isLost() || waiting.has(id)) return void store.release(id, lease)
      if (isFull(error)) return await wait(claim, error)
      const { code, message } = reasonOf(error)
      // What is wrong with a file is told to its owner; where in the code that was found helps nobody.
      if (error instanceof AppError) log.info({ document: id, code }, 'a document cannot be read')
      else log.warn({ document: id, err: error }, 'a document could not be indexed')
      if (!store.heartbeat(id, lease)) return
      if (code === 'document.encrypted') passwords.delete(id)
      // What was read of it before the damage is worth more than the word that it cannot be read again.
      if (isOriginalsFault(code) && store.restoreReading(id, lease)) return
      try {
        await indexing.remove({ documentId: id, documentNumber: number, workspaceNumber, lease })
      } finally {
        await keep(() => store.failed(id, lease, message, code))
      }
    }
  }

  /** There was no room for what is in the document: nothing of it stays, and it waits until there is. */
  const wait = async ({ document: { id }, number, workspaceNumber, lease }: Claim, error: unknown) => {
    log.warn({ document: id, err: error }, 'the disk has no room for a document')
    room.failed()
    try {
      await indexing.remove({ documentId: id, documentNumber: number, workspaceNumber, lease })
    } finally {
      await insist(log, queue.closing, () => store.release(id, lease))
    }
    indexing.giveBack()
  }

  /** Ends what was claimed as cancelled, with nothing of it left in the index; a claim that was lost is another's. */
  const drop = async ({ document: { id }, number, workspaceNumber, lease }: Claim) => {
    try {
      await indexing.remove({ documentId: id, documentNumber: number, workspaceNumber, lease })
      await insist(log, queue.closing, () => store.failed(id, lease, cancelled.message, cancelled.code))
    } catch (error) {
      if (store.heartbeat(id, lease)) throw error
    }
  }

  const workOf = (claim: Claim, work: (claim: Claim, abort: AbortController) => Promise<void> = index): Work => ({
    id: claim.document.id,
    lease: claim.lease,
    run: ({ abort }) => work(claim, abort),
  })

  const isPaused = () => preferences.all()[pausedName] === true

  const queue = jobQueue({
    of: 'documents',
    log,
    changed,
    hasRoom: (running) => !isPaused() && !room.isLow() && running < indexing.capacity,
    next() {
      const claim = store.claim([...waiting])
      return claim && workOf(claim)
    },
    heartbeat: store.heartbeat,
  })

  /** Stops the indexing of these documents, if it runs, and waits until it has. */
  const stop = async (ids: readonly string[]): Promise<void> => {
    const jobs = queue.jobsOf(ids)
    for (const { abort } of jobs) abort.abort()
    await Promise.all(jobs.map(({ ended }) => ended))
  }

  return {
    wake: queue.wake,
    stop,

    /** Whether documents are being read, or will be as soon as there is room. */
    isWorking(): boolean {
      const { queued, indexing } = store.open()
      return indexing > 0 || (queued > 0 && !isPaused() && !room.isLow())
    },
    state(): IndexingState {
      const waits = room.why()
      return { paused: isPaused(), ...store.open(), ...(waits !== undefined && { waits }) }
    },
    /** Paused, nothing more is taken up, by other instances on the same data neither, until it is resumed. */
    pause(paused: boolean): void {
      preferences.put(pausedName, paused)
      events.emit({ type: 'indexing.changed', paused })
      queue.wake()
    },
    /** Ends the indexing of a document that is queued or being read; false when it is neither. */
    async cancel(id: string): Promise<boolean> {
      const claim = store.seize(id)
      if (!claim) return false
      await stop([id])
      await queue.take(workOf(claim, drop))
      return true
    },
    start: queue.start,
    /** Puts what runs back into the queue and takes no more; waits at most a second. */
    close: queue.close,
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
  return {
    code: 'document.failed',
    message:
      'Reading it failed for a reason that AIOS does not know; the log says more. Retry, or save the file in another format.',
  }
}
