import { type Language, languages, stemmers } from './language.ts'
import { isUnspaced, segment } from './segment.ts'
import { arabic, greek, hindi, korean, russian } from './stems/light.ts'

/** A word of a text: where it stands (UTF-16, half open) and the term it is found by. */
export type Word = { term: string; start: number; end: number }

const isAscii = /^[a-z0-9]+$/
/** UTF-16 units of a word that tell it from others; what is longer is no word but data. */
const longest = 64

/**
 * The words of a text with the terms that stand for them in the index. One analysis serves indexing, querying,
 * marking and ranking, so that a word is marked exactly when it was found.
 */
export const words = (text: string, language: Language = 'en'): Word[] => {
  const found: Word[] = []
  let start = -1
  let dense = false
  for (let at = 0; at <= text.length; at++) {
    const kind = at < text.length ? kindAt(text, at) : letterKinds.none
    if (kind !== letterKinds.none) {
      if (start < 0) start = at
      if (kind === letterKinds.dense) dense = true
      continue
    }
    if (start < 0) continue
    const run = text.slice(start, at)
    if (dense) {
      for (const word of segment(run)) {
        found.push({ term: termIn(word.text, language), start: start + word.start, end: start + word.end })
      }
    } else {
      found.push({ term: termIn(run, language), start, end: at })
    }
    start = -1
    dense = false
  }
  return found
}

/** What a character is to a word: nothing, a letter, or a letter of a script without spaces. */
export const letterKinds = { none: 1, spaced: 2, dense: 3 } as const

const isLetter = /[\p{L}\p{N}\p{M}]/u
/** What each UTF-16 unit is, found out once: a regular expression for every character would take most of the time. */
const kinds = new Uint8Array(0x10000)

/** One of `letterKinds` for the UTF-16 unit at a place of a text. */
export const kindAt = (text: string, at: number): number => {
  const unit = text.charCodeAt(at)
  const known = kinds[unit]
  if (known) return known
  if (unit >= 0xd800 && unit < 0xe000) {
    // Either half of a pair stands for the whole character.
    const whole = text.codePointAt(unit < 0xdc00 ? at : at - 1) ?? unit
    return whole > 0xffff ? kindOf(String.fromCodePoint(whole)) : letterKinds.none
  }
  const kind = kindOf(String.fromCharCode(unit))
  kinds[unit] = kind
  return kind
}

const kindOf = (character: string) => {
  if (!isLetter.test(character)) return letterKinds.none
  return isUnspaced(character) ? letterKinds.dense : letterKinds.spaced
}

const known = new Map<Language, Map<string, string>>(languages.map((language) => [language, new Map()]))
const mostKnown = 100_000

/** The term of one word: lower case, without diacritics, stemmed as English is; what stands in the index for it. */
export const termOf = (word: string): string => termIn(word, 'en')

/** The term of a word of a text in one of the languages written in Latin letters; other scripts tell by themselves. */
export const termIn = (word: string, language: Language): string => {
  if (word.length > longest) return termIn(word.slice(0, longest).toWellFormed(), language)
  const terms = known.get(language) as Map<string, string>
  const cached = terms.get(word)
  if (cached !== undefined) return cached
  const folded = fold(word)
  const term = stemOf(folded, language)
  if (terms.size >= mostKnown) terms.clear()
  terms.set(word, term)
  return term
}

const stemOf = (folded: string, language: Language): string => {
  if (isAscii.test(folded)) return language !== 'en' && hasDigit.test(folded) ? folded : stemmers[language](folded)
  return byScript.find(([script]) => script.test(folded))?.[1](folded) ?? folded
}

const hasDigit = /[0-9]/
const byScript: readonly (readonly [RegExp, (word: string) => string])[] = [
  [/^\p{Script=Cyrillic}+$/u, russian],
  [/^\p{Script=Arabic}+$/u, arabic],
  [/^\p{Script=Greek}+$/u, greek],
  [/^\p{Script=Hangul}+$/u, korean],
  [/^\p{Script=Devanagari}+$/u, hindi],
]

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
  // Their compatibility forms are widths only, and what looks like a diacritic is a vowel or a tone.
  if (isUnspaced(lower)) return lower.replace(/[\uff00-\uffef]+/g, (wide) => wide.normalize('NFKC'))
  const bare = lower
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g, '')
    .normalize('NFKC')
  return bare.replace(/[ßæœøłđðþıأإآٱىةـ]/g, (letter) => letters.get(letter) ?? letter)
}
