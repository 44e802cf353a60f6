import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Document } from '../../../extensions/backend/src/shared/contract/documents.ts'
import { openApp, type TestApp } from '../../support/app.ts'
import { until } from '../../support/until.ts'
import { row, xlsxOf } from './office.ts'

let app: TestApp
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

const longSheet = () => {
  const rows = Array.from({ length: 60_000 }, (_, at) => row(at + 2, [`Boat ${at}`, at, `berth ${at % 50}`]))
  return xlsxOf({ sheets: [{ name: 'Boats', data: row(1, ['Boat', 'Length', 'Berth']) + rows.join('') }] })
}

const longTable = () =>
  `Boat,Length,Berth\n${Array.from({ length: 200_000 }, (_, at) => `Boat ${at},${at},berth ${at % 50}`).join('\n')}`

describe('reading a long document', () => {
  it.each<[string, () => Promise<Uint8Array> | string]>([
    ['boats.xlsx', longSheet],
    ['boats.csv', longTable],
  ])('is ended by its removal, and the next one is read: %s', async (name, content) => {
    const { id } = await app.workspace(name)
    const [queued] = (await (await app.upload(id, [name, await content()])).json()) as [Document]
    const begun = await until(
      () => app.json<Document>(`/api/documents/${queued.id}`),
      ({ status, pages }) => status !== 'queued' && pages > 0,
    )
    expect(begun.status).toBe('indexing')
    expect((await app.request(`/api/documents/${queued.id}`, { method: 'DELETE' })).status).toBe(204)
    expect(await app.documents(id)).toEqual([])
    const [next] = await app.add(id, ['next.csv', 'Name,Fee\nAuk,340\nTern,20\n'])
    expect(next).toMatchObject({ status: 'ready', pages: 1, mediaType: 'text/csv' })
  })
})
