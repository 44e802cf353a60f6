import { describe, expect, it } from 'vitest'
import { facetsOf } from '../../../extensions/backend/src/text/search/facets.ts'
import { readFilters } from '../../../extensions/backend/src/text/search/filters.ts'

const document = (id: string, folder: string | undefined, date: string, mediaType = 'text/plain') => ({
  id,
  name: `${id}.txt`,
  folder,
  mediaType,
  date: new Date(`${date}T12:00`).getTime(),
})
const all = [
  document('a', 'port/rules/old', '2024-05-01'),
  document('b', 'port/rules', '2024-05-20'),
  document('c', 'port/plans', '2023-01-02', 'application/pdf'),
  document('d', undefined, '2023-01-02', 'application/pdf'),
]
const found = new Map([
  ['a', 1],
  ['b', 2],
  ['c', 3],
  ['d', 4],
])
const facets = (query: string, counts = found, documents = all) =>
  facetsOf(readFilters(query).filters, counts, documents)
const shown = (list: { label: string; documents: number }[]) =>
  list.map(({ label, documents }) => `${label} ${documents}`)

describe('facets', () => {
  it('count documents and passages by type, folder, month and name', () => {
    const { documents, passages, types, folders, dates, names } = facets('')
    expect({ documents, passages }).toEqual({ documents: 4, passages: 10 })
    expect(types).toEqual([
      { filter: 'type:pdf', label: 'application/pdf', documents: 2, passages: 7 },
      { filter: 'type:txt', label: 'text/plain', documents: 2, passages: 3 },
    ])
    expect(shown(folders)).toEqual(['port 3', 'port/rules 2', 'port/plans 1', 'port/rules/old 1'])
    expect(dates.map(({ filter }) => filter)).toEqual(['date:2024-05', 'date:2023-01'])
    expect(names.map(({ label }) => label)).toEqual(['d.txt', 'c.txt', 'b.txt', 'a.txt'])
  })

  it('leave out a folder that holds nothing but another', () => {
    expect(shown(facets('', new Map([['a', 1]])).folders)).toEqual(['port/rules/old 1'])
  })

  it('count a kind without its own filters, and the others with them', () => {
    const narrowed = facets('type:pdf -in:port/plans')
    expect(narrowed).toMatchObject({ documents: 1, passages: 4 })
    expect(shown(narrowed.types)).toEqual(['text/plain 2', 'application/pdf 1'])
    expect(narrowed.folders).toEqual([])
    expect(narrowed.names.map(({ label }) => label)).toEqual(['d.txt'])
  })

  it('count by year where there are many months', () => {
    const many = Array.from({ length: 26 }, (_, at) =>
      document(`m${at}`, undefined, `${2022 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-15`),
    )
    const { dates } = facets('', new Map(many.map(({ id }) => [id, 1])), many)
    expect(shown(dates)).toEqual(['2024 2', '2023 12', '2022 12'])
  })

  it('tell documents of the same name apart by their folder', () => {
    const twin = { ...document('e', 'port/rules', '2024-05-01'), name: 'a.txt' }
    const counts = new Map([
      ['a', 2],
      ['e', 1],
    ])
    const { names } = facets('', counts, [...all, twin])
    expect(names.map(({ filter }) => filter)).toEqual(['in:port/rules/old/a.txt', 'in:port/rules/a.txt'])
  })
})
