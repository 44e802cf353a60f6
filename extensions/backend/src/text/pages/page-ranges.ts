import * as words from '../../base/words/index.ts'
/** Page numbers in rising order as people write them: `1–3, 7`. */
export const pageRanges = (pages: readonly number[]): string => {
  const ranges: [first: number, last: number][] = []
  for (const page of pages) {
    const open = ranges.at(-1)
    if (open && open[1] === page - 1) open[1] = page
    else ranges.push([page, page])
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(', ')
}

/** What is said of a document some of whose pages have no text; undefined when all have. */
export const withoutText = (empty: readonly number[], pages: number): string | undefined => {
  if (empty.length === 0) return undefined
  return words.warnings.withoutText(empty.length, pages, pageRanges(empty))
}
