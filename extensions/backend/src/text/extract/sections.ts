import type { Heading, PageContent } from './format.ts'

/** Characters of a section. */
export const longest = 8000
/** A heading starts a new section once the open one has this many characters. */
const least = 2000

type Flow = { text: string; headings: Heading[] }

/** Cuts a text without pages into sections: at headings, else at paragraphs, none longer than 8,000 characters. */
export function* sections({ text, headings }: Flow): Generator<PageContent> {
  let start = 0
  let next = 0
  while (start < text.length) {
    const end = sectionEnd(text, headings, start, next)
    const own: Heading[] = []
    for (let heading = headings[next]; heading && heading.start < end; heading = headings[++next]) {
      own.push({ ...heading, start: heading.start - start })
    }
    const body = text.slice(start, end)
    if (body.trim().length > 0) yield { text: body.trimEnd(), headings: own, warnings: [] }
    start = end
  }
}

/** `next` is the first heading that is not before `start`. */
const sectionEnd = (text: string, headings: readonly Heading[], start: number, next: number): number => {
  const limit = start + longest
  let border: Heading | undefined
  for (let at = next; ; at++) {
    const heading = headings[at]
    if (!heading || heading.start > limit) break
    if (heading.start >= start + least && heading.level < (border?.level ?? Number.POSITIVE_INFINITY)) border = heading
  }
  if (border) return border.start
  if (text.length <= limit) return text.length
  return breakBefore(text, start, limit)
}

/** The last paragraph, line, sentence or word border before `limit`; `limit` itself when there is none. */
export const breakBefore = (text: string, start: number, limit: number): number => {
  // Looked for in the second half only: in a text without borders a search would go back to its beginning each time.
  const half = start + longest / 2
  const window = text.slice(half, limit)
  for (const border of ['\n\n', '\n', '. ', '。', ' ']) {
    const at = window.lastIndexOf(border)
    if (at >= 0) return half + at + border.length
  }
  const last = text.charCodeAt(limit - 1)
  return last >= 0xd800 && last < 0xdc00 ? limit - 1 : limit
}
