import type { Range } from '../../shared/range.ts'

type HeadingLine = Range & { level: number }

/** What stands between the parts of a heading path. */
export const pathMark = ' › '

/** The lines of a page that are headings, told from the heading paths of its passages; levels from 1. */
export const headingsIn = (text: string, passages: readonly (Range & { heading?: string })[]): HeadingLine[] => {
  const levels = new Map<string, number>()
  for (const { heading } of passages) {
    for (const [at, part] of (heading ?? '').split(pathMark).entries()) {
      if (part !== '' && !levels.has(part)) levels.set(part, at + 1)
    }
  }
  if (levels.size === 0) return []
  return [...text.matchAll(/[^\n]+/g)].flatMap(({ 0: line, index: start }) => {
    const level = levels.get(line.replace(/\s+/g, ' ').trim())
    return level === undefined ? [] : [{ start, end: start + line.length, level }]
  })
}
