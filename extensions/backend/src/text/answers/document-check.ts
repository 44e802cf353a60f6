import type { Range } from '../../shared/range.ts'
import { isUnspaced } from '../language/segment.ts'
import { sentences } from '../language/sentences.ts'
import { termIn, termOf, type Word, words } from '../language/words.ts'
import type { Sought } from './exhaustive.ts'
import type { Source } from './summary.ts'

/** A sentence that speaks of what is sought: its range in the page's text (UTF-16), and how much of it is in it, 0 to 1. */
export type Match = Range & { passageId: string; page: number; share: number }

/**
 * What of the sought terms' weight a sentence needs with what stands around it: most of it where the question has two
 * words, less of a long one, whose words nobody repeats all. Chosen on the questions of XQuAD.
 */
const leastShare = (terms: number) => Math.min(0.6, 0.42 + 0.4 / terms)
/** What it needs in itself. */
const leastOwn = 0.25
/** What a term counts that stands beside the sentence: in its passage, its heading, the document's name. */
const nearby = 0.6
/** Characters of the longest quote; of longer sentences the part is taken that speaks of what is sought. */
const longestQuote = 400

/** What the counted noun weighs: a contract does not say of itself that it is one, not in every sentence. */
const countedWeight = 0.35

/**
 * What each term counts: the fewer of `total` passages have it, the more. One that none has counts as much as the
 * others do, lest a form of a word that nobody used hides every answer.
 */
export const weigh = ({ terms, forms, counted }: Sought, total: number, frequency: (form: string) => number) => {
  const counts = terms.map((term) => {
    const own = [...forms].filter(([, of]) => of === term)
    return own.reduce((sum, [form]) => sum + frequency(form), 0)
  })
  const weights = counts.map((count) => Math.log(1 + (total + 1) / (count + 1)))
  const known = weights.filter((_, at) => (counts[at] as number) > 0)
  const mean = known.reduce((sum, weight) => sum + weight, 0) / known.length
  return new Map(
    terms.map((term, at) => {
      const weight = counts[at] === 0 && known.length > 0 ? mean : (weights[at] as number)
      return [term, term === counted ? countedWeight * weight : weight] as const
    }),
  )
}

/**
 * Checks documents for what a question seeks, sentence by sentence; `weights` has its terms, the rarer the heavier. A
 * word counts for a term it is, a form of it, or a compound with it.
 */
export const checker = ({ forms, languages, phrases, excluded }: Sought, weights: ReadonlyMap<string, number>) => {
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  const least = leastShare(weights.size)
  const dense = [...weights.keys()].filter(isUnspaced)
  const known = new Map<string, ReadonlyMap<string, number>>()
  /** What a word counts for each term. */
  const countsFor = (word: string) => {
    const before = known.get(word)
    if (before) return before
    const counts = new Map<string, number>()
    for (const wanted of weights.keys()) {
      const count = likeness(wanted, termOf(word))
      if (count > 0) counts.set(wanted, count)
    }
    for (const language of languages) {
      const wanted = forms.get(termIn(word, language))
      if (wanted !== undefined) counts.set(wanted, 1)
    }
    if (known.size > 50_000) known.clear()
    known.set(word, counts)
    return counts
  }

  /** What is found in a text counts for each term. */
  const countsIn = (text: string, found: readonly Word[]) => {
    const counts = new Map<string, number>()
    for (const { start, end } of found) {
      for (const [wanted, count] of countsFor(text.slice(start, end)))
        counts.set(wanted, Math.max(count, counts.get(wanted) ?? 0))
    }
    for (const wanted of dense) if (text.includes(wanted)) counts.set(wanted, 1)
    return counts
  }
  /** Words cost most of the time; in scripts without spaces terms are found without them. */
  const wordsIn = (text: string) => (dense.length < weights.size ? words(text) : [])

  const worth = (counts: ReadonlyMap<string, number>, around?: ReadonlyMap<string, number>) => {
    let sum = 0
    for (const [term, weight] of weights) {
      sum += weight * Math.max(counts.get(term) ?? 0, nearby * (around?.get(term) ?? 0))
    }
    return total > 0 ? sum / total : 0
  }

  const matchesIn = (passage: Source, name: string): Match[] => {
    const context = `${name}\n${passage.heading ?? ''}\n${passage.text}`
    const around = countsIn(context, wordsIn(context))
    if (worth(around) < leastOwn) return []
    const found = sentences(passage.text).flatMap(({ start, end }) => {
      const text = passage.text.slice(start, end)
      const counts = countsIn(text, wordsIn(text))
      const ownShare = worth(counts)
      const share = worth(counts, around)
      if (ownShare < leastOwn || share < least) return []
      const own = words(text)
      if (!fits(own, phrases, excluded)) return []
      const places = own.filter(({ start, end }) => countsFor(text.slice(start, end)).size > 0)
      return [{ share, isSelfContained: ownShare >= least, ...clip(text, start, end, places[0]?.start ?? 0) }]
    })
    // A sentence that needs its neighbours stands for its passage only where none does without them.
    const whole = found.filter(({ isSelfContained }) => isSelfContained)
    const kept = whole.length > 0 ? whole : found.toSorted((a, b) => b.share - a.share).slice(0, 1)
    return kept.map(({ share, start, end }) => ({
      passageId: passage.passageId,
      page: passage.page,
      start: passage.start + start,
      end: passage.start + end,
      share,
    }))
  }

  return matchesIn
}

const fits = (own: readonly Word[], phrases: readonly string[][], excluded: readonly string[][]) => {
  if (phrases.length + excluded.length === 0) return true
  const line = ` ${own.map(({ term }) => term).join(' ')} `
  const has = (phrase: readonly string[]) => line.includes(` ${phrase.join(' ')} `)
  return phrases.every(has) && !excluded.some(has)
}

/** 1 for the term itself, less for another form of the word, less again for a compound. */
const likeness = (first: string, second: string): number => {
  const [wanted, term] = [bare(first), bare(second)]
  if (wanted === term) return 1
  const [short, long] = wanted.length < term.length ? [wanted, term] : [term, wanted]
  // Korean words are short, and particles are written onto them.
  const least = /^\p{Script=Hangul}/u.test(short) ? 2 : 4
  if (short.length < least || /^\d+$/.test(short)) return 0
  let same = 0
  while (same < short.length && short[same] === long[same]) same++
  if (same >= least && same >= (least === 2 ? 0.6 : 0.75) * long.length) return 0.9
  if (short.length < 6 || long.length > 3 * short.length) return 0
  return long.includes(short) || long.endsWith(short.replace(/(?:e[nrs]?|[ns])$/, '')) ? 0.7 : 0
}

/** An Arabic word without the article and prepositions that are written onto it. */
const bare = (term: string) => (/^[\u0600-\u06ff]/.test(term) ? term.replace(/^[وبلفك]?(?:ال|لل)(?=..)/, '') : term)

/** The sentence, or of a long one the part from shortly before `at` on, between words. */
const clip = (text: string, start: number, end: number, at: number): Range => {
  if (text.length <= longestQuote) return { start, end }
  let from = at > longestQuote / 2 ? at - longestQuote / 4 : 0
  if (from > 0) from += Math.max(0, text.slice(from, from + 40).search(/\s/) + 1)
  let to = Math.min(text.length, from + longestQuote)
  if (to < text.length) to = Math.max(text.lastIndexOf(' ', to), to - 40)
  const part = text.slice(from, to)
  const lost = part.length - part.trimStart().length
  // Never between the halves of a surrogate pair.
  const first = from + lost + (/^[\udc00-\udfff]/.test(part.trimStart()) ? 1 : 0)
  const last = from + part.trimEnd().length - (/[\ud800-\udbff]$/.test(part.trimEnd()) ? 1 : 0)
  return { start: start + first, end: start + last }
}
