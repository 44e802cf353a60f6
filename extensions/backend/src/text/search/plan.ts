/** A term of a query: how often the query names it, and how many passages have it. */
export type WeighedTerm = { term: string; count: number; frequency: number }

/**
 * Which terms a search starts from. Rare terms find the candidates; terms beyond the budget only add to the score of
 * what the rare ones found, because scoring a term costs as much as it has passages while it tells the less.
 */
export type Plan<T extends WeighedTerm = WeighedTerm> = { rare: T[]; common: T[] }

/** How many times the budget common terms may have together; what is commoner still is left to the ranking. */
const commonBudget = 8

/** `budget` bounds the passages that rare terms have together; the rarest is always among them. */
export const plan = <T extends WeighedTerm>(terms: readonly T[], budget: number): Plan<T> => {
  const known = terms.filter(({ frequency }) => frequency > 0).sort((a, b) => a.frequency - b.frequency)
  const rare: T[] = []
  let cost = 0
  for (const term of known) {
    cost += term.frequency * term.count
    if (rare.length > 0 && cost > budget) break
    rare.push(term)
  }
  const common: T[] = []
  cost = 0
  for (const term of known.slice(rare.length)) {
    cost += term.frequency
    if (common.length > 0 && cost > budget * commonBudget) break
    common.push(term)
  }
  return { rare, common }
}
