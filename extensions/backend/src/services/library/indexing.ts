import { insist } from '../../base/background.ts'
import { AppError } from '../../base/errors.ts'
import type { EventBus } from '../../base/events.ts'
import { jobQueue, type Work } from '../../base/job-queue.ts'
import type { Logger } from '../../base/log.ts'
import { isFull } from '../../base/store-failures.ts'
import * as words from '../../base/words/index.ts'
import type { Document } from '../../shared/contract/documents.ts'
import type { IndexingState } from '../../shared/contract/indexing.ts'
import { isDamage } from '../../storage/database/corruption.ts'
import type { Claim, Library } from '../../storage/library/library.ts'
import type { PreferenceStore } from '../../storage/setup/preferences.ts'
import { extensionOf } from '../../text/extract/formats.ts'
import { extractorVersion } from '../../text/extract/version.ts'
import type { Indexing } from '../../workers/index-threads.ts'
import type { RoomService } from '../system/room.ts'
import { tellHowDocumentIs } from './document-events.ts'
import { isOriginalsFault } from './original-faults.ts'
import type { Passwords } from './passwords.ts'

type Parts = {
  library: Library
  preferences: PreferenceStore
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

const cancelled = { code: 'document.cancelled', message: words.documents.cancelled }

/** The queue of documents to index. */
export const intakeService = (parts: Parts) => {
  const { library, preferences, indexing, passwords, room, events, log, isLost = () => false } = parts
  const { claims, pages, originals } = library
  /** Documents whose place in the database is damaged: they stay queued for the server that starts after its repair. */
  const waiting = new Set<string>()

  let telling = Promise.resolve()
  /** Tells how a document is, one after the other: what is said last is how it is. */
  const changed = (id: string) => {
    telling = telling
      .then(() => tellHowDocumentIs(events, library, id))
      .catch((error: unknown) => log.debug({ document: id, err: error }, 'a change of a document was not told'))
  }

  /** Stores progress now and then; a claim that was lost ends the job. */
  const progressOf = ({ document: { id }, lease }: Claim, abort: AbortController) => {
    let told = 0
    const store = async (progress: number, pages: number) => {
      if (await claims.progressed(id, lease, progress, pages)) changed(id)
      else abort.abort()
    }
    return ({ done, total, pages }: { done: number; total: number; pages: number }) => {
      if (performance.now() - told < progressPause) return
      told = performance.now()
      store(Math.min(done / Math.max(total, 1), 0.99), pages).catch((error: unknown) =>
        log.debug({ document: id, err: error }, 'progress was not stored'),
      )
    }
  }

  /** A document that holds what reading this one would give: of the same bytes, read in the same way. */
  const doubleOf = async (document: Document) => {
    const all = await pages.doubles(document, extractorVersion)
    return all.find(({ name }) => extensionOf(name) === extensionOf(document.name))
  }

  const index = async (claim: Claim, abort: AbortController) => {
    const { document, number, workspaceNumber, lease } = claim
    const { id, name } = document
    const began = performance.now()
    const keep = (result: () => unknown) => insist(log, queue.closing, result)
    try {
      check(claim)
      const path = await originals.open(document)
      const password = passwords.get(id)
      const double = password === undefined ? await doubleOf(document) : undefined
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
      await keep(() => claims.ready(id, lease, reading))
    } catch (error) {
      if (isDamage(error)) {
        waiting.add(id)
        log.warn({ document: id, err: error }, 'a document waits until the database is repaired')
      }
      if (abort.signal.aborted || isLost() || waiting.has(id)) return void (await claims.release(id, lease))
      if (isFull(error)) return await wait(claim, error)
      const { code, message } = reasonOf(error)
      // What is wrong with a file is told to its owner; where in the code that was found helps nobody.
      if (error instanceof AppError) log.info({ document: id, code }, 'a document cannot be read')
      else log.warn({ document: id, err: error }, 'a document could not be indexed')
      if (!(await claims.heartbeat(id, lease))) return
      if (code === 'document.encrypted') passwords.delete(id)
      // What was read of it before the damage is worth more than the word that it cannot be read again.
      if (isOriginalsFault(code) && (await claims.restoreReading(id, lease))) return
      try {
        await claims.clear(claim)
      } finally {
        await keep(() => claims.failed(id, lease, message, code))
      }
    }
  }

  /** There was no room for what is in the document: nothing of it stays, and it waits until there is. */
  const wait = async (claim: Claim, error: unknown) => {
    const { id } = claim.document
    log.warn({ document: id, err: error }, 'the disk has no room for a document')
    room.failed()
    try {
      await claims.clear(claim)
    } finally {
      await insist(log, queue.closing, () => claims.release(id, claim.lease))
    }
  }

  /** Ends what was claimed as cancelled, with nothing of it left in the index; a claim that was lost is another's. */
  const drop = async (claim: Claim) => {
    const { lease, document } = claim
    const { id } = document
    try {
      await claims.clear(claim)
      await insist(log, queue.closing, () => claims.failed(id, lease, cancelled.message, cancelled.code))
    } catch (error) {
      if (await claims.heartbeat(id, lease)) throw error
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
    async next() {
      const claim = await claims.claim([...waiting])
      return claim && workOf(claim)
    },
    heartbeat: claims.heartbeat,
  })

  /** Stops the indexing of these documents, if it runs, and waits until it has. */
  const stop = async (ids: readonly string[]): Promise<void> => {
    await queue.settled() // what is being claimed just now begins, and is stopped
    const jobs = queue.jobsOf(ids)
    for (const { abort } of jobs) abort.abort()
    await Promise.all(jobs.map(({ ended }) => ended))
  }

  return {
    wake: queue.wake,
    stop,

    /** Whether documents are being read, or will be as soon as there is room. */
    async isWorking(): Promise<boolean> {
      const { queued, indexing } = await claims.open()
      return indexing > 0 || (queued > 0 && !isPaused() && !room.isLow())
    },
    isPaused,
    async state(): Promise<IndexingState> {
      const waits = room.why()
      return { paused: isPaused(), ...(await claims.open()), ...(waits !== undefined && { waits }) }
    },
    /** Paused, nothing more is taken up, by other instances on the same data neither, until it is resumed. */
    pause(paused: boolean): void {
      preferences.put(pausedName, paused)
      events.emit({ type: 'indexing.changed', paused })
      queue.wake()
    },
    /** Ends the indexing of a document that is queued or being read; false when it is neither. */
    async cancel(id: string): Promise<boolean> {
      const claim = await claims.seize(id)
      if (!claim) return false
      await stop([id])
      await queue.take(workOf(claim, drop))
      return true
    },
    start: queue.start,
    /** Puts what runs back into the queue and takes no more; waits at most a second. */
    async close(): Promise<void> {
      await queue.close()
      await telling
    },
  }
}
export type Intake = ReturnType<typeof intakeService>

/** Refuses what need not be tried. */
const check = ({ crashes }: Claim) => {
  if (crashes >= mostCrashes) {
    throw new AppError('document.hurts', words.documents.crashes(mostCrashes))
  }
}

const reasonOf = (error: unknown): { code: string; message: string } => {
  if (error instanceof AppError) return error
  return {
    code: 'document.failed',
    message: words.documents.failed,
  }
}
