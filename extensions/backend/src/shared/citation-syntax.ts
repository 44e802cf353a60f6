import type { Range } from './range.ts'

/** The number of a citation, as a regular expression: a task may be shown tens of thousands of passages. */
export const citationNumber = String.raw`\d{1,5}`

/** What stands in the Markdown of an answer for its citation of that number, `[3]`. */
export const citationMark = (number: number): string => `[${number}]`

const mark = String.raw`\[(${citationNumber})\](?!\()`
const markHere = new RegExp(mark, 'y')
const anyMark = new RegExp(String.raw`(?<!\\)${mark}`, 'g')

/** The mark that stands at `at`, where one does; a link's text, `[3](…)`, is none. */
export const citationAt = (markdown: string, at = 0): { raw: string; number: number } | undefined => {
  markHere.lastIndex = at
  const found = markHere.exec(markdown)
  return found ? { raw: found[0], number: Number(found[1]) } : undefined
}

/** Where the next mark may begin, for who reads Markdown piece by piece. */
export const nextCitation = (markdown: string): number | undefined => {
  const at = markdown.search(/\[\d/)
  return at < 0 ? undefined : at
}

/** The marks of an answer, in order. What is escaped, and what stands in code, is none. */
export const citationsIn = (markdown: string): (Range & { number: number })[] =>
  [...withoutCode(markdown).matchAll(anyMark)].map(({ 0: { length }, 1: number, index: start }) => ({
    start,
    end: start + length,
    number: Number(number),
  }))

/** Gives the citations of an answer other numbers; those without one are taken out. */
export const renumbered = (markdown: string, numberOf: (number: number) => number | undefined): string => {
  let written = ''
  let at = 0
  for (const { start, end, number: before } of citationsIn(markdown)) {
    const number = numberOf(before)
    written += markdown.slice(at, start) + (number === undefined ? '' : citationMark(number))
    at = end
  }
  return written + markdown.slice(at)
}

/** The same length, with spaces for code, in which brackets and quotation marks mean something else. */
export const withoutCode = (markdown: string): string =>
  markdown.replace(/^[ \t]*(```|~~~)[^\n]*\n[\s\S]*?(?:^[ \t]*\1[^\n]*$|$(?![\s\S]))|`[^`\n]+`/gm, (code) =>
    code.replace(/[^\n]/g, ' '),
  )
