import * as words from '../../base/words/index.ts'
import type { SearchNote } from '../../shared/contract/search.ts'
import type { PassageReader } from '../../storage/index/passage-reader.ts'
import type { SearchedDocument } from '../../storage/library/searched-documents.ts'
import { filterOf, isKnown, soundFilters } from '../../text/search/filters.ts'
import type { Reading } from '../../text/search/query.ts'
import { oneOf } from './matching.ts'

type Wanted = Pick<Reading, 'excluded'>

/** The documents that filters let through, and what is to be said of those that let none. */
export const scopeOf = (
  query: Pick<Reading, 'filters' | 'written'>,
  all: readonly SearchedDocument[],
  documentIds: readonly string[] | undefined,
): { documents: SearchedDocument[]; notes: SearchNote[] } => {
  const filters = soundFilters(query.written, query.filters, all)
  const named = documentIds && new Set(documentIds)
  const documents = all.filter(filterOf(filters, all)).filter(({ id }) => !named || named.has(id))
  const notes = filters.flatMap((filter) => {
    if (filter.kind !== 'in' || isKnown(filter, all)) return []
    return { filter: filter.text, message: words.filters.noSuchPlace }
  })
  if (documents.length > 0 || notes.length > 0 || filters.length === 0) return { documents, notes }
  const together = filters.map(({ text }) => text).join(' ')
  return { documents, notes: [{ filter: together, message: words.filters.noneLeft }] }
}

/** The first passages of documents, in their order: what there is to show when nothing but filters is given. */
export const firstPassages = (
  reader: PassageReader,
  { excluded }: Wanted,
  documents: readonly SearchedDocument[],
  limit: number,
) => {
  const having = excluded.length > 0 ? reader.counts(oneOf(excluded.flat())).counts : undefined
  const left = documents.filter(({ id }) => !having?.has(id))
  const numbers: number[] = []
  for (let at = 0; at < left.length && numbers.length < limit; at += limit) {
    numbers.push(...reader.firstPassages(left.slice(at, at + limit).map(({ id }) => id)))
  }
  const stored = new Map(reader.passages(numbers).map((each) => [each.number, each]))
  const passages = numbers.slice(0, limit).flatMap((number) => stored.get(number) ?? [])
  return { passages, documents: left }
}
