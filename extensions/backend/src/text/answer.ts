import type { Hit } from '../contract/search.ts'
import type { Citation } from '../contract/tasks.ts'
import { parseQuery } from './query.ts'
import { type Range, sentences } from './sentences.ts'
import { stopWords } from './stop-words.ts'
import { words } from './words.ts'

export type Answer = { markdown: string; citations: Citation[] }

type Sentence = Range & { hit: Hit; rank: number; terms: Set<string>; length: number; text: string }

/** A sentence must have this share of the query's weight to be quoted, the first one, and those after it. */
const leastCoverage = 0.4
const leastBeside = 0.25
/** Words of a sentence that is long enough to say something, and of one that is too long to be read. */
const shortest = 4
const longest = 90

/**
 * The extractive answer: the sentences of the hits' passages that cover most of the question, quoted word for word.
 * `textOf` gives the text of a hit's page; at most `mostQuotes` are quoted. Says so when no passage comes near the question.
 */
export const composeAnswer = (
  question: string,
  hits: readonly Hit[],
  textOf: (hit: Hit) => string | undefined,
  mostQuotes: number,
): Answer => {
  const { terms } = parseQuery(question)
  const wanted = new Set([...terms.keys()].filter((term) => !stopWords.has(term)))
  if (wanted.size === 0 || hits.length === 0) return nothing
  const pool = hits.flatMap((hit, rank) => sentencesOf(hit, rank, textOf(hit)))
  const weights = weightsOf(wanted, pool)
  const chosen = choose(pool, weights, mostQuotes)
  return chosen.length > 0 ? write(chosen) : nothing
}

const nothing: Answer = {
  markdown: 'Nothing in the documents answers this. Try other words, or add a document that says more about it.',
  citations: [],
}

const sentencesOf = (hit: Hit, rank: number, page: string | undefined): Sentence[] => {
  if (page === undefined) return []
  const body = page.slice(hit.start, hit.end)
  return sentences(body).map(({ start, end }) => {
    const text = body.slice(start, end)
    const found = words(text)
    const terms = new Set(found.map(({ term }) => term))
    return { hit, rank, start: hit.start + start, end: hit.start + end, text, terms, length: found.length }
  })
}

/** A term that few sentences have tells more than one that many have. */
const weightsOf = (wanted: ReadonlySet<string>, pool: readonly Sentence[]): Map<string, number> => {
  const weights = new Map<string, number>()
  for (const term of wanted) {
    const having = pool.filter(({ terms }) => terms.has(term)).length
    weights.set(term, Math.log(1 + (pool.length + 1) / (having + 0.5)))
  }
  return weights
}

const coverage = (sentence: Sentence, weights: ReadonlyMap<string, number>) => {
  let covered = 0
  let total = 0
  for (const [term, weight] of weights) {
    total += weight
    if (sentence.terms.has(term)) covered += weight
  }
  return total > 0 ? covered / total : 0
}

/** The best sentences, each new against those before it. */
const choose = (pool: readonly Sentence[], weights: ReadonlyMap<string, number>, mostQuotes: number): Sentence[] => {
  const chosen: Sentence[] = []
  const fit = pool.filter(({ length }) => length >= shortest && length <= longest)
  const scored = fit.map((sentence) => {
    const share = coverage(sentence, weights)
    return { sentence, share, score: share + 0.25 / (1 + sentence.rank) }
  })
  scored.sort((a, b) => b.score - a.score)
  for (const { sentence, share } of scored) {
    if (chosen.length >= mostQuotes) break
    if (share < (chosen.length === 0 ? leastCoverage : leastBeside)) continue
    if (chosen.some((other) => overlap(other, sentence) > 0.6)) continue
    chosen.push(sentence)
  }
  return chosen
}

const overlap = (a: Sentence, b: Sentence) => {
  let same = 0
  for (const term of a.terms) if (b.terms.has(term)) same++
  return same / Math.max(1, Math.min(a.terms.size, b.terms.size))
}

/** Best document first; within a document in the order of its pages. */
const write = (chosen: readonly Sentence[]): Answer => {
  const order = [...new Set(chosen.map(({ hit }) => hit.documentId))]
  const sorted = [...chosen].sort(
    (a, b) =>
      order.indexOf(a.hit.documentId) - order.indexOf(b.hit.documentId) || a.hit.page - b.hit.page || a.start - b.start,
  )
  const citations = sorted.map(({ hit, start, end, text }) => ({
    documentId: hit.documentId,
    documentName: hit.documentName,
    page: hit.page,
    passageId: hit.passageId,
    quote: text,
    start,
    end,
    verified: true,
  }))
  const markdown = citations.map(({ quote }, index) => `> ${escaped(quote)} [${index + 1}]`).join('\n\n')
  return { markdown, citations }
}

/** Shown as it stands: no character of a document means anything to Markdown. */
const escaped = (quote: string) => quote.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#|~$&!]/g, '\\$&')
