import type { Facet, Facets } from '../../shared/contract/search.ts'
import { writeFilter } from '../../shared/filter-syntax.ts'
import { typeWord } from './filter-types.ts'
import { type Filter, type Filtered, filterOf } from './filters.ts'

/** Offered of each kind. */
const most = 12

type Counted = Filtered & { id: string; passages: number }

/**
 * What a search can be narrowed by, with the documents that would be left: those with passages found, counted by what they
 * are. A kind's own filters do not count in its own numbers, so that a second value can be chosen beside the first.
 */
export const facetsOf = <T extends Filtered & { id: string }>(
  filters: readonly Filter[],
  counts: ReadonlyMap<string, number>,
  all: readonly T[],
): Omit<Facets, 'isPartial'> => {
  const found = all.flatMap((one) => {
    const passages = counts.get(one.id)
    return passages === undefined ? [] : { ...one, passages }
  })
  const without = (...kinds: Filter['kind'][]) =>
    found.filter(
      filterOf<Filtered>(
        filters.filter(({ kind, isNegated }) => isNegated || !kinds.includes(kind)),
        all,
      ),
    )
  const left = found.filter(filterOf<Filtered>(filters, all))
  const placed = without('in')
  return {
    documents: left.length,
    passages: left.reduce((sum, { passages }) => sum + passages, 0),
    types: byType(without('type')),
    folders: byFolder(placed),
    dates: byDate(without('date', 'bound')),
    names: byName(placed, all),
  }
}

const facetOf = (filter: Parameters<typeof writeFilter>[0], label: string, group: readonly Counted[]): Facet => ({
  filter: writeFilter(filter),
  label,
  documents: group.length,
  passages: group.reduce((sum, { passages }) => sum + passages, 0),
})

const largest = (facets: Facet[]) =>
  facets
    .sort((a, b) => b.documents - a.documents || b.passages - a.passages || (a.label < b.label ? -1 : 1))
    .slice(0, most)

const byType = (found: readonly Counted[]) =>
  largest(
    [...Map.groupBy(found, ({ mediaType }) => mediaType)].map(([mediaType, group]) =>
      facetOf({ name: 'type', value: typeWord(mediaType) }, mediaType, group),
    ),
  )

/** A folder counts what is in folders below it; one that holds nothing but a single folder is left out for that one. */
const byFolder = (found: readonly Counted[]) => {
  const groups = new Map<string, Counted[]>()
  for (const one of found) {
    const parts = one.folder?.split('/') ?? []
    for (let depth = 1; depth <= parts.length; depth++) {
      const path = parts.slice(0, depth).join('/')
      groups.set(path, [...(groups.get(path) ?? []), one])
    }
  }
  const parentOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')))
  const hollow = new Set(
    [...groups]
      .filter(([path, group]) => groups.get(parentOf(path))?.length === group.length)
      .map(([path]) => parentOf(path)),
  )
  return largest(
    [...groups]
      .filter(([path]) => !hollow.has(path))
      .map(([path, group]) => facetOf({ name: 'in', value: path }, path, group)),
  )
}

/** By month, or by year where there are many months; the newest first. */
const byDate = (found: readonly Counted[]) => {
  const monthOf = ({ date }: Filtered) => {
    const day = new Date(date)
    return `${String(day.getFullYear()).padStart(4, '0')}-${String(day.getMonth() + 1).padStart(2, '0')}`
  }
  const months = Map.groupBy(found, monthOf)
  const groups = months.size <= most ? months : Map.groupBy(found, (one) => monthOf(one).slice(0, 4))
  return [...groups]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .slice(0, most)
    .map(([value, group]) => facetOf({ name: 'date', value }, value, group))
}

/** The documents themselves, those with the most passages first; one whose name another has as well, by its folder too. */
const byName = (found: readonly Counted[], all: readonly Filtered[]) => {
  const chosen = found.toSorted((a, b) => b.passages - a.passages).slice(0, most)
  const isShared = (one: Filtered) => all.filter(({ name }) => name === one.name).length > 1
  return chosen.map((one) => {
    const value = one.folder && isShared(one) ? `${one.folder}/${one.name}` : one.name
    return facetOf({ name: 'in', value }, value, [one])
  })
}
