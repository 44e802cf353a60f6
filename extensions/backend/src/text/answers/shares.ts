/**
 * Splits `total` fairly among parts that can take so many each: one for everyone, then another one, for as long as there
 * is something left and somebody who can take it. Where there is less than one each, the first ones get it.
 */
export const fairShares = (available: readonly number[], total: number): number[] => {
  const shares = available.map(() => 0)
  let left = total
  let isGiven = true
  while (left > 0 && isGiven) {
    isGiven = false
    for (const [at, most] of available.entries()) {
      if (left === 0) break
      if ((shares[at] as number) >= most) continue
      shares[at] = (shares[at] as number) + 1
      left--
      isGiven = true
    }
  }
  return shares
}
