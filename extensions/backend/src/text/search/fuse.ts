/** What a list's first places count against its later ones (Cormack, Clarke and Büttcher, 2009). */
const k = 60

/** Places are 1-based; absent where that list does not have it. */
export type Fused = { number: number; score: number; words?: number; meaning?: number }

/**
 * Two rankings as one, best first, by reciprocal rank: each list adds 1 / (60 + place). It needs no scores, which is why
 * BM25 and cosines can be put together at all. Of equals, what was found by words goes first.
 */
export const fuse = (words: readonly number[], meaning: readonly number[]): Fused[] => {
  const found = new Map<number, Fused>()
  for (const [list, numbers] of Object.entries({ words, meaning })) {
    for (const [index, number] of numbers.entries()) {
      const one = found.get(number) ?? { number, score: 0 }
      found.set(number, { ...one, score: one.score + 1 / (k + index + 1), [list]: index + 1 })
    }
  }
  return [...found.values()].sort((a, b) => b.score - a.score)
}
