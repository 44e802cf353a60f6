import { grams } from './grams.ts'
import { type Forms, type Occurrence, occurrences } from './marks.ts'

/** A passage that the index found, as ranking sees it. */
type Candidate = {
  /** BM25 of the passage, and of its document as a whole. */
  score: number
  parentScore: number
  text: string
}

/** What led to a score; `adjacency` and `likeness` are shares, the gains what they added. */
type ScoreParts = {
  passage: number
  document: number
  adjacency: number
  adjacencyGain: number
  likeness: number
  likenessGain: number
}

export type Ranked<T> = T & { score: number; found: Occurrence[]; parts: ScoreParts }

/** How much the document counts beside the passage. */
const parentWeight = 0.75
/** What a passage gains at most whose query terms all stand side by side, as a share of its score. */
const adjacencyWeight = 0.4
/** What a passage gains at most that has the query's very letters, as a share of the best score. */
const gramWeight = 0.3

/**
 * Orders candidates of one query anew, best first, by what BM25 does not see: whether words that stand together in the
 * query (`sequence`, its terms in order) stand together in the text, and how many of its letter sequences the text
 * has, which finds the parts of compounds and other forms of a word.
 */
export const rank = <T extends Candidate>(
  query: string,
  { sequence, ...forms }: Forms & { sequence: readonly string[] },
  candidates: readonly T[],
): Ranked<T>[] => {
  const likeness = grams(
    query,
    candidates.map(({ text }) => text),
  )
  const scored = candidates.map((candidate) => {
    const found = occurrences(candidate.text, forms)
    const document = parentWeight * candidate.parentScore
    const near = adjacency(sequence, found)
    const adjacencyGain = (candidate.score + document) * adjacencyWeight * near
    return { candidate, found, document, near, adjacencyGain, score: candidate.score + document + adjacencyGain }
  })
  const best = scored.reduce((most, { score }) => Math.max(most, score), 0)
  const ranked = scored.map(({ candidate, found, document, near, adjacencyGain, score }, at) => {
    const share = likeness[at] as number
    const likenessGain = gramWeight * best * share
    const parts = {
      passage: candidate.score,
      document,
      adjacency: near,
      adjacencyGain,
      likeness: share,
      likenessGain,
    }
    return { ...candidate, found, parts, score: score + likenessGain }
  })
  return ranked.sort((a, b) => b.score - a.score)
}

/** Share of the query's neighbouring pairs that stand side by side; one that stands within four words counts half. */
const adjacency = (sequence: readonly string[], found: readonly Occurrence[]): number => {
  if (sequence.length < 2) return 0
  const places = Map.groupBy(found, ({ term }) => term)
  let near = 0
  for (let at = 1; at < sequence.length; at++) {
    const [first, second] = [places.get(sequence[at - 1] as string), places.get(sequence[at] as string)]
    if (!first || !second || first === second) continue
    const best = distance(first, second)
    near += best <= 1 ? 1 : best <= 4 ? 0.5 : 0
  }
  return near / (sequence.length - 1)
}

/** Words from one to the other at their nearest; the wrong order counts one more. */
const distance = (first: readonly Occurrence[], second: readonly Occurrence[]) => {
  let best = Number.POSITIVE_INFINITY
  for (const a of first) {
    for (const b of second) best = Math.min(best, b.at >= a.next ? b.at - a.next + 1 : a.at - b.next + 2)
  }
  return best
}
