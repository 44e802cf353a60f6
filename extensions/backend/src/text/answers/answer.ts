import * as texts from '../../base/words/index.ts'
import { citationMark } from '../../shared/citation-syntax.ts'
import type { Hit } from '../../shared/contract/search.ts'
import type { Citation } from '../../shared/contract/tasks.ts'
import { pageKey } from '../../shared/page-key.ts'
import { findQuote } from '../../shared/quote.ts'
import { exact } from '../../shared/quote-match.ts'
import type { Range } from '../../shared/range.ts'
import { quotable, sentences } from '../language/sentences.ts'
import { askingWords, isStopWord, stopWords } from '../language/stop-words.ts'
import { words } from '../language/words.ts'
import { readFilters } from '../search/filters.ts'
import { parseQuery } from '../search/query.ts'
import { plainMarkdown } from './answer-markdown.ts'
import { identifiersIn, withoutIdentifiers } from './identifiers.ts'
import { withFurtherParts } from './question-parts.ts'

export type Answer = { markdown: string; citations: Citation[] }

type Sentence = Range & {
  hit: Hit
  text: string
  terms: ReadonlySet<string>
  /** What was asked for that is in it. */
  asked: readonly string[]
  /** Words. */
  length: number
  /** Shares of the question's weight: in the sentence, in it and its neighbours, in its whole passage. */
  own: number
  near: number
  around: number
}

/**
 * What the first quote must have in itself and around it for the documents to count as saying anything about it. So
 * chosen that of questions about other documents' matters nine in ten are refused, and about one in ten of the others.
 */
const leastOwn = 0.26
const leastAround = 0.52
/** What each further quote must reach of the first one's score. */
const leastOfBest = 0.65
/** Words of a sentence that is long enough to say something, and of one that is too long to be read. */
const shortest = 4
const longest = 90

/** What an answer is made of: the passages found, and the texts of their pages under `pageKey`. */
export type AnswerRequest = {
  question: string
  hits: readonly Hit[]
  pages: ReadonlyMap<string, string>
  /** Quotes at most. */
  most: number
}

/**
 * The extractive answer: the sentences of the hits' passages that cover most of the question, quoted word for word.
 * Says so when no passage comes near the question. Takes some ten milliseconds.
 */
export const composeAnswer = ({ question, hits, pages, most }: AnswerRequest): Answer => {
  const { terms, spellings } = parseQuery(question)
  const telling = [...terms.keys()].filter((term) => !isStopWord(spellings.get(term) ?? term))
  const subject = telling.filter((term) => !askingWords.has(term))
  const asked = subject.length > 0 ? subject : telling
  const passages = hits.flatMap((hit) => passageOf(hit, pages.get(pageKey(hit))))
  const { rest } = readFilters(question)
  const named = identifiersIn(rest).flatMap(({ name }) => (isFound(name, passages) ? name : []))
  const wanted = [...withoutParts(asked, rest, named), ...named]
  if (wanted.length === 0) return nothing
  const weights = weightsOf(wanted, passages, new Set([...namesIn(question), ...named]))
  const pool = passages.flatMap((passage) => weighed(passage, weights)).filter(isReadable)
  const isTelling = (term: string) => !stopWords.has(term) && !askingWords.has(term)
  const chosen = withFurtherParts(question, choose(pool, most), { pool, most, isTelling })
  return chosen.length > 0 ? write(chosen) : nothing
}

const nothing: Answer = {
  markdown: texts.answers.nothing,
  citations: [],
}

type Passage = { hit: Hit; title: ReadonlySet<string>; sentences: (Range & { text: string; terms: string[] })[] }

const passageOf = (hit: Hit, page: string | undefined): Passage[] => {
  // Found again by its words when the document was indexed anew since the search.
  const place = page && (page.startsWith(hit.text, hit.start) ? hit : findQuote(page, hit.text, hit.start))
  if (!place) return []
  const body = page.slice(place.start, place.end)
  const found = sentences(body).map((sentence) => {
    const { start, end } = quotable(body, sentence)
    const text = body.slice(start, end)
    return { start: place.start + start, end: place.start + end, text, terms: termsOf(text) }
  })
  return [{ hit, title: new Set(termsOf(`${hit.documentName} ${hit.heading ?? ''}`)), sentences: found }]
}

const termsOf = (text: string) => [
  ...words(text).map(({ term }) => term),
  ...identifiersIn(text).map(({ name }) => name),
]

/** One that stands nowhere may be written with other signs, as HX 88213 for HX-88213; not so what programs are made of. */
const isFound = (identifier: string, passages: readonly Passage[]) =>
  identifier.includes('_') ||
  passages.some(({ sentences }) => sentences.some(({ terms }) => terms.includes(identifier)))

/** Terms of a question but for those that only stand in its identifiers: these are found whole, not part by part. */
const withoutParts = (
  terms: readonly string[],
  question: string,
  identifiers: readonly string[],
): readonly string[] => {
  if (identifiers.length === 0) return terms
  const outside = new Set(words(withoutIdentifiers(question, identifiers)).map(({ term }) => term))
  return terms.filter((term) => outside.has(term))
}

/** Words of a text, an identifier being one. */
const wordsIn = (text: string, terms: readonly string[]) =>
  terms.length - identifiersIn(text).reduce((sum, { parts }) => sum + parts, 0)

/** Sentences that a term counts as being in when no sentence has it: a question words things its own way. */
const unseen = 3

/** How much more a name or a number counts: a passage that lacks it speaks of something else. */
const nameWeight = 1.5

/** Words of the question that begin with a capital, its first word aside, or that have a digit. */
const namesIn = (question: string): Set<string> =>
  new Set(
    words(question)
      .filter(({ start, end }, at) => {
        const word = question.slice(start, end)
        return /\p{N}/u.test(word) || (at > 0 && /^\p{Lu}/u.test(word))
      })
      .map(({ term }) => term),
  )

/** A term that few sentences have tells more than one that many have. */
const weightsOf = (
  wanted: readonly string[],
  passages: readonly Passage[],
  names: ReadonlySet<string>,
): Map<string, number> => {
  const all = passages.flatMap((passage) => passage.sentences)
  const sets = all.map(({ terms }) => new Set(terms))
  return new Map(
    wanted.map((term) => {
      const having = sets.filter((terms) => matches(term, terms) > 0).length || unseen
      return [term, Math.log(1 + (sets.length + 1) / (having + 0.5)) * (names.has(term) ? nameWeight : 1)]
    }),
  )
}

/** Letters that two words must have in common from their start to count as kin, as `industri` and `industrialis`. */
const stemLength = 6
const kinship = 0.6

/** How far a text has a term: 1 for itself, less for a word that begins as it does. */
const matches = (term: string, terms: ReadonlySet<string>): number => {
  if (terms.has(term)) return 1
  if (term.length < stemLength) return 0
  const start = term.slice(0, Math.max(stemLength, Math.ceil(term.length * 0.6)))
  for (const other of terms) if (other.startsWith(start)) return kinship
  return 0
}

const weighed = ({ hit, title, sentences }: Passage, weights: ReadonlyMap<string, number>): Sentence[] => {
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  const share = (terms: ReadonlySet<string>) => {
    let sum = 0
    for (const [term, weight] of weights) sum += weight * matches(term, terms)
    return sum / total
  }
  const whole = new Set([...title, ...sentences.flatMap(({ terms }) => terms)])
  const around = share(whole)
  return sentences.map(({ start, end, text, terms }, at) => {
    const neighbours = [sentences[at - 1], sentences[at], sentences[at + 1]].flatMap((each) => each?.terms ?? [])
    const own = new Set(terms)
    return {
      hit,
      start,
      end,
      text,
      terms: own,
      length: wordsIn(text, terms),
      asked: [...weights.keys()].filter((term) => matches(term, own) > 0),
      own: share(own),
      near: share(new Set(neighbours)),
      around,
    }
  })
}

const scoreOf = ({ own, near, around }: Sentence) => own + 0.25 * (near - own) + 0.25 * (around - own)

const isReadable = ({ length, text }: Sentence) => length >= shortest && length <= longest && !isMarkup(text)

/** The best sentences, each new against those before it; none when the best says too little of what was asked. */
const choose = (pool: readonly Sentence[], mostQuotes: number): Sentence[] => {
  const scored = pool.map((sentence) => ({ sentence, score: scoreOf(sentence) })).sort((a, b) => b.score - a.score)
  const first = scored[0]
  if (!first || first.sentence.own < leastOwn || first.sentence.around < leastAround) return []
  const chosen: Sentence[] = []
  for (const { sentence, score } of scored) {
    if (chosen.length >= mostQuotes || score < first.score * leastOfBest) break
    if (sentence.own < leastOwn || chosen.some((other) => overlap(other, sentence) > 0.6)) continue
    if (chosen.some((better) => isRowBeside(sentence, better))) continue
    chosen.push(sentence)
  }
  return chosen
}

/** Rows of a table share its headings: one that has less of what was asked than another is another thing's. */
const isRowBeside = (row: Sentence, better: Sentence) =>
  [row, better].every(({ text }) => text.includes(columnBorder)) &&
  row.hit.documentId === better.hit.documentId &&
  row.asked.length < better.asked.length &&
  row.asked.every((term) => better.asked.includes(term))
const columnBorder = ' | '

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
    ...exact,
  }))
  const markdown = citations
    .map(({ quote }, index) => `> ${plainMarkdown(quote)} ${citationMark(index + 1)}`)
    .join('\n\n')
  return { markdown, citations }
}

/** Is it rather markup or code than a sentence? One sign in eight that prose hardly has says so. */
const isMarkup = (text: string) => (text.match(/[<>{}"=;\\|]/g)?.length ?? 0) > text.length / 8
