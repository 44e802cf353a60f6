import type { Range } from '../../shared/range.ts'

/** Characters on each side of the border: what is quoted across it is not longer. */
const reach = 3000
/** Lines at the edge of a page that may be its number or a running title. */
const mostRunning = 2

/** The end of a page and the beginning of the next one, as one text; `onFirst` and `onSecond` tell a range's parts there. */
export type PageBorder = {
  text: string
  isCrossed: (range: Range) => boolean
  onFirst: (range: Range) => Range
  onSecond: (range: Range) => Range
}

/** Joins two pages that follow each other, without the page numbers and running titles that stand between their texts. */
export const pageBorder = (first: string, second: string): PageBorder => {
  const end = first.length - runningEnd(first, second)
  const start = runningStart(first, second)
  const from = Math.max(0, end - reach)
  const head = first.slice(from, end).trimEnd()
  const text = `${head}\n${second.slice(start, start + reach)}`
  const border = head.length + 1
  return {
    text,
    isCrossed: (range) => range.start < head.length && range.end > border,
    onFirst: (range) => ({ start: from + range.start, end: from + head.length }),
    onSecond: (range) => ({ start, end: start + range.end - border }),
  }
}

/** Characters at the end of the first page that belong to no text: lines with its number, or that the second ends with, too. */
const runningEnd = (first: string, second: string): number => {
  const ends = new Set(lines(second).slice(-mostRunning).map(withoutNumbers))
  return lengthOf(lines(first).slice(-mostRunning).reverse(), ends)
}

/** The same at the start of the second page: lines with its number, or that the first begins with, too. */
const runningStart = (first: string, second: string): number => {
  const starts = new Set(lines(first).slice(0, mostRunning).map(withoutNumbers))
  return lengthOf(lines(second).slice(0, mostRunning), starts)
}

const lengthOf = (edge: readonly string[], known: ReadonlySet<string>): number => {
  const inner = edge.findIndex((line) => !known.has(withoutNumbers(line)) && /\p{L}/u.test(line))
  return edge.slice(0, inner < 0 ? edge.length : inner).reduce((sum, line) => sum + line.length, 0)
}

/** Lines with text, each with the white space around it that belongs to no other. */
const lines = (page: string): string[] => page.match(/\s*[^\n]*\S[^\n]*(?:\s*$|\n)/gu) ?? []

const withoutNumbers = (line: string) =>
  line
    .replace(/\p{N}+/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
