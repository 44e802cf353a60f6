type Options = {
  /** Rows of the first step, and the fewest of any: what a step takes besides would make them ever fewer otherwise. */
  least?: number
  most?: number
  /** Milliseconds that a step is to take. */
  aim?: number
}

/**
 * How much is done in one transaction, so that no other writer waits long whatever the rows are: from how long a step took
 * follows how many the next does, at most twice as many.
 */
export const pace = ({ least = 16, most = 1000, aim = 10 }: Options = {}) => {
  let count = least
  /**
   * Has `work` do as many as it should, which gives back how many there were. Best inside of a transaction, so that waiting for
   * one does not count.
   */
  return (work: (count: number) => number): number => {
    const began = performance.now()
    const done = work(count)
    // That a few took no time says nothing about many.
    const factor = Math.min(done < count ? 1 : 2, aim / Math.max(0.1, performance.now() - began))
    count = Math.min(most, Math.max(least, Math.round(count * factor)))
    return done
  }
}
