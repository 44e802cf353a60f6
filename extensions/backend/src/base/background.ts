import type { Logger } from './log.ts'
import { isBusy, isFull } from './store-failures.ts'

/** Milliseconds until the first and at most until each later try. */
const firstPause = 200
const MAX_PAUSE = 15_000

const doubled = (pause: number) => Math.min(pause * 2, MAX_PAUSE)

/**
 * Work that nobody asked for just now: looking for something to do, keeping claims. A failure (a full disk, somebody
 * else's lock) is logged and tried again later; it never ends the process. It is never under way twice: who asks for it
 * meanwhile has it done once more after.
 */
export const background = (what: string, log: Logger, work: () => unknown) => {
  let pause = firstPause
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let isWanted = false
  let running: Promise<void> | true | undefined

  const failed = (error: unknown): void => {
    log.warn({ err: error, again: pause }, what)
    if (!isStopped) timer = setTimeout(run, pause).unref()
    pause = doubled(pause)
  }
  const succeeded = (): void => {
    pause = firstPause
  }
  const ended = (): void => {
    running = undefined
    if (!isWanted) return
    isWanted = false
    run()
  }

  const run = (): void => {
    clearTimeout(timer)
    if (running) {
      isWanted = true
      return
    }
    running = true
    try {
      const done = work()
      if (done instanceof Promise) {
        running = done.then(succeeded, failed).finally(ended)
        return
      }
      succeeded()
    } catch (error) {
      failed(error)
    }
    ended()
  }
  return {
    run,
    /** Resolves once it is not under way. */
    settled: async (): Promise<void> => {
      while (running) await running
    },
    stop(): void {
      isStopped = true
      clearTimeout(timer)
    },
  }
}

/**
 * Stores a result that must not be lost: tries again while the disk is full or somebody else writes, until it is
 * stored or `signal` is aborted.
 */
export const insist = async (log: Logger, signal: AbortSignal, store: () => unknown): Promise<void> => {
  for (let pause = firstPause; ; pause = doubled(pause)) {
    try {
      return void (await store())
    } catch (error) {
      if (signal.aborted || !(isFull(error) || isBusy(error))) throw error
      log.warn({ err: error, again: pause }, 'a result could not be stored yet')
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause)
        signal.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true })
      })
    }
  }
}
