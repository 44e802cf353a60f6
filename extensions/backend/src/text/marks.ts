import { isUnspaced } from './segment.ts'
import { kindAt, letterKinds, termOf } from './words.ts'

/** A query term found in a text: UTF-16 range, and which word of the text it is, roughly, to tell distances by. */
export type Occurrence = { term: string; start: number; end: number; at: number }

/**
 * Where words with one of these terms stand in `text`, in order. In scripts without spaces a term is found wherever its
 * characters stand: that needs no dictionary, and it finds what was segmented otherwise there.
 */
export const occurrences = (text: string, terms: Iterable<string>): Occurrence[] => {
  const spaced = new Set<string>()
  const dense: string[] = []
  for (const term of terms) {
    if (isUnspaced(term)) dense.push(term)
    else spaced.add(term)
  }
  const found = spacedOccurrences(text, spaced)
  if (dense.length === 0) return found
  for (const term of dense) {
    for (let start = text.indexOf(term); start >= 0; start = text.indexOf(term, start + term.length)) {
      found.push({ term, start, end: start + term.length, at: start / 2 })
    }
  }
  found.sort((a, b) => a.start - b.start || b.end - a.end)
  return found.filter((each, index) => index === 0 || each.start >= (found[index - 1]?.end ?? 0))
}

const spacedOccurrences = (text: string, terms: ReadonlySet<string>): Occurrence[] => {
  const found: Occurrence[] = []
  if (terms.size === 0) return found
  const mayStart = startFilter(terms)
  let start = -1
  let count = 0
  for (let at = 0; at <= text.length; at++) {
    const isSpaced = at < text.length && kindAt(text, at) === letterKinds.spaced
    if (isSpaced) {
      if (start < 0) start = at
      continue
    }
    if (start < 0) continue
    if (mayStart(text, start)) {
      const term = termOf(text.slice(start, at))
      if (terms.has(term)) found.push({ term, start, end: at, at: count })
    }
    count++
    start = -1
  }
  return found
}

/** Two letters of a word tell nearly always that it is none of the terms, and spare looking it up. */
const startFilter = (terms: ReadonlySet<string>) => {
  const starts = new Set<number>()
  for (const term of terms) starts.add(pair(term, 0))
  const hasForeign = starts.has(foreign)
  return (text: string, at: number) => {
    const key = pair(text, at)
    return key === foreign || hasForeign || starts.has(key)
  }
}

/** The two letters at a place in lower case, where they are ASCII: no folding and no stemming changes those. */
const pair = (text: string, at: number): number => {
  const first = text.charCodeAt(at)
  const second = at + 1 < text.length ? text.charCodeAt(at + 1) : 0
  if (first > 127 || second > 127) return foreign
  return ((first | 32) << 8) | (kindAt(text, at + 1) === letterKinds.none ? 0 : second | 32)
}
const foreign = -1

/** Half-open UTF-16 ranges of the words with one of these terms, in order. */
export const marks = (text: string, terms: Iterable<string>): [start: number, end: number][] =>
  occurrences(text, terms).map(({ start, end }) => [start, end])
