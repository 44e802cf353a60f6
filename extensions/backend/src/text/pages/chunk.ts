import type { Range } from '../../shared/range.ts'
import type { Heading, PageContent } from '../extract/format.ts'
import { isUnspaced } from '../language/segment.ts'
import { sentences, trimmed } from '../language/sentences.ts'
import { pathMark } from './headings-in.ts'

/** What is indexed and cited: a range of its page's text (UTF-16) under a heading path. */
export type Passage = Range & { heading?: string }

/** Headings open at the end of a page go on over the next: hand the same path to each page of a document in turn. */
export type HeadingPath = { level: number; text: string }[]

const least = 120
const most = 200
/** A passage shorter than this takes the next sentence, however long that is. */
const rest = 40
/** Characters of the longest stretch without any border that is kept in one piece. */
const longest = 1600
/** Characters of a passage, whatever its words are. */
const mostCharacters = 3000

/**
 * Cuts a page into passages of about 120 to 200 words, at sentence borders, never across a heading. Every character
 * but white space is in exactly one passage.
 */
export const chunk = ({ text, headings }: Pick<PageContent, 'text' | 'headings'>, path: HeadingPath): Passage[] => {
  const passages: Passage[] = []
  const starts = headings.map(({ start }) => start)
  let from = 0
  let before = pathText(path)
  for (const [index, heading] of [...headings, undefined].entries()) {
    const to = starts[index] ?? text.length
    const section = trimmed(text, from, to)
    const isHeadingOnly = index > 0 && section && isOnly(text, section, headings[index - 1]) && heading
    if (section && !isHeadingOnly) {
      for (const range of cut(text, section)) passages.push(before ? { ...range, heading: before } : range)
    }
    if (!isHeadingOnly) from = to
    if (!heading) break
    while (path.length > 0 && (path.at(-1)?.level ?? 0) >= heading.level) path.pop()
    path.push({ level: heading.level, text: heading.text })
    before = pathText(path)
  }
  return passages
}

const pathText = (path: HeadingPath) => path.map(({ text }) => text).join(pathMark)

/** Whether a section is its heading and nothing else. */
const isOnly = (text: string, section: Range, heading?: Heading) =>
  heading !== undefined &&
  section.start >= heading.start &&
  text.slice(section.start, section.end).replace(/\s+/g, ' ').length <= heading.text.length

/**
 * One section: sentences gathered into as few passages as it takes, of about the same length, each ending with a
 * paragraph where one ends nearby.
 */
const cut = (text: string, section: Range): Range[] => {
  const units = sentences(text.slice(section.start, section.end))
    .map(({ start, end }) => ({ start: section.start + start, end: section.start + end }))
    .flatMap((range) => pieces(text, range))
    .map((range) => ({ ...range, count: wordCount(text.slice(range.start, range.end)) }))
  const ranges: Range[] = []
  let left = units.reduce((sum, { count }) => sum + count, 0)
  let open: (Range & { count: number }) | undefined
  for (const unit of units) {
    if (open && isFull(text, open, unit, left)) {
      ranges.push(open)
      left -= open.count
      open = undefined
    }
    open = open ? { start: open.start, end: unit.end, count: open.count + unit.count } : unit
  }
  if (open) ranges.push(open)
  return ranges.map(({ start, end }) => ({ start, end }))
}

/** Whether `open` ends before `next`; `left` counts the words of the section from the start of `open`. */
const isFull = (text: string, open: Range & { count: number }, next: Range & { count: number }, left: number) => {
  if (next.end - open.start > mostCharacters) return true
  if (left <= most) return false
  if (open.count + next.count > most) return open.count >= rest
  const even = left / Math.ceil(left / most)
  const isParagraph = /\n\s*\n/.test(text.slice(open.end, next.start))
  // A paragraph's end is worth a passage that is a fifth shorter.
  return isParagraph ? open.count >= Math.min(least, even * 0.8) : open.count + next.count / 2 > even
}

/** A sentence that is too long for a passage, cut at a clause, a space, or anywhere when there is none. */
const pieces = (text: string, range: Range): Range[] => {
  const parts: Range[] = []
  let { start } = range
  while (range.end - start > longest || wordCount(text.slice(start, range.end)) > most) {
    const window = text.slice(start, start + Math.min(longest, charactersOf(text, start, most)))
    const border = Math.max(
      window.lastIndexOf('\n'),
      window.lastIndexOf('; '),
      window.lastIndexOf('，'),
      window.lastIndexOf('、'),
    )
    const at = border > window.length / 2 ? border : window.lastIndexOf(' ')
    const end = start + (at > window.length / 4 ? at + 1 : safeEnd(window))
    const part = trimmed(text, start, end)
    if (part) parts.push(part)
    start = end
  }
  const part = trimmed(text, start, range.end)
  if (part) parts.push(part)
  return parts
}

/** Never between the halves of a surrogate pair. */
const safeEnd = (window: string) => {
  const last = window.charCodeAt(window.length - 1)
  return window.length > 1 && last >= 0xd800 && last < 0xdc00 ? window.length - 1 : window.length
}

/** Words, where a script without spaces counts as one word for every 1.7 characters. */
const wordCount = (text: string): number => {
  const spaced = text.match(/\S+/g)?.length ?? 0
  if (!isUnspaced(text)) return spaced
  const dense = text.match(unspacedLetter)?.length ?? 0
  return Math.round(spaced + dense / 1.7)
}

const unspacedLetter =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu

/** How many characters from `start` hold about `count` words. */
const charactersOf = (text: string, start: number, count: number): number => {
  const window = text.slice(start, start + longest)
  const total = wordCount(window)
  return total <= count ? window.length : Math.max(1, Math.floor((window.length * count) / total))
}
