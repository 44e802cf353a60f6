/** Milliseconds between two fetches at the most, however slow they are. */
const MAX_PAUSE_MS = 5000

/**
 * Fetches again, one fetch at a time: calls that come during one are answered by a single further one. Between two
 * lies at least `pause`, and five times as long as the last took, so that a long list is not fetched all the time, but never more
 * than a few seconds: one slow answer must not leave for a minute what has long changed. What went wrong with one is told to
 * `failed`, unless nobody waits for it any more.
 */
export const refresher = (
  fetch: (signal: AbortSignal) => Promise<void>,
  failed: (error: Error) => void | Promise<void>,
  pause = 250,
) => {
  let abort = new AbortController()
  let running: Promise<void> | undefined
  let again = false
  let quietUntil = 0

  const run = async (): Promise<void> => {
    do {
      again = false
      const { signal } = abort
      const wait = quietUntil - performance.now()
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
      const began = performance.now()
      try {
        if (!signal.aborted) await fetch(signal)
      } catch (error) {
        if (!signal.aborted) await failed(error as Error)
      }
      const ended = performance.now()
      quietUntil = ended + Math.min(Math.max(pause, 5 * (ended - began)), MAX_PAUSE_MS)
    } while (again)
  }

  return {
    /** Resolves when what was true at the time of the call has been fetched. */
    refresh(): Promise<void> {
      if (running) again = true
      running ??= run().finally(() => {
        running = undefined
      })
      return running
    },
    /** Forgets what is under way, for what is shown next is something else; the next refresh starts at once. */
    restart(): Promise<void> {
      abort.abort()
      abort = new AbortController()
      quietUntil = 0
      return this.refresh()
    },
  }
}
