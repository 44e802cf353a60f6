/** The value below which a share (0 to 1) of the values lies. @throws when there are none */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  if (value === undefined) throw new Error('Nothing was measured.')
  return value
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

/** Runs `measure` so many times, one after the other. */
export const repeat = async <T>(times: number, measure: (round: number) => Promise<T>): Promise<T[]> => {
  const results: T[] = []
  for (let round = 0; round < times; round++) results.push(await measure(round))
  return results
}
