type Options = {
  /** Rows of the first step, and the fewest of any: what a step takes besides would make them ever fewer otherwise. */
  least?: number
  most?: number
  /** Milliseconds that a step is to take. */
  aim?: number
}

/**
 * How much is done in one transaction, so that no other writer waits long whatever the rows are: each step tells how long as
 * many took, and the next takes fewer, or up to twice as many.
 */
export const pace = ({ least = 16, most = 1000, aim = 10 }: Options = {}) => {
  let count = least
  /** Does `work` with as many as it should take: inside of a transaction, best, so that waiting for one does not count. */
  return <T>(work: (count: number) => T): T => {
    const began = performance.now()
    const value = work(count)
    const factor = Math.min(2, aim / Math.max(0.1, performance.now() - began))
    count = Math.min(most, Math.max(least, Math.round(count * factor)))
    return value
  }
}
