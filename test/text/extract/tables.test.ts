import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SearchResult } from '../../../extensions/backend/src/shared/contract/search.ts'
import { openApp, type TestApp } from '../../support/app.ts'
import * as made from './made.ts'
import { row, xlsxOf } from './office.ts'

const places = ['Wellport', 'Skarvik', 'Sandholm', 'Eidsund', 'Torhavn']
const lakes = ['Ardal', 'Bokna', 'Cullin', 'Dorsa', 'Elvran', 'Farsund', 'Glomma']
/** Rows that can be told apart by a word of their own, far more than a passage holds. */
const rows = Array.from({ length: 400 }, (_, at) => ({
  keeper: `Keeper${at}x`,
  place: places[at % places.length] as string,
  lake: lakes[at % lakes.length] as string,
  fee: 100 + at * 3,
}))

let app: TestApp
let workspaceId: string
beforeAll(async () => {
  app = await openApp()
  workspaceId = (await app.workspace('Tables')).id
})
afterAll(() => app.close())

/** Adds a file and gives the best hit for a cell that stands far below the header. */
const bestHit = async (name: string, content: string | Uint8Array, q: string) => {
  const [document] = await app.add(workspaceId, [name, content])
  expect(document).toMatchObject({ status: 'ready' })
  const path = `/api/workspaces/${workspaceId}/search?q=${encodeURIComponent(`${q} ${name}`)}`
  const { hits } = await app.json<SearchResult>(path)
  return hits.find(({ documentName }) => documentName === name)
}

const htmlTable = `<html><body><h1>Keepers</h1><table><thead><tr><th>Keeper</th><th>Place</th><th>Lake</th><th>Yearly fee</th></tr></thead>${rows
  .map(({ keeper, place, lake, fee }) => `<tr><td>${keeper}</td><td>${place}</td><td>${lake}</td><td>${fee}</td></tr>`)
  .join('')}</table></body></html>`

describe('a cell of a long table', () => {
  it.each<[string, () => Promise<Uint8Array> | string]>([
    [
      'keepers.csv',
      () =>
        `Keeper,Place,Lake,Yearly fee\n${rows.map(({ keeper, place, lake, fee }) => `${keeper},${place},${lake},${fee}`).join('\n')}`,
    ],
    [
      'keepers.xlsx',
      () =>
        xlsxOf({
          sheets: [
            {
              name: 'Keepers',
              data: [
                row(1, ['Keeper', 'Place', 'Lake', 'Yearly fee']),
                ...rows.map(({ keeper, place, lake, fee }, at) => row(at + 2, [keeper, place, lake, fee])),
              ].join(''),
            },
          ],
        }),
    ],
    ['keepers.html', () => htmlTable],
    [
      'keepers.md',
      () =>
        `| Keeper | Place | Lake | Yearly fee |\n|---|---|---|---|\n${rows.map(({ keeper, place, lake, fee }) => `| ${keeper} | ${place} | ${lake} | ${fee} |`).join('\n')}`,
    ],
  ])('is found together with its header: %s', async (name, content) => {
    const hit = await bestHit(name, await content(), 'yearly fee Keeper333x')
    const expected = 'Keeper: Keeper333x | Place: Eidsund | Lake: Elvran | Yearly fee: 1099'
    expect(hit?.text.split('\n')).toContain(expected)
    const marked = hit?.marks.map(([start, end]) => hit.text.slice(start, end))
    expect(marked).toContain('Keeper333x')
    expect(marked).toContain('fee')
  })

  it('is cited at its sheet and rows', async () => {
    const hit = await bestHit('rota.xlsx', await longSheet(), 'Keeper399x Ardal')
    expect(hit?.text).toContain('Keeper: Keeper399x')
    expect(hit?.heading).toMatch(/^Rota, rows \d+–401$/)
    const page = await app.json<{ text: string }>(`/api/documents/${hit?.documentId}/pages/${hit?.page}`)
    expect(page.text.slice(hit?.start, hit?.end)).toBe(hit?.text)
  })

  it('of a real workbook is found by its sheet, its row and its column', async () => {
    const hit = await bestHit('boats.ods', made.libreOffice('boats.ods'), 'mackerel Q2 of the north crew')
    expect(hit?.text).toContain('Crew: North crew | Herring Q1: 12 | Herring Q2: 31 | Mackerel Q1: 7 | Mackerel Q2: 44')
    expect(hit).toMatchObject({ page: 2, heading: 'Catch by quarter' })
  })
})

const longSheet = () =>
  xlsxOf({
    sheets: [
      {
        name: 'Rota',
        data: [
          row(1, ['Keeper', 'Lake', 'Night']),
          ...rows.map(({ keeper, lake }, at) => row(at + 2, [keeper, lake, at % 30])),
        ].join(''),
      },
    ],
  })
