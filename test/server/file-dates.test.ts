import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import yazl from 'yazl'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import type { SearchResult } from '../../extensions/backend/src/shared/contract/search.ts'
import { openApp, type TestApp } from '../support/app.ts'
import { until } from '../support/until.ts'

let app: TestApp
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

type Part = ['modified', string] | ['file', string, string | Uint8Array]

const send = (workspaceId: string, parts: readonly Part[]) => {
  const form = new FormData()
  for (const [field, value, content] of parts) {
    if (content === undefined) form.append(field, value)
    else form.append(field, new Blob([content as BlobPart]), value)
  }
  return app.request(`/api/workspaces/${workspaceId}/documents`, { method: 'POST', body: form })
}
const ready = (workspaceId: string, of: TestApp = app) =>
  until(
    () => of.documents(workspaceId),
    (documents) => documents.length > 0 && documents.every(({ status }) => status === 'ready'),
  )
const datesOf = (documents: readonly Document[]) =>
  Object.fromEntries(documents.map(({ name, modifiedAt }) => [name, modifiedAt]))
const found = async (workspaceId: string, q: string) => {
  const { hits } = await app.json<SearchResult>(`/api/workspaces/${workspaceId}/search?q=${encodeURIComponent(q)}`)
  return hits.map(({ documentName }) => documentName)
}

describe('the date of a file', () => {
  it('is sent ahead of it, and filters go by it', async () => {
    const { id } = await app.workspace()
    const response = await send(id, [
      ['modified', '2019-04-02T10:00:00.000Z'],
      ['file', 'old.txt', 'The mooring fee of old.'],
      ['file', 'undated.txt', 'The mooring fee without a date.'],
      ['modified', '2022-08-01T00:00:00Z'],
      ['file', 'newer.txt', 'The mooring fee since then.'],
    ])
    expect(response.status).toBe(202)
    expect(datesOf(await ready(id))).toEqual({
      'old.txt': '2019-04-02T10:00:00.000Z',
      'undated.txt': undefined,
      'newer.txt': '2022-08-01T00:00:00.000Z',
    })
    expect(await found(id, 'mooring fee before:2020')).toEqual(['old.txt'])
    expect(await found(id, 'mooring fee date:2022')).toEqual(['newer.txt'])
    expect(await found(id, 'mooring fee after:2024')).toEqual(['undated.txt'])
  })

  it('is refused where it is none', async () => {
    const { id } = await app.workspace()
    const response = await send(id, [
      ['modified', 'yesterday'],
      ['file', 'a.txt', 'Words.'],
    ])
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      error: { code: 'request.invalid', message: expect.stringMatching(/^modified: /) },
    })
  })

  it('comes out of an archive, too, and goes along when a workspace moves', async () => {
    const { id } = await app.workspace()
    const zip = new yazl.ZipFile()
    const mtime = new Date(2018, 5, 7, 8, 9, 10)
    zip.addBuffer(Buffer.from('Every boat carries a radio.'), 'radio.txt', { mtime })
    zip.end()
    await send(id, [['file', 'rules.zip', await buffer(zip.outputStream)]])
    const dates = { 'radio.txt': mtime.toISOString() }
    expect(datesOf(await ready(id))).toEqual(dates)

    const exported = await (await app.request(`/api/workspaces/${id}/export`)).bytes()
    const other = await openApp()
    const form = new FormData()
    form.append('file', new Blob([exported]), 'Permits.zip')
    expect((await other.request('/api/import', { method: 'POST', body: form })).status).toBe(202)
    expect(datesOf(await ready(id, other))).toEqual(dates)
    await other.close()
  })
})
