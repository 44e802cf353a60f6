import type { Heading, PageContent } from './format.ts'

const longest = 8000
/** A heading starts a new section once the open one has this many characters. */
const least = 2000

type Flow = { text: string; headings: Heading[] }

/** Cuts a text without pages into sections: at headings, else at paragraphs, none longer than 8,000 characters. */
export function* sections({ text, headings }: Flow): Generator<PageContent> {
  let start = 0
  let next = 0
  while (start < text.length) {
    const end = sectionEnd(text, headings, start)
    const own: Heading[] = []
    for (let heading = headings[next]; heading && heading.start < end; heading = headings[++next]) {
      own.push({ ...heading, start: heading.start - start })
    }
    const body = text.slice(start, end)
    if (body.trim().length > 0) yield { text: body.trimEnd(), headings: own, warnings: [] }
    start = end
  }
}

const sectionEnd = (text: string, headings: readonly Heading[], start: number): number => {
  const limit = start + longest
  const borders = headings.filter((heading) => heading.start >= start + least && heading.start <= limit)
  const top = borders.reduce((depth, { level }) => Math.min(depth, level), Number.POSITIVE_INFINITY)
  const border = borders.find(({ level }) => level === top)
  if (border) return border.start
  if (text.length <= limit) return text.length
  return breakBefore(text, start, limit)
}

/** The last paragraph, line, sentence or word border before `limit`; `limit` itself when there is none. */
const breakBefore = (text: string, start: number, limit: number): number => {
  for (const border of ['\n\n', '\n', '. ', '。', ' ']) {
    const at = text.lastIndexOf(border, limit - border.length)
    if (at > start + longest / 2) return at + border.length
  }
  const last = text.charCodeAt(limit - 1)
  return last >= 0xd800 && last < 0xdc00 ? limit - 1 : limit
}
