import * as words from '../../base/words/index.ts'
import { type FilterToken, filterTokens, withoutTokens } from '../../shared/filter-syntax.ts'
import { fold } from '../language/words.ts'
import { rangeOf, type Span, spanOf } from './filter-dates.ts'
import { mediaTypesNamed, typeWordsFrom } from './filter-types.ts'

/** A filter that means something; `text` is how the query writes it. */
export type Filter = { text: string; isNegated: boolean } & (
  | { kind: 'type'; mediaTypes: readonly string[] }
  | { kind: 'in'; name: string }
  | ({ kind: 'date' } & Span)
  | ({ kind: 'bound' } & Span)
)

/** What stands in a query like a filter and is none, and why. */
export type FilterNote = { filter: string; message: string }

type ReadFilters = { rest: string; filters: Filter[]; notes: FilterNote[] }

/** What filters look at. */
export type Filtered = {
  name: string
  folder?: string | undefined
  mediaType: string
  /** Milliseconds: the file's own date where that is known, else when it was added. */
  date: number
}

/** Words of a query up to which its writer means every mark in it; in a longer one what makes no sense is prose. */
const longestCommand = 12

export const isCommand = (query: string): boolean => (query.match(/\S+/g)?.length ?? 0) <= longestCommand

/**
 * Takes the filters out of a query. One that means nothing is left out as well, with a note; in a long text it stays what it
 * was.
 */
export const readFilters = (query: string, now = new Date()): ReadFilters => {
  const filters: Filter[] = []
  const notes: FilterNote[] = []
  const taken: FilterToken[] = []
  for (const token of filterTokens(query)) {
    const text = query.slice(token.start, token.end)
    const found = meaningOf(token, now)
    if (typeof found === 'string' && !isCommand(query)) continue
    if (typeof found === 'string') notes.push({ filter: text, message: found })
    else filters.push({ ...found, text, isNegated: token.isNegated })
    taken.push(token)
  }
  return { rest: withoutTokens(query, taken), filters, notes }
}

type Meaning = Filter extends infer Each ? (Each extends Filter ? Omit<Each, 'text' | 'isNegated'> : never) : never

/** What a filter means, or why it means nothing. */
const meaningOf = ({ name, value }: FilterToken, now: Date): Meaning | string => {
  if (name === 'type') return typeOf(value)
  if (name === 'in') return { kind: 'in', name: fold(value.replaceAll('\\', '/')).replace(/^\/+|\/+$/g, '') }
  const span = name === 'date' ? rangeOf(value, now) : spanOf(value, now)
  if (!span) return words.search.badDate(value, name)
  if (name === 'date') return { kind: 'date', ...span }
  const [from, until] = name === 'after' ? [span.from, Number.POSITIVE_INFINITY] : [Number.NEGATIVE_INFINITY, span.from]
  return { kind: 'bound', from, until }
}

const typeOf = (value: string): Meaning | string => {
  const named = value.split(',').filter((word) => word !== '')
  const types = named.map(mediaTypesNamed)
  const unknown = named.find((_, at) => types[at] === undefined)
  if (named.length > 0 && unknown === undefined)
    return { kind: 'type', mediaTypes: types.flatMap((each) => each ?? []) }
  const near = typeWordsFrom(unknown ?? '').slice(0, 5)
  return words.search.badType(unknown ?? value, near.length > 0 ? near : ['pdf', 'docx', 'spreadsheet', 'mail'])
}

/**
 * Tells which documents filters let through. Of one kind any will do, of different kinds each must; what is negated must
 * not be. `in:` means documents and folders that are called exactly so where there are any, else those whose names have it.
 */
export const filterOf = <T extends Filtered>(filters: readonly Filter[], all: readonly T[]): ((one: T) => boolean) => {
  const tests = filters.map((filter) => ({ ...filter, test: testOf(filter, all) }))
  const wanted = [
    ...Map.groupBy(
      tests.filter(({ isNegated, kind }) => !isNegated && kind !== 'bound'),
      ({ kind }) => kind,
    ).values(),
  ]
  const each = tests.filter(({ isNegated, kind }) => isNegated || kind === 'bound')
  return (one) =>
    each.every(({ test, isNegated }) => test(one) !== isNegated) &&
    wanted.every((group) => group.some(({ test }) => test(one)))
}

/** The filters of a query that count: a name after `in:` that nothing has is, in a long text, prose. */
export const soundFilters = <T extends Filtered>(query: string, filters: readonly Filter[], all: readonly T[]) =>
  isCommand(query) ? filters : filters.filter((filter) => filter.kind !== 'in' || isKnown(filter, all))

/** Whether a filter, turned round or not, is about any document. */
export const isKnown = <T extends Filtered>(filter: Filter, all: readonly T[]): boolean =>
  all.some(filterOf([{ ...filter, isNegated: false }], all))

const testOf = <T extends Filtered>(filter: Filter, all: readonly T[]): ((one: T) => boolean) => {
  if (filter.kind === 'type') {
    const types = new Set(filter.mediaTypes)
    return ({ mediaType }) => types.has(mediaType)
  }
  if (filter.kind === 'in') return placeTest(filter.name, all)
  return ({ date }) => date >= filter.from && date < filter.until
}

const placeTest = <T extends Filtered>(wanted: string, all: readonly T[]) => {
  const isCalled = (one: T) => {
    const name = fold(one.name)
    const folder = fold(one.folder ?? '')
    return name === wanted || folder === wanted || folder.startsWith(`${wanted}/`) || `${folder}/${name}` === wanted
  }
  return all.some(isCalled) ? isCalled : (one: T) => fold(`${one.folder ?? ''}/${one.name}`).includes(wanted)
}
