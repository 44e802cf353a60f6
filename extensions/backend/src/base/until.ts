import { AppError } from './errors.ts'
import * as words from './words/index.ts'

/** What `work` gives, or the signal's reason as soon as it is aborted; nobody waits for the work any more then. */
export const orAborted = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T> => {
  const { promise, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', abort)
    work.catch(() => undefined)
  }
}

/** A signal that is aborted after so many seconds, or never; disposed of where that no longer matters. */
export const timeLimit = (seconds: number | undefined) => {
  const { signal, abort } = abortable()
  const late = (after: number) => abort(new AppError('acp.slow', words.externalAgents.slow(after)))
  const timer = seconds === undefined ? undefined : setTimeout(late, seconds * 1000, seconds)
  return { signal, [Symbol.dispose]: () => clearTimeout(timer) }
}

/** Time of work in minutes, which can be stopped and goes on from there; `signal` is aborted when it is used up. */
export const workingTime = (minutes: number) => {
  const { signal, abort } = abortable()
  let left = minutes * 60_000
  let since = 0
  let timer: NodeJS.Timeout | undefined
  const go = () => {
    since = performance.now()
    timer = setTimeout(abort, left)
  }
  const stop = () => {
    clearTimeout(timer)
    left = Math.max(0, left - (performance.now() - since))
  }
  go()
  return { signal, go, stop }
}

const abortable = () => {
  const controller = new AbortController()
  return { signal: controller.signal, abort: (reason?: unknown) => controller.abort(reason) }
}
