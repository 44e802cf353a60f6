import { type FilterToken, filterTokens, withoutTokens } from '../../../extensions/backend/src/shared/filter-syntax.ts'

/** A filter that stands in a query, as it is typed there. */
type TypedFilter = { text: string; token: FilterToken }

/** The filters of a query in order, whether they mean anything or not. */
export const filtersIn = (query: string): TypedFilter[] =>
  filterTokens(query).map((token) => ({ text: query.slice(token.start, token.end), token }))

/** What a query says without its filters. */
export const wordsOf = (query: string): string => withoutTokens(query, filterTokens(query))

/** Whether a query has this filter already, however it is typed there. */
export const hasFilter = (query: string, filter: string): boolean => same(query, filter).length > 0

/** The query with the filter where it had none of it, and without it where it had. */
export const toggled = (query: string, filter: string): string => {
  const there = same(query, filter)
  return there.length > 0 ? withoutTokens(query, there) : `${query.trimEnd()} ${filter}`.trimStart()
}

const same = (query: string, filter: string): FilterToken[] => {
  const [wanted] = filterTokens(filter)
  return filterTokens(query).filter(
    ({ name, value, isNegated }) =>
      wanted?.name === name && wanted.isNegated === isNegated && wanted.value.toLowerCase() === value.toLowerCase(),
  )
}
