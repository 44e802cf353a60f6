import { citationMark } from '../../shared/citation-syntax.ts'
import type { Citation } from '../../shared/contract/tasks.ts'
import type { Range } from '../../shared/range.ts'

/** A range of the answer in whose place citations are written. */
export type Place = Range & { citations: Citation[] }

/** The answer with its citations in their places, equal ones under one number; numbers of no source mean nothing. */
export const numbered = (markdown: string, places: readonly Place[]): { markdown: string; citations: Citation[] } => {
  const citations: Citation[] = []
  const numbers = new Map<string, number>()
  const known = new Map<Citation, number>()
  const numberOf = (citation: Citation) => {
    const number = known.get(citation) ?? numberOfEqual(citation)
    known.set(citation, number)
    return number
  }
  const numberOfEqual = (citation: Citation) => {
    const { documentId, page, start, end, quote, isQuoted } = citation
    const key = JSON.stringify([documentId, page, start, end, quote, isQuoted])
    const number = numbers.get(key) ?? citations.push(citation)
    numbers.set(key, number)
    return number
  }
  let written = ''
  let at = 0
  for (const { start, end, citations: own } of places.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const list = own.map((citation) => citationMark(numberOf(citation))).join('')
    const gap = start === end ? ' ' : ''
    written +=
      markdown.slice(at, start) + (list === '' ? markdown.slice(start, end).replace(/[[\]]/g, '\\$&') : gap + list)
    at = end
  }
  return { markdown: written + markdown.slice(at), citations }
}
