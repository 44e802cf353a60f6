/** What a search can be narrowed by, as it is typed before the colon. */
const filterNames = ['type', 'in', 'before', 'after', 'date'] as const
type FilterName = (typeof filterNames)[number]

/** A filter as it stands in a query: `-in:"old plans"`; UTF-16 range, half open. */
export type FilterToken = { name: FilterName; value: string; isNegated: boolean; start: number; end: number }

/** The first alternative keeps what stands in quotation marks from being taken for a filter. */
const tokens = new RegExp(
  `(?<![\\p{L}\\p{N}:])-?["“„«][^"“”„«»]+["”“»]|(?<=^|\\s)(-?)(${filterNames.join('|')}):(?:["“„«]([^"“”„«»]*)["”“»]|([^\\s"“”„«»]+))(?=\\s|$)`,
  'giu',
)

/**
 * The filters of a query, in order. Knows nothing but how they are written: what a value means, and whether it means
 * anything, is told by `filters.ts`. A name without a value, and any other word with a colon, is text.
 */
export const filterTokens = (query: string): FilterToken[] =>
  [...query.matchAll(tokens)].flatMap((match) => {
    const [all, sign, name, quoted, bare] = match
    const value = (quoted ?? bare)?.trim()
    if (!name || !value) return []
    return {
      name: name.toLowerCase() as FilterName,
      value,
      isNegated: sign === '-',
      start: match.index,
      end: match.index + all.length,
    }
  })

/** How a filter is typed, in quotation marks where its value needs them. */
export const writeFilter = ({
  name,
  value,
  isNegated = false,
}: Pick<FilterToken, 'name' | 'value'> & { isNegated?: boolean }) => {
  const bare = value.replace(/["“”„«»]/g, ' ').trim()
  return `${isNegated ? '-' : ''}${name}:${/\s/.test(bare) ? `"${bare}"` : bare}`
}

/** The query without some of its filters. */
export const withoutTokens = (query: string, gone: readonly FilterToken[]): string => {
  let rest = ''
  let at = 0
  for (const { start, end } of gone) {
    rest += `${query.slice(at, start)} `
    at = end
  }
  return gone.length === 0 ? query : (rest + query.slice(at)).replace(/ {2,}/g, ' ').trim()
}
