import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Milliseconds between two collections at least, and how many times as long as one took. */
const usualPause = 30_000
const shareOfTime = 100

/** V8's collector of all garbage, which nobody else gets to see. */
export const fullCollection = (): (() => void) => {
  setFlagsFromString('--expose-gc')
  try {
    return runInNewContext('gc')
  } finally {
    setFlagsFromString('--no-expose-gc')
  }
}

type Options = { pause?: number; collect?: () => void }

/**
 * For a thread that has nothing to do just now: collects its garbage, where that is due. V8 would wait until there is much more
 * of it than of anything else, in each thread on its own, and longest under a steady load.
 */
export const garbageCollection = ({ pause = usualPause, collect }: Options = {}): (() => void) => {
  let work = collect
  let due = performance.now() + pause
  return () => {
    const began = performance.now()
    if (began < due) return
    work ??= fullCollection()
    work()
    const now = performance.now()
    due = now + Math.max(pause, (now - began) * shareOfTime)
  }
}
