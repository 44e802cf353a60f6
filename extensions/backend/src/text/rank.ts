/** A passage that the index found, as ranking sees it. */
export type Candidate = {
  /** BM25 of the passage, and of its document as a whole. */
  score: number
  parentScore: number
  /** Its terms in order. */
  terms: readonly string[]
}

/** How much the document counts beside the passage. */
const parentWeight = 0.5
/** What a passage gains at most whose query terms all stand side by side, as a share of its score. */
const adjacencyWeight = 0.15

/**
 * Final scores for candidates of one query, in their order. `sequence` is the query's terms in order: words that stand
 * together in the query say more where they stand together in the text.
 */
export const rank = (sequence: readonly string[], candidates: readonly Candidate[]): number[] =>
  candidates.map(({ score, parentScore, terms }) => {
    const base = score + parentWeight * parentScore
    return base * (1 + adjacencyWeight * adjacency(sequence, terms))
  })

/** Share of the query's neighbouring pairs that are found within three words of each other, 0 to 1. */
const adjacency = (sequence: readonly string[], terms: readonly string[]): number => {
  if (sequence.length < 2) return 0
  const wanted = new Set(sequence)
  const places = new Map<string, number[]>()
  for (const [at, term] of terms.entries()) {
    if (!wanted.has(term)) continue
    const found = places.get(term)
    if (found) found.push(at)
    else places.set(term, [at])
  }
  let near = 0
  for (let at = 1; at < sequence.length; at++) {
    const [first, second] = [places.get(sequence[at - 1] as string), places.get(sequence[at] as string)]
    if (!first || !second || first === second) continue
    let best = Number.POSITIVE_INFINITY
    for (const a of first) for (const b of second) best = Math.min(best, b > a ? b - a : a - b + 1)
    if (best <= 1) near += 1
    else if (best <= 4) near += 0.5
  }
  return near / (sequence.length - 1)
}
