/** How good one ranking is; all between 0 and 1. */
export type Quality = { ndcg10: number; averagePrecision: number; recall10: number; recall100: number }

/** Measures a ranking of distinct documents against relevance above 0, as trec_eval does (gain is the relevance). */
export const measure = (ranking: readonly string[], relevant: ReadonlyMap<string, number>): Quality => {
  const recall = (depth: number) => ranking.slice(0, depth).filter((id) => relevant.has(id)).length / relevant.size
  return {
    ndcg10: ndcg(ranking, relevant, 10),
    averagePrecision: precision(ranking, relevant),
    recall10: recall(10),
    recall100: recall(100),
  }
}

const ndcg = (ranking: readonly string[], relevant: ReadonlyMap<string, number>, depth: number) => {
  const gain = (values: readonly number[]) =>
    values.slice(0, depth).reduce((sum, value, rank) => sum + value / Math.log2(rank + 2), 0)
  const ideal = gain([...relevant.values()].sort((a, b) => b - a))
  return gain(ranking.map((id) => relevant.get(id) ?? 0)) / ideal
}

const precision = (ranking: readonly string[], relevant: ReadonlyMap<string, number>) => {
  let found = 0
  let sum = 0
  for (const [rank, id] of ranking.entries()) if (relevant.has(id)) sum += ++found / (rank + 1)
  return sum / relevant.size
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

/** The value below which `share` (0 to 1) of the values lie. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
