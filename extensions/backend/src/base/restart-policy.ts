export type RestartPolicy = ReturnType<typeof restartPolicy>

/**
 * How often, and how fast, a server that crashed is started again: at once after the first crash, then with growing
 * delay; `limit` times within `window` ms, counted back from each crash.
 */
export const restartPolicy = ({ limit = 5, window = 5 * 60_000, delays = [0, 100, 300, 1000, 3000] } = {}) => {
  let crashes: number[] = []
  return {
    /** Counts a crash at `now` (ms): which attempt comes next and after how many ms, or undefined when it is enough. */
    crashed(now: number): { attempt: number; delay: number } | undefined {
      crashes = [...crashes.filter((time) => now - time < window), now]
      const attempt = crashes.length
      if (attempt > limit) return undefined
      return { attempt, delay: delays[Math.min(attempt, delays.length) - 1] ?? 0 }
    },
    /** Forgets what was, for a new start that a person asked for. */
    reset() {
      crashes = []
    },
  }
}
