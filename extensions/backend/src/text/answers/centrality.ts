/**
 * Sentences as vectors of length 1 over their terms, all in one: those of sentence `at` stand from `starts[at]` to
 * `starts[at + 1]` in `terms` (numbers, rising) and `weights`.
 */
export type Vectors = { count: number; starts: Int32Array; terms: Int32Array; weights: Float64Array; termCount: number }

/** Vectors of sentences given as terms, weighed by how often a sentence has them and how few others do (tf · isf). */
export const vectorsOf = (sentences: readonly (readonly string[])[]): Vectors => {
  const numbers = new Map<string, number>()
  const having: number[] = []
  const rows = sentences.map((terms) => {
    const counts = new Map<number, number>()
    for (const term of terms) {
      const number = numbers.get(term) ?? numbers.size
      numbers.set(term, number)
      counts.set(number, (counts.get(number) ?? 0) + 1)
    }
    for (const number of counts.keys()) having[number] = (having[number] ?? 0) + 1
    return [...counts].sort(([a], [b]) => a - b)
  })
  const size = rows.reduce((sum, row) => sum + row.length, 0)
  const starts = new Int32Array(rows.length + 1)
  const terms = new Int32Array(size)
  const weights = new Float64Array(size)
  let at = 0
  for (const [index, row] of rows.entries()) {
    const values = row.map(([term, count]) => count * Math.log(1 + rows.length / (having[term] as number)))
    const length = Math.hypot(...values) || 1
    for (const [place, [term]] of row.entries()) {
      terms[at] = term
      weights[at++] = (values[place] as number) / length
    }
    starts[index + 1] = at
  }
  return { count: rows.length, starts, terms, weights, termCount: numbers.size }
}

/** Repetitions, and the change at which they end; the method converges within a few. */
const mostRounds = 40
const leastChange = 1e-6

/**
 * How central each sentence is among all: LexRank with continuous weights (Erkan and Radev, "LexRank: Graph-based
 * Lexical Centrality as Salience in Text Summarization", 2004, section 3.3; without their links to themselves), biased as in topic-sensitive LexRank
 * (Otterbacher, Erkan and Radev, 2005) by `prior`: the share of attention that each sentence gets anyway, which sums up to
 * 1 and counts `priorShare`. The graph of similarities is never made: it is the product of the matrix of vectors with
 * itself, so a round takes two passes over the words, not over all pairs of sentences. Sums up to 1.
 */
export const centrality = (vectors: Vectors, prior: Float64Array, priorShare: number): Float64Array => {
  const degrees = similarities(vectors, new Float64Array(vectors.count).fill(1))
  let rank = prior
  for (let round = 0; round < mostRounds; round++) {
    const received = similarities(
      vectors,
      rank.map((value, at) => (degrees[at] ? value / degrees[at] : 0)),
    )
    const next = received.map((value, at) => priorShare * (prior[at] as number) + (1 - priorShare) * value)
    const total = next.reduce((sum, value) => sum + value, 0) || 1
    let change = 0
    for (const [at, value] of next.entries()) {
      next[at] = value / total
      change += Math.abs((next[at] as number) - (rank[at] as number))
    }
    rank = next
    if (change < leastChange) break
  }
  return rank
}

/** For each sentence, its similarities with all others, each times that one's share, added up. */
const similarities = ({ count, starts, terms, weights, termCount }: Vectors, shares: Float64Array): Float64Array => {
  const sums = new Float64Array(termCount)
  for (let at = 0; at < count; at++) {
    const share = shares[at] as number
    for (let place = starts[at] as number; place < (starts[at + 1] as number); place++) {
      const term = terms[place] as number
      sums[term] = (sums[term] as number) + (weights[place] as number) * share
    }
  }
  const totals = new Float64Array(count)
  for (let at = 0; at < count; at++) {
    // Every sentence is like itself, which says nothing for it.
    let total = starts[at] === starts[at + 1] ? 0 : -(shares[at] as number)
    for (let place = starts[at] as number; place < (starts[at + 1] as number); place++) {
      total += (weights[place] as number) * (sums[terms[place] as number] as number)
    }
    totals[at] = Math.max(0, total)
  }
  return totals
}

/** Cosine of two sentences' vectors. */
export const similarity = ({ starts, terms, weights }: Vectors, a: number, b: number): number => {
  let total = 0
  let [left, right] = [starts[a] as number, starts[b] as number]
  const [leftEnd, rightEnd] = [starts[a + 1] as number, starts[b + 1] as number]
  while (left < leftEnd && right < rightEnd) {
    const difference = (terms[left] as number) - (terms[right] as number)
    if (difference === 0) total += (weights[left] as number) * (weights[right] as number)
    if (difference <= 0) left++
    if (difference >= 0) right++
  }
  return total
}
