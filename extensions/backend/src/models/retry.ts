import { setTimeout as delay } from 'node:timers/promises'
import { ModelError } from './errors.ts'

type Options = {
  signal?: AbortSignal | undefined
  /** How often it is tried at most. */
  tries?: number
  /** Milliseconds before the second try; doubled with each further one, a little at random. */
  pause?: number
  /** Told before each wait of `wait` milliseconds. */
  onWait?: (error: ModelError, wait: number) => void
}

const MAX_PAUSE = 60_000

/**
 * Tries `work` again when a model server failed in a way that may pass, after the time that the server asked for.
 * @throws what `work` threw last, or the signal's reason
 */
export const withRetries = async <T>(
  work: () => PromiseLike<T>,
  { signal, tries = 4, pause = 1000, onWait }: Options = {},
): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      signal?.throwIfAborted()
      if (!(error instanceof ModelError) || !error.retryable || attempt >= tries) throw error
      const backoff = Math.min(pause * 2 ** (attempt - 1), MAX_PAUSE) * (0.75 + Math.random() / 2)
      const wait = error.retryAfter ?? backoff
      onWait?.(error, wait)
      await delay(wait, undefined, signal && { signal }).catch(() => signal?.throwIfAborted())
    }
  }
}
