import type { Change, EventBus } from '../../base/events.ts'
import { Stopped } from '../../base/stopped.ts'

/** Milliseconds after which one that waits looks even if nothing was said: another instance may have been at work. */
const MAX_WAIT = 3000

/** Resolves with the next change that is wanted, or after a few seconds. @throws Stopped once the signal is aborted */
export const nextChange = (events: EventBus, isWanted: (change: Change) => boolean, signal: AbortSignal) => {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const stopped = () => reject(new Stopped())
  const timer = setTimeout(resolve, MAX_WAIT)
  const unlisten = events.watch((change) => {
    if (isWanted(change)) resolve()
  })
  signal.addEventListener('abort', stopped)
  if (signal.aborted) stopped()
  return promise.finally(() => {
    clearTimeout(timer)
    unlisten()
    signal.removeEventListener('abort', stopped)
  })
}
