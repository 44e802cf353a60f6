import type { Range } from '../../shared/range.ts'
import { quotable, sentences } from '../language/sentences.ts'
import { stopWords } from '../language/stop-words.ts'
import { words } from '../language/words.ts'
import { centrality, similarity, type Vectors, vectorsOf } from './centrality.ts'

/** A passage of a document, in reading order. */
export type Source = { passageId: string; page: number; start: number; text: string; heading?: string | undefined }

/** A sentence of a page, word for word; `start` and `end` are UTF-16 offsets in the page's text. */
export type Sentence = Range & {
  passageId: string
  page: number
  text: string
  terms: readonly string[]
  /** Terms of the headings it stands under. */
  heading: readonly string[]
  /** Which of the document's sentences it is, from 0. */
  order: number
  /** The first one under its heading. */
  isFirst: boolean
}

/** A sentence with how much it says of its document, from 0 to 1. */
type Scored = Sentence & { score: number }

/** Words that a sentence has which says something and can be read. */
const shortest = 5
const longest = 60
/** Similarity above which a sentence repeats another, and how much being like those chosen before costs. */
const repeated = 0.6
const redundancyCost = 0.4
/** A line that is on so many pages is no sentence of the text. */
const mostRepeats = 2

/** The sentences that may stand in a summary: whole ones, no table rows, no headings, no headers of pages. */
export const summarizable = (passages: Iterable<Source>): Sentence[] => {
  const all: { sentence: Sentence; key: string }[] = []
  const counts = new Map<string, number>()
  let heading: string | undefined
  let above: string[] = []
  let order = 0
  for (const passage of passages) {
    let isFirst = passage.heading !== heading
    if (isFirst) [heading, above] = [passage.heading, tellingTerms(passage.heading ?? '')]
    for (const sentence of sentences(passage.text)) {
      const { start, end } = quotable(passage.text, sentence)
      const text = passage.text.slice(start, end)
      const found = words(text).map(({ term }) => term)
      order++
      if (!isReadable(text, found.length)) continue
      const key = found.join(' ')
      counts.set(key, (counts.get(key) ?? 0) + 1)
      const { passageId, page } = passage
      const terms = found.filter((term) => !stopWords.has(term))
      const range = { start: passage.start + start, end: passage.start + end }
      all.push({ key, sentence: { passageId, page, ...range, text, terms, heading: above, order, isFirst } })
      isFirst = false
    }
  }
  const own = all.filter(({ key }) => (counts.get(key) ?? 0) <= mostRepeats).map(({ sentence }) => sentence)
  const whole = own.filter(({ text }) => isWhole(text))
  return whole.length > 0 ? whole : own
}

const tellingTerms = (text: string) =>
  words(text)
    .map(({ term }) => term)
    .filter((term) => !stopWords.has(term))

const isReadable = (text: string, count: number) => {
  if (count < shortest || count > longest || text.includes(' | ') || text.includes('\t')) return false
  const letters = text.match(/[\p{L}\p{M}]/gu)?.length ?? 0
  return letters >= 0.6 * text.replace(/\s/g, '').length
}

const isWhole = (text: string) => /[.!?…。！？｡؟۔।॥][\p{Pf}\p{Pe}"'”’]*$/u.test(text) && !/^\p{Ll}/u.test(text)

/** `topic` has terms that sentences are the more wanted for. */
type Wish = { most: number; topic?: ReadonlySet<string> }

/**
 * The sentences that say most of a document, the most telling first, each new against those before it: central ones by
 * LexRank, those at its beginning and under its headings a little before others, and by maximal marginal relevance
 * (Carbonell and Goldstein, 1998) none that repeats another. Nothing in it knows a language.
 */
export const telling = (found: readonly Sentence[], { most, topic = new Set() }: Wish): Scored[] => {
  const vectors = vectorsOf(found.map(({ terms }) => terms))
  const rank = centrality(vectors, priorOf(found, topic), topic.size > 0 ? 0.7 : 0.15)
  const scores = rank.map((value, at) => value * lead(found[at] as Sentence))
  const best = scores.reduce((a, b) => Math.max(a, b), 0) || 1
  const candidates = found.map((sentence, at) => ({ sentence, at, score: (scores[at] as number) / best }))
  return choose(candidates, vectors, most)
}

/**
 * The sentences that speak of a topic: they have a term of it, stand under a heading that has one, or beside a sentence
 * that does. None where the terms are all over the document, and so tell nothing apart.
 */
export const about = (found: readonly Sentence[], topic: ReadonlySet<string>): Sentence[] => {
  if (topic.size === 0) return []
  const near = new Set<number>()
  for (const { terms, heading, order } of found) {
    if (terms.some((term) => topic.has(term))) for (const at of [order - 1, order, order + 1]) near.add(at)
    else if (heading.some((term) => topic.has(term))) near.add(order)
  }
  const kept = found.filter(({ order }) => near.has(order))
  return kept.length <= Math.max(10, found.length / 2) ? kept : []
}

/** Whether a sentence says again what another one does: nearly all terms of the shorter one are in both. */
export const repeats = (a: Pick<Sentence, 'terms'>, b: Pick<Sentence, 'terms'>): boolean => {
  const [first, second] = [new Set(a.terms), new Set(b.terms)]
  let shared = 0
  for (const term of first) if (second.has(term)) shared++
  return shared > 0.8 * Math.min(first.size, second.size)
}

type Candidate = { sentence: Sentence; at: number; score: number }

const choose = (candidates: readonly Candidate[], vectors: Vectors, most: number): Scored[] => {
  // Far down the ranking nothing is chosen any more, and every one of them costs a comparison.
  const open = candidates.toSorted((a, b) => b.score - a.score).slice(0, Math.max(200, 20 * most))
  const likeness = new Float64Array(open.length)
  const isOut = new Uint8Array(open.length)
  const chosen: Scored[] = []
  while (chosen.length < most) {
    let next = -1
    let highest = Number.NEGATIVE_INFINITY
    for (const [place, { score }] of open.entries()) {
      if (isOut[place]) continue
      const worth = score - redundancyCost * (likeness[place] as number)
      if (worth > highest) [next, highest] = [place, worth]
    }
    const candidate = open[next]
    if (!candidate) break
    isOut[next] = 1
    chosen.push({ ...candidate.sentence, score: candidate.score })
    for (const [place, { at }] of open.entries()) {
      if (isOut[place]) continue
      const same = similarity(vectors, at, candidate.at)
      if (same > repeated) isOut[place] = 1
      likeness[place] = Math.max(likeness[place] as number, same)
    }
  }
  return chosen
}

/** Up to half as much again for the beginning, and a little for what follows a heading. */
const lead = ({ order, isFirst }: Sentence) => 1 + 0.5 / (1 + order / 5) + (isFirst ? 0.1 : 0)

/** Even, or by what is asked for: its terms in the sentence, the rare ones more. */
const priorOf = (found: readonly Sentence[], topic: ReadonlySet<string>): Float64Array => {
  const having = new Map<string, number>()
  for (const { terms } of found) for (const term of new Set(terms)) having.set(term, (having.get(term) ?? 0) + 1)
  const weights = Float64Array.from(found, ({ terms, heading }) => {
    let weight = heading.some((term) => topic.has(term)) ? 0.5 : 0.05
    for (const term of new Set(terms)) {
      if (topic.has(term)) weight += Math.log(1 + found.length / (having.get(term) ?? 1))
    }
    return weight
  })
  const total = weights.reduce((a, b) => a + b, 0)
  return weights.map((weight) => weight / total)
}
