/** The weights of the terms of one sentence, by the number of the term. */
export type Vector = ReadonlyMap<number, number>

type Options = {
  /** What share of its attention a reader gives to each sentence before reading; sums up to 1. */
  prior: readonly number[]
  /** How much that counts against what the sentences say of each other. */
  priorShare?: number
}

/** Repetitions, and the change at which they end; the method converges within a few. */
const mostRounds = 40
const leastChange = 1e-6

/**
 * How central each sentence is among all: LexRank with continuous weights (Erkan and Radev, "LexRank: Graph-based
 * Lexical Centrality as Salience in Text Summarization", 2004, section 3.3), biased by a prior as in topic-sensitive
 * LexRank (Otterbacher, Erkan and Radev, 2005). The graph of similarities is never made: it is the product of the matrix of
 * vectors with itself, so a round takes two passes over the words, not over all pairs of sentences. Sums up to 1.
 */
export const centrality = (
  vectors: readonly Vector[],
  terms: number,
  { prior, priorShare = 0.15 }: Options,
): Float64Array => {
  const units = vectors.map(unit)
  const ones = new Float64Array(vectors.length).fill(1)
  const degrees = similarities(units, terms, ones)
  let rank = Float64Array.from(prior)
  for (let round = 0; round < mostRounds; round++) {
    const given = rank.map((value, at) => value / (degrees[at] || 1))
    const received = similarities(units, terms, given)
    const next = received.map((value, at) => priorShare * (prior[at] as number) + (1 - priorShare) * value)
    const total = next.reduce((sum, value) => sum + value, 0) || 1
    const scaled = next.map((value) => value / total)
    const change = scaled.reduce((sum, value, at) => sum + Math.abs(value - (rank[at] as number)), 0)
    rank = scaled
    if (change < leastChange) break
  }
  return rank
}

/** For each sentence, its similarities with all of them, each times its weight, added up. */
const similarities = (units: readonly Vector[], terms: number, weights: Float64Array): Float64Array => {
  const sum = new Float64Array(terms)
  for (const [at, vector] of units.entries()) {
    for (const [term, weight] of vector) sum[term] = (sum[term] as number) + weight * (weights[at] as number)
  }
  return Float64Array.from(units, (vector) => {
    let total = 0
    for (const [term, weight] of vector) total += weight * (sum[term] as number)
    return total
  })
}

/** The same direction, of length 1. */
export const unit = (vector: Vector): Vector => {
  const length = Math.hypot(...vector.values()) || 1
  return new Map([...vector].map(([term, weight]) => [term, weight / length]))
}

/** Cosine of two vectors of length 1. */
export const similarity = (a: Vector, b: Vector): number => {
  const [small, large] = a.size < b.size ? [a, b] : [b, a]
  let total = 0
  for (const [term, weight] of small) total += weight * (large.get(term) ?? 0)
  return total
}
