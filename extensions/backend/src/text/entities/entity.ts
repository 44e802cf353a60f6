import type { Range } from '../../shared/range.ts'

export const kinds = ['date', 'amount', 'email', 'phone', 'iban', 'url', 'identifier'] as const
export type Kind = (typeof kinds)[number]

/**
 * Something found in a text: its UTF-16 range there, and its value in a standard form, left out wherever what stands
 * there can be read in more than one way.
 */
export type Entity = Range & { kind: Kind; value?: string }

/** Without those that overlap one which is named before them in `found`; in the order of the text. */
export const withoutOverlaps = <T extends Range>(found: readonly T[]): T[] => {
  const order = found.map((range, rank) => ({ range, rank }))
  order.sort((a, b) => a.range.start - b.range.start || a.rank - b.rank)
  const kept: typeof order = []
  for (const each of order) {
    const last = kept.at(-1)
    if (!last || last.range.end <= each.range.start) kept.push(each)
    else if (each.rank < last.rank) kept.splice(-1, 1, each)
  }
  return kept.map(({ range }) => range)
}

/** In the order of the text; of two that begin at the same place the longer first. */
export const longestFirst = <T extends Range>(found: readonly T[]): T[] =>
  [...found].sort((a, b) => a.start - b.start || b.end - a.end)
