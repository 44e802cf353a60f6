import { isUnspaced, segment } from './segment.ts'
import { stem } from './stem.ts'

/** A word of a text: where it stands (UTF-16, half open) and the term it is found by. */
export type Word = { term: string; start: number; end: number }

const runs = /[\p{L}\p{N}\p{M}]+/gu
const isAscii = /^[a-z0-9]+$/
const longest = 64

/**
 * The words of a text with the terms that stand for them in the index. One analysis serves indexing, querying,
 * marking and ranking, so that a word is marked exactly when it was found.
 */
export const words = (text: string): Word[] => {
  const found: Word[] = []
  for (const match of text.matchAll(runs)) {
    const run = match[0]
    const start = match.index
    if (isUnspaced(run)) {
      for (const word of segment(run)) {
        found.push({ term: termOf(word.text), start: start + word.start, end: start + word.end })
      }
    } else {
      found.push({ term: termOf(run), start, end: start + run.length })
    }
  }
  return found
}

const known = new Map<string, string>()
const mostKnown = 100_000

/** The term of one word: lower case, without diacritics, stemmed; what stands in the index for it. */
export const termOf = (word: string): string => {
  const cached = known.get(word)
  if (cached !== undefined) return cached
  const folded = fold(word).slice(0, longest)
  const term = isAscii.test(folded) ? stem(folded) : folded
  if (known.size >= mostKnown) known.clear()
  known.set(word, term)
  return term
}

/** Letters that have no decomposition but are written for one another. */
const letters = new Map(
  'ß:ss æ:ae œ:oe ø:o ł:l đ:d ð:d þ:th ı:i أ:ا إ:ا آ:ا ٱ:ا ى:ي ة:ه ـ:'
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
)

/**
 * Lower case, compatibility forms resolved, diacritics taken off where they are an ornament of the letter (Latin,
 * Greek, Cyrillic, Hebrew, Arabic) and kept where they are its vowel (Thai, Indic scripts).
 */
export const fold = (word: string): string => {
  const lower = word.toLowerCase()
  if (isAscii.test(lower)) return lower
  const bare = lower
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g, '')
    .normalize('NFKC')
  return bare.replace(/[ßæœøłđðþıأإآٱىةـ]/g, (letter) => letters.get(letter) ?? letter)
}
