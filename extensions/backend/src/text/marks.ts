import { words } from './words.ts'

/** Where words with one of these terms stand in `text`: half-open UTF-16 ranges, in order. */
export const marks = (text: string, terms: { has(term: string): boolean }): [start: number, end: number][] =>
  words(text)
    .filter(({ term }) => terms.has(term))
    .map(({ start, end }) => [start, end])
