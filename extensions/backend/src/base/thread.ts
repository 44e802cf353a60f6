import { type ResourceLimits, type Transferable, Worker } from 'node:worker_threads'
import { workerFile } from '../runtime.ts'
import { AppError, outOfMemory } from './errors.ts'
import {
  type Call,
  fromFailure,
  type Handlers,
  type InputOf,
  type OutputOf,
  type ProgressOf,
  type Reply,
} from './thread-calls.ts'
import * as words from './words/index.ts'

type ThreadOptions = {
  /** `parse` for `parse.worker.ts`. */
  name: string
  data?: unknown
  resourceLimits?: ResourceLimits
  /** Milliseconds without a call after which it ends, to give its memory back. */
  idle?: number
  /** Told of each error that comes out of it, whoever deals with that. */
  onError?: ((error: Error) => void) | undefined
}

export type CallOptions<Progress = unknown> = {
  transfer?: Transferable[]
  onProgress?: (progress: Progress) => void
  /** Milliseconds without progress after which the thread is killed. */
  stall?: number
  signal?: AbortSignal | undefined
  /** Whether an abort kills the thread, for work that nothing else can stop. */
  killOnAbort?: boolean
}

/**
 * Megabytes for young objects. V8 would take four times as much in each thread, and the process keeps that after the thread's
 * end; reading documents is as fast with less.
 */
const youngMemory = 12

type Pending = {
  worker: Worker | undefined
  settle: (error: Error | undefined, value?: unknown) => void
  progress: (value: unknown) => void
}

/** A worker thread that is started by its first call and again after it died; calls in flight fail with it. */
export const thread = <Served extends Handlers>({
  name: file,
  data,
  resourceLimits,
  idle = 30_000,
  onError,
}: ThreadOptions) => {
  const pending = new Map<number, Pending>()
  /** All that have not ended: the one that takes calls, and spent ones that are still at some. */
  const alive = new Set<Worker>()
  let worker: Worker | undefined
  let idleTimer: NodeJS.Timeout | undefined
  let next = 0

  const failAll = (error: Error, of: Worker | undefined) => {
    for (const each of [...pending.values()]) if (each.worker === of) each.settle(error)
  }

  const start = (): Worker => {
    const started = new Worker(workerFile(file), {
      workerData: data,
      resourceLimits: { maxYoungGenerationSizeMb: youngMemory, ...resourceLimits },
    })
    started.on('message', (reply: Reply) => {
      const call = pending.get(reply.id)
      if (reply.type === 'progress') call?.progress(reply.progress)
      else if (reply.type === 'value') call?.settle(undefined, reply.value)
      else {
        const error = fromFailure(reply.error)
        onError?.(error)
        call?.settle(error)
      }
      if (reply.type !== 'progress' && reply.isSpent) retire(started)
    })
    const ended = (error: Error) => {
      if (worker === started) worker = undefined
      failAll(error, started)
    }
    started.on('error', (error: Error) => {
      onError?.(error)
      ended(asAppError(error))
    })
    started.on('exit', () => {
      alive.delete(started)
      ended(new Error(`The ${file} worker ended.`))
    })
    alive.add(started)
    return started
  }

  /** Lets it end what it is at, gives it nothing more, and then gives its memory back. */
  const retire = (spent: Worker) => {
    if (worker === spent) worker = undefined
    const isBusy = [...pending.values()].some((each) => each.worker === spent)
    if (!isBusy) void spent.terminate()
  }

  const kill = async (error: Error, killed = worker): Promise<void> => {
    if (worker === killed) worker = undefined
    failAll(error, killed)
    await killed?.terminate()
  }

  const rest = () => {
    clearTimeout(idleTimer)
    if (pending.size > 0) return
    worker?.unref() // an idle worker keeps no process alive
    idleTimer = setTimeout(() => void kill(new Error('idle')), idle)
    idleTimer.unref()
  }

  return {
    /** How many calls it is at. */
    get load(): number {
      return pending.size
    },

    /** What the worker's handler of that name makes of an input. */
    call<Name extends keyof Served & string>(
      name: Name,
      input: InputOf<Served[Name]>,
      { transfer = [], onProgress, stall, signal, killOnAbort }: CallOptions<ProgressOf<Served[Name]>> = {},
    ): Promise<OutputOf<Served[Name]>> {
      const { promise, resolve, reject } = Promise.withResolvers<OutputOf<Served[Name]>>()
      const id = next++
      let stallTimer: NodeJS.Timeout | undefined
      const watch = () => {
        if (stall === undefined) return
        clearTimeout(stallTimer)
        stallTimer = setTimeout(() => void kill(stuck(stall), own.worker), stall)
      }
      const aborted = () => {
        const reason = signal?.reason instanceof Error ? signal.reason : new Error('aborted')
        if (killOnAbort) void kill(reason, own.worker)
        else pending.get(id)?.settle(reason)
      }
      const settle: Pending['settle'] = (error, value) => {
        if (!pending.delete(id)) return
        clearTimeout(stallTimer)
        signal?.removeEventListener('abort', aborted)
        rest()
        if (error) reject(error)
        else resolve(value as OutputOf<Served[Name]>)
      }
      const progress = (value: unknown) => {
        watch()
        onProgress?.(value as ProgressOf<Served[Name]>)
      }
      const own: Pending = { worker: undefined, settle, progress }
      pending.set(id, own)
      if (signal?.aborted) {
        settle(signal.reason instanceof Error ? signal.reason : new Error('aborted'))
        return promise
      }
      signal?.addEventListener('abort', aborted)
      clearTimeout(idleTimer)
      watch()
      worker ??= start()
      own.worker = worker
      worker.ref()
      worker.postMessage({ id, name, input } satisfies Call, transfer)
      return promise
    },

    /** Ends it, with what it is at. */
    kill: (error: Error) => kill(error),
    close: async () => {
      clearTimeout(idleTimer)
      await Promise.all([...alive].map((each) => kill(new Error('AIOS is ending.'), each)))
    },
  }
}
export type Thread<Served extends Handlers> = ReturnType<typeof thread<Served>>

const stuck = (stall: number) => new AppError('document.stuck', words.reading.stuck(stall))

const asAppError = (error: Error & { code?: string }): Error =>
  error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? outOfMemory(error) : error
