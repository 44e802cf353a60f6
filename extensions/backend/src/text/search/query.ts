import type { Language } from '../language/language.ts'
import { isStopWord, questionLanguage } from '../language/stop-words.ts'
import { words } from '../language/words.ts'
import { type Filter, type FilterNote, isCommand, readFilters } from './filters.ts'

/**
 * What a search looks for. `terms` are any of, each with how often the query names it; a hit has every one of
 * `phrases` (adjacent terms) and none of `excluded`.
 */
type Query = {
  terms: Map<string, number>
  phrases: string[][]
  excluded: string[][]
  sequence: string[]
  spellings: Map<string, string>
}

const quoted = /(?<![\p{L}\p{N}])(-?)["“„«]([^"“”„«»]+)["”“»]/gu
const minus = /(?<=^|\s)-([\p{L}\p{N}][^\s]*)/gu

/**
 * A query in all languages of a workspace: nobody says which one it is in. `forms` has for each form of a term the form
 * that stands for all of them, which `terms` and `sequence` are in; `phrases` and `excluded` have one phrase a language.
 */
export type Reading = Pick<Query, 'terms' | 'sequence'> & {
  forms: Map<string, string>
  /** How the query writes each term. */
  spellings: Map<string, string>
  languages: readonly Language[]
  phrases: string[][][]
  excluded: string[][][]
  /** The whole query, and without its filters. */
  written: string
  text: string
  filters: readonly Filter[]
  notes: readonly FilterNote[]
}

/** Reads a query as `parseQuery` does, in English and in each of `languages`, or the one of them that it is plainly in. */
export const readQuery = (query: string, languages: readonly Language[]): Reading => {
  const { rest: text, filters, notes } = readFilters(query)
  const own = questionLanguage(text)
  const others = languages.filter((language) => language !== 'en' && (own === undefined || own === language))
  const all: readonly Language[] = ['en', ...others]
  const [first, ...rest] = all.map((language) => parseWords(text, language)) as [Query, ...Query[]]
  const forms = new Map(first.sequence.map((term) => [term, term]))
  for (const { sequence } of rest) {
    for (const [at, form] of sequence.entries()) if (!forms.has(form)) forms.set(form, first.sequence[at] as string)
  }
  const parallel = (pick: (query: Query) => string[][]) =>
    pick(first).map((_, at) => [first, ...rest].map((query) => pick(query)[at] as string[]))
  return {
    terms: first.terms,
    sequence: first.sequence,
    forms,
    spellings: first.spellings,
    languages: all,
    phrases: parallel(({ phrases }) => phrases),
    excluded: parallel(({ excluded }) => excluded),
    written: query,
    text,
    filters,
    notes,
  }
}

/**
 * Reads what a person typed: words, "quoted phrases", -without. Filters are left out, anything else is a space: no character
 * of the query means anything to the index.
 */
export const parseQuery = (query: string, language: Language = 'en'): Query =>
  parseWords(readFilters(query).rest, language)

const parseWords = (text: string, language: Language): Query => {
  const phrases: string[][] = []
  const excluded: string[][] = []
  const rest = !isCommand(text)
    ? text
    : text
        .replace(quoted, (_, sign: string, phrase: string) => {
          const terms = words(phrase, language).map((word) => word.term)
          if (terms.length > 0) (sign ? excluded : phrases).push(terms)
          return sign ? ' ' : ` ${phrase} `
        })
        .replace(minus, (_, word: string) => {
          const terms = words(word, language).map((each) => each.term)
          if (terms.length > 0) excluded.push(terms)
          return ' '
        })
  const found = words(rest)
  const written = found.map(({ start, end }) => rest.slice(start, end))
  const own = words(rest, language).map((word) => word.term)
  const telling = own.filter((_, at) => !isStopWord(written[at] as string))
  const sequence = telling.length > 0 ? telling : own
  const terms = new Map<string, number>()
  for (const term of sequence) terms.set(term, (terms.get(term) ?? 0) + 1)
  const spellings = new Map(written.map((word, at) => [own[at] as string, word]))
  return { terms, phrases, excluded, sequence, spellings }
}
