import type { Logger } from './log.ts'
import { isBusy, isFull } from './store-failures.ts'

/** Milliseconds until the first and at most until each later try. */
const firstPause = 200
const MAX_PAUSE = 15_000

const doubled = (pause: number) => Math.min(pause * 2, MAX_PAUSE)

/**
 * Work that nobody asked for just now: looking for something to do, keeping claims. A failure (a full disk, somebody
 * else's lock) is logged and tried again later; it never ends the process.
 */
export const background = (what: string, log: Logger, work: () => void) => {
  let pause = firstPause
  let timer: NodeJS.Timeout | undefined
  const run = (): void => {
    clearTimeout(timer)
    try {
      work()
      pause = firstPause
    } catch (error) {
      log.warn({ err: error, again: pause }, what)
      timer = setTimeout(run, pause).unref()
      pause = doubled(pause)
    }
  }
  return { run, stop: () => clearTimeout(timer) }
}

/**
 * Stores a result that must not be lost: tries again while the disk is full or somebody else writes, until it is
 * stored or `signal` is aborted.
 */
export const insist = async (log: Logger, signal: AbortSignal, store: () => void): Promise<void> => {
  for (let pause = firstPause; ; pause = doubled(pause)) {
    try {
      return store()
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
