import { stopWords } from './stop-words.ts'
import { words } from './words.ts'

/**
 * What a search looks for. `terms` are any of, each with how often the query names it; a hit has every one of
 * `phrases` (adjacent terms) and none of `excluded`.
 */
export type Query = { terms: Map<string, number>; phrases: string[][]; excluded: string[][]; sequence: string[] }

const quoted = /(?<![\p{L}\p{N}])(-?)["“„«]([^"“”„«»]+)["”“»]/gu
const minus = /(?<=^|\s)-([\p{L}\p{N}][^\s]*)/gu

/** Words of a query up to which marks and minus signs are taken as commands; in longer ones they are prose. */
const longestCommand = 12

/**
 * Reads what a person typed: words, "quoted phrases", -without. Anything else is a space: no character of the query
 * means anything to the index.
 */
export const parseQuery = (text: string): Query => {
  const phrases: string[][] = []
  const excluded: string[][] = []
  const isCommand = (text.match(/\S+/g)?.length ?? 0) <= longestCommand
  const rest = !isCommand
    ? text
    : text
        .replace(quoted, (_, sign: string, phrase: string) => {
          const terms = words(phrase).map((word) => word.term)
          if (terms.length > 0) (sign ? excluded : phrases).push(terms)
          return sign ? ' ' : ` ${phrase} `
        })
        .replace(minus, (_, word: string) => {
          const terms = words(word).map((each) => each.term)
          if (terms.length > 0) excluded.push(terms)
          return ' '
        })
  const all = words(rest).map((word) => word.term)
  const telling = all.filter((term) => !stopWords.has(term))
  const sequence = telling.length > 0 ? telling : all
  const terms = new Map<string, number>()
  for (const term of sequence) terms.set(term, (terms.get(term) ?? 0) + 1)
  return { terms, phrases, excluded, sequence }
}
