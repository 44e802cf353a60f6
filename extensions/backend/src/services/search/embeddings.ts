import { AppError, fail } from '../../base/errors.ts'
import type { EventBus } from '../../base/events.ts'
import { type Job, jobQueue } from '../../base/job-queue.ts'
import { newLease } from '../../base/lease.ts'
import type { Logger } from '../../base/log.ts'
import * as words from '../../base/words/index.ts'
import type { EmbeddingsChange, EmbeddingsChoice, EmbeddingsState } from '../../shared/contract/embeddings.ts'
import { embeddingsChoice } from '../../shared/contract/embeddings.ts'
import type { EmbeddingClaim, Library, VectorSet } from '../../storage/library/library.ts'
import type { PreferenceStore } from '../../storage/setup/preferences.ts'
import type { ModelService } from '../models/connected-models.ts'
import type { ProviderService } from '../models/providers.ts'
import type { RoomService } from '../system/room.ts'
import { reasonOf } from '../tasks/task-tools.ts'
import { asking } from './embedding-requests.ts'

type Parts = {
  library: Library
  preferences: PreferenceStore
  providers: ProviderService
  models: Pick<ModelService, 'embed'>
  /** Whether documents are being read, or are about to be. */
  isReading: () => Promise<boolean>
  room: RoomService
  events: EventBus
  log: Logger
}

/** The preferences that hold the choice, and whether it rests. */
const chosenName = 'embeddings'
const pausedName = 'embeddings.paused'

const jobId = 'embeddings'

/** Milliseconds of rest after a failure, doubled with each further one. */
const firstPause = 5000
const longestPause = 600_000
/** Milliseconds after which open documents are looked for even if nothing was said. */
const lookAgain = 60_000
/** Milliseconds between two times that progress is told. */
const tellingPause = 1000
/** Times that the dimensions may change before the vectors are complete. */
const mostRenewals = 2

/**
 * Gives every passage a vector, in the background, when somebody chose a model for it. What stands in the database says
 * what is still to do, so that a crash, a second instance and documents that come and go are nothing special.
 */
export const embeddingService = (parts: Parts) => {
  const { library, preferences, providers, models, isReading, room, events, log } = parts
  const { vectors } = library
  let problem: { message: string; retryAt: number; pause: number } | undefined
  const asked = asking(models)
  /** The number of the document behind which the next ones are looked for, and whether there may be any. */
  let after = 0
  let isOpen = true
  let lookedAt = 0
  let toldAt = Number.NEGATIVE_INFINITY
  let renewals = 0
  /** The set besides which there are no vectors any more. */
  let dropped: number | undefined

  const choice = (): EmbeddingsChoice | undefined => embeddingsChoice.safeParse(preferences.all()[chosenName]).data
  const isPaused = () => preferences.all()[pausedName] === true

  const tell = () => {
    if (performance.now() - toldAt < tellingPause) return
    toldAt = performance.now()
    events.emit({ type: 'embeddings.changed' })
  }
  const tellNow = () => {
    toldAt = Number.NEGATIVE_INFINITY
    tell()
  }

  /** Looks through all documents again. */
  const startOver = () => {
    after = 0
    isOpen = true
  }

  /** The chosen model. @throws AppError `provider.unknown`, `model.unset` */
  const modelOf = ({ providerId, modelId }: EmbeddingsChoice): string => {
    const { name, embeddingModel } = providers.get(providerId)
    return modelId ?? embeddingModel ?? fail('model.unset', words.models.noEmbeddingModel(name), { status: 409 })
  }

  const failed = (error: unknown) => {
    const pause = Math.min(problem ? problem.pause * 2 : firstPause, longestPause)
    problem = { message: reasonOf(error), retryAt: Date.now() + pause, pause }
    startOver()
    log.warn({ err: error, again: pause }, 'passages got no vectors')
    setTimeout(() => queue.wake(), pause).unref()
    tellNow()
  }

  /** Vectors of other sets go before new ones are asked for. */
  const dropOthers = async (set: number): Promise<void> => {
    try {
      await vectors.removeBut(set)
      dropped = set
    } catch (error) {
      failed(error)
    }
  }

  /** A new set in place of one whose model gives vectors of other dimensions by now. */
  const renew = async ({ providerId, model }: VectorSet, dimensions: number): Promise<void> => {
    renewals += 1
    if (renewals > mostRenewals) {
      fail('embeddings.unsteady', words.models.changingVectors(model))
    }
    await vectors.begin({ providerId, model, dimensions })
    startOver()
    log.info({ model, dimensions }, 'the model gives vectors of other dimensions: all passages get new ones')
    tellNow()
  }

  const embed = async (set: VectorSet, { documents, lease }: EmbeddingClaim, { abort: { signal } }: Job) => {
    try {
      const texts = await vectors.texts({ documents, limit: asked.size })
      const answer = await asked.ask(
        set,
        texts.flatMap((part) => part.texts),
        signal,
      )
      signal.throwIfAborted()
      if (!answer) return startOver()
      const { dimensions } = answer
      if (dimensions !== undefined && set.dimensions === undefined) await vectors.measured(set.number, dimensions)
      else if (dimensions !== undefined && dimensions !== set.dimensions) return await renew(set, dimensions)
      const left = [...answer.vectors]
      const stored = texts.map(({ texts: own, ...part }) => ({ ...part, vectors: left.splice(0, own.length) }))
      await vectors.store({ set: set.number, lease, parts: stored })
      problem = undefined
    } catch (error) {
      if (!signal.aborted) failed(error)
    } finally {
      await vectors.release(lease)
    }
  }

  const dropAll = () => {
    dropped = undefined
    vectors.removeBut(0).catch((error: unknown) => log.warn({ err: error }, 'vectors are removed at the next start'))
  }

  const hasRoom = (running: number) => {
    if (running > 0 || !choice() || isPaused() || room.isLow()) return false
    if (problem && Date.now() < problem.retryAt) return false
    if (Date.now() - lookedAt > lookAgain) isOpen = true
    return isOpen
  }

  const next = async () => {
    if (await isReading()) return undefined
    const chosen = choice()
    if (!chosen) return undefined
    try {
      const set = await vectors.setOf(chosen.providerId, modelOf(chosen))
      if (dropped !== set.number) return { id: jobId, lease: newLease(), run: () => dropOthers(set.number) }
      const { size } = asked
      isOpen = false // unless a document changes meanwhile
      const behind = await vectors.claim(set.number, size, after)
      const found = behind ?? (after > 0 ? await vectors.claim(set.number, size, 0) : undefined)
      lookedAt = Date.now()
      if (!found) {
        after = 0
        renewals = 0
        problem = undefined
        tellNow()
        return undefined
      }
      isOpen = true
      after = found.last
      return { id: jobId, lease: found.claim.lease, run: (job: Job) => embed(set, found.claim, job) }
    } catch (error) {
      isOpen = true
      if (!(error instanceof AppError)) throw error
      failed(error)
      return undefined
    }
  }

  const queue = jobQueue({
    of: 'passages without vectors',
    log,
    hasRoom,
    next,
    heartbeat: (_, lease) => vectors.heartbeat(lease),
    changed: tell,
  })

  const unwatch = events.watch(({ type }) => {
    if (type !== 'document.changed' && type !== 'workspace.changed') return
    isOpen = true
    queue.wake()
  })

  /** The set of the chosen model, where that is there; what it is now, without a change. */
  const current = async (): Promise<VectorSet | undefined> => {
    const chosen = choice()
    const set = await vectors.set()
    if (!chosen || !set || set.providerId !== chosen.providerId) return undefined
    return chosen.modelId === undefined || chosen.modelId === set.model ? set : undefined
  }

  const state = async (): Promise<EmbeddingsState> => {
    const chosen = choice()
    const set = await current()
    const workspaces = chosen ? await vectors.progress(set?.number ?? 0) : []
    const sum = (what: 'done' | 'total') => workspaces.reduce((total, each) => total + each[what], 0)
    const [done, total] = [sum('done'), sum('total')]
    const waits = chosen !== undefined && (await isReading())
    const isDone = done >= total && !waits
    const waitsFor = chosen && !isDone ? room.why() : undefined
    return {
      state: !chosen ? 'off' : isPaused() ? 'paused' : problem ? 'failed' : isDone ? 'ready' : 'running',
      ...(chosen && { choice: chosen }),
      ...(set && { model: set.model, ...(set.dimensions !== undefined && { dimensions: set.dimensions }) }),
      done,
      total,
      waits,
      ...(problem && { error: problem.message, retryAt: new Date(problem.retryAt).toISOString() }),
      ...(waitsFor !== undefined && { error: waitsFor }),
      workspaces,
    }
  }

  /** Ends the request that is on its way, whose answer nobody wants any more. */
  const stop = async () => {
    await queue.settled()
    const jobs = queue.jobsOf([jobId])
    for (const { abort } of jobs) abort.abort()
    await Promise.all(jobs.map(({ ended }) => ended))
  }

  return {
    current,
    state,

    /** A query's vector has other dimensions than those of the passages: the model behind the name is another one. */
    async noticed(set: VectorSet, dimensions: number): Promise<void> {
      if ((await vectors.set())?.number !== set.number || set.dimensions === dimensions) return
      await stop()
      try {
        await renew(set, dimensions)
      } catch (error) {
        failed(error)
      }
      queue.wake()
    },

    /**
     * Chooses the model, rests, or goes on; always tries again what failed.
     * @throws AppError `provider.unknown` (404), `model.unset` (409)
     */
    async change({ choice: wanted, paused }: EmbeddingsChange): Promise<EmbeddingsState> {
      const model = wanted ? modelOf(wanted) : undefined
      if (wanted !== undefined) preferences.put(chosenName, wanted)
      if (paused !== undefined || wanted !== undefined) preferences.put(pausedName, paused ?? false)
      if (wanted !== undefined || paused) await stop()
      if (wanted && model !== undefined) await vectors.setOf(wanted.providerId, model)
      if (wanted === null) {
        await vectors.end()
        dropAll()
      }
      problem = undefined
      renewals = 0
      startOver()
      queue.wake()
      tellNow()
      return state()
    },

    wake: queue.wake,
    async start(): Promise<void> {
      queue.start()
      if (!choice() && (await vectors.hasVectors())) dropAll() // switched off, and not yet removed when AIOS ended
    },
    async close(): Promise<void> {
      unwatch()
      await queue.close()
    },
  }
}
export type EmbeddingService = ReturnType<typeof embeddingService>
