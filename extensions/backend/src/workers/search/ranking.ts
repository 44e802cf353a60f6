import type { Hit } from '../../shared/contract/search.ts'
import type { PassageReader, Scored, StoredPassage } from '../../storage/index/passage-reader.ts'
import { plan, type WeighedTerm } from '../../text/search/plan.ts'
import type { Reading } from '../../text/search/query.ts'
import { type Ranked, rank } from '../../text/search/rank.ts'
import { type Expression, expressions, type Term, weigh } from './matching.ts'

/** Passages that are read and ranked closely; as many as are asked for, at least these. */
const rankedCount = 60
/**
 * Passages that the terms a search starts from may have together. BM25 takes a millisecond for a thousand; on the test
 * collections a budget of half of all passages changed no figure, one of a fifth nDCG by 0.3 points.
 */
const budget = 6_000

type Candidate = { passage: StoredPassage; text: string; score: number; parentScore: number }
export type RankedPassage = Ranked<Candidate>

/** What words find: the best passages first, with what the index was asked for them. */
export type WordRanking = {
  ranked: RankedPassage[]
  terms: { all: Term[]; rare: WeighedTerm[]; common: WeighedTerm[] }
  /** Matches every passage that was a candidate; undefined when no word stands anywhere. */
  match: string | undefined
}

type Scope = { limit: number; documentIds?: readonly string[] | undefined }

/** Ranks passages by the words of a query: BM25 finds candidates, and the closer look of `text/rank.ts` orders them. */
export const rankByWords = (
  reader: PassageReader,
  query: Pick<Reading, 'terms' | 'forms' | 'sequence' | 'languages' | 'phrases' | 'excluded' | 'text'>,
  { limit, documentIds }: Scope,
): WordRanking => {
  const all = weigh(query, reader)
  const terms = plan(all, budget)
  const parts = expressions(terms, query)
  const depth = Math.max(rankedCount, limit)
  const near = merged(parts.map(({ match }) => reader.best(match, depth, documentIds))).slice(0, depth)
  const stored = new Map(reader.passages(near.map(({ number }) => number)).map((each) => [each.number, each]))
  const parents = parentScores(reader, parts, [...stored.values()])
  const candidates = near.flatMap(({ number, score }): Candidate[] => {
    const passage = stored.get(number)
    if (!passage) return []
    const text = passage.pageText.slice(passage.start, passage.end)
    return [{ passage, text, score, parentScore: parents.get(passage.documentNumber) ?? 0 }]
  })
  return { ranked: rank(query.text, query, candidates), terms: { all, ...terms }, match: parts[0]?.match }
}

/** Best first; of two scores for one thing the higher, which saw more terms. */
const merged = (lists: readonly Scored[][]): Scored[] => {
  if (lists.length === 1) return lists[0] ?? []
  const best = new Map<number, number>()
  for (const { number, score } of lists.flat()) best.set(number, Math.max(score, best.get(number) ?? 0))
  return [...best].map(([number, score]) => ({ number, score })).sort((a, b) => b.score - a.score)
}

/** The last question sees the most terms, and nearly every document of a passage that was found has some of each. */
const parentScores = (reader: PassageReader, parts: readonly Expression[], passages: readonly StoredPassage[]) => {
  const scores = new Map<number, number>()
  let open = [...new Set(passages.map(({ documentNumber }) => documentNumber))]
  for (const { any } of parts.toReversed()) {
    if (open.length === 0) break
    for (const { number, score } of reader.documentScores(any, open)) scores.set(number, score)
    open = open.filter((number) => !scores.has(number))
  }
  return scores
}

/** A stored passage as a search gives it back. */
export const toHit = (
  passage: StoredPassage,
  { score, marks = [], found = 'words' }: { score: number; marks?: Hit['marks']; found?: Hit['found'] },
): Hit => ({
  passageId: passage.id,
  documentId: passage.documentId,
  documentName: passage.documentName,
  mediaType: passage.mediaType,
  ...(passage.folder !== null && { folder: passage.folder }),
  page: passage.page,
  ...(passage.heading !== null && { heading: passage.heading }),
  text: passage.pageText.slice(passage.start, passage.end),
  start: passage.start,
  end: passage.end,
  score,
  marks,
  found,
})

/** A ranked passage as a hit, its found words marked. */
export const rankedHit = ({ passage, score, found }: RankedPassage): Hit =>
  toHit(passage, { score, marks: found.map(({ start, end }) => [start, end]) })
