import type { Language } from '../language/language.ts'
import { isUnspaced } from '../language/segment.ts'
import { kindAt, letterKinds, termIn } from '../language/words.ts'

/** A query term found in a text: UTF-16 range, and from which word of the text to before which it goes, roughly. */
export type Occurrence = { term: string; start: number; end: number; at: number; next: number }

/** Forms of terms as they stand in texts of some languages, each with the term that it is found as. */
export type Forms = { forms: ReadonlyMap<string, string>; languages: readonly Language[] }

/**
 * Where words with one of these forms stand in `text`, in order. In scripts without spaces a term is found wherever its
 * characters stand: that needs no dictionary, and it finds what was segmented otherwise there.
 */
export const occurrences = (text: string, { forms, languages }: Forms): Occurrence[] => {
  const spaced = new Map<string, string>()
  const dense: string[] = []
  for (const [form, term] of forms) {
    if (isUnspaced(form)) dense.push(form)
    else spaced.set(form, term)
  }
  const found = spacedOccurrences(text, spaced, languages)
  if (dense.length === 0) return found
  for (const term of dense) {
    for (let start = text.indexOf(term); start >= 0; start = text.indexOf(term, start + term.length)) {
      const end = start + term.length
      found.push({ term, start, end, at: start / 2, next: end / 2 })
    }
  }
  found.sort((a, b) => a.start - b.start || b.end - a.end)
  return found.filter((each, index) => index === 0 || each.start >= (found[index - 1]?.end ?? 0))
}

const spacedOccurrences = (
  text: string,
  forms: ReadonlyMap<string, string>,
  languages: readonly Language[],
): Occurrence[] => {
  const found: Occurrence[] = []
  if (forms.size === 0) return found
  const mayStart = startFilter(forms.keys())
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
      const word = text.slice(start, at)
      const form = languages.map((language) => termIn(word, language)).find((each) => forms.has(each))
      if (form !== undefined)
        found.push({ term: forms.get(form) as string, start, end: at, at: count, next: count + 1 })
    }
    count++
    start = -1
  }
  return found
}

/** Two letters of a word tell nearly always that it is none of the terms, and spare looking it up. */
const startFilter = (terms: Iterable<string>) => {
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
export const marks = (text: string, terms: Iterable<string>): [start: number, end: number][] => {
  const forms = new Map([...terms].map((term) => [term, term]))
  return occurrences(text, { forms, languages: ['en'] }).map(({ start, end }) => [start, end])
}
