import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import type { IndexingState } from '../../extensions/backend/src/shared/contract/indexing.ts'
import type { SearchResult } from '../../extensions/backend/src/shared/contract/search.ts'
import { openApp, type TestApp } from '../support/app.ts'
import { permit } from '../support/samples.ts'
import { until } from '../support/until.ts'

let app: TestApp
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

const pause = (paused: boolean) => app.postJson<IndexingState>('/api/indexing', { paused })
const settled = (id: string, wanted: Document['status']) =>
  until(
    () => app.json<Document>(`/api/documents/${id}`),
    ({ status }) => status === wanted,
  )
const uploaded = async (workspaceId: string, name: string, text: string) => {
  const [document] = (await (await app.upload(workspaceId, [name, text])).json()) as Document[]
  return document as Document
}
const cancel = (id: string) => app.post(`/api/documents/${id}/cancel`)

describe('the queue of documents', () => {
  it('rests while it is paused, across a restart too, and goes on when it is resumed', async () => {
    const { id } = await app.workspace()
    expect(await pause(true)).toEqual({ paused: true, queued: 0, indexing: 0 })
    const { id: documentId } = await uploaded(id, 'permit.md', permit)
    app.services.intake.wake()
    await app.close({ keep: true })
    app = await openApp({ dataDir: app.dataDir })
    expect(await app.json('/api/indexing')).toEqual({ paused: true, queued: 1, indexing: 0 })
    expect(await app.json(`/api/documents/${documentId}`)).toMatchObject({ status: 'queued' })
    expect(await pause(false)).toMatchObject({ paused: false })
    await settled(documentId, 'ready')
    expect(await app.json('/api/indexing')).toEqual({ paused: false, queued: 0, indexing: 0 })
  })

  it('refuses what is no change', async () => {
    for (const body of [{}, { paused: 'yes' }]) expect((await app.post('/api/indexing', body)).status).toBe(400)
  })
})

describe('a document whose indexing is cancelled', () => {
  it('while it waits, fails with that reason, and can be retried', async () => {
    const { id } = await app.workspace()
    await pause(true)
    const { id: documentId } = await uploaded(id, 'permit.md', permit)
    const response = await cancel(documentId)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      status: 'failed',
      errorCode: 'document.cancelled',
      error: expect.stringMatching(/stopped/),
    })
    await pause(false)
    expect(await app.json(`/api/documents/${documentId}`)).toMatchObject({ status: 'failed' })
    expect((await app.post(`/api/documents/${documentId}/reindex`)).status).toBe(202)
    expect(await settled(documentId, 'ready')).not.toHaveProperty('errorCode')
  })

  it('while it is read, stops at once and leaves nothing in the index', async () => {
    const { id } = await app.workspace()
    const long = Array.from({ length: 4000 }, (_, n) => permit.replaceAll('340', String(n))).join('\n')
    const { id: documentId } = await uploaded(id, 'long.md', long)
    await until(
      () => app.json<Document>(`/api/documents/${documentId}`),
      ({ status, progress }) => status === 'indexing' && progress > 0,
    )
    expect(await (await cancel(documentId)).json()).toMatchObject({ status: 'failed', pages: 0, passages: 0 })
    const { hits } = await app.json<SearchResult>(`/api/workspaces/${id}/search?q=mooring`)
    expect(hits).toEqual([])
    const [next] = await app.add(id, ['permit.md', permit])
    expect(next).toMatchObject({ status: 'ready' })
  })

  it('is told when there is nothing to cancel', async () => {
    const { id } = await app.workspace()
    const [ready] = await app.add(id, ['permit.md', permit])
    const response = await cancel(ready?.id as string)
    expect(response.status).toBe(409)
    expect(await response.json()).toMatchObject({ error: { code: 'document.settled' } })
    expect((await cancel(crypto.randomUUID())).status).toBe(404)
  })

  it('and retried at the same time ends in one of both, whole', async () => {
    const { id } = await app.workspace()
    const [ready] = await app.add(id, ['long.md', permit.repeat(300)])
    for (let round = 0; round < 5; round++) {
      await Promise.all([
        app.post(`/api/documents/${ready?.id}/reindex`),
        cancel(ready?.id as string),
        app.post(`/api/documents/${ready?.id}/reindex`),
        cancel(ready?.id as string),
      ])
      const end = await until(
        () => app.json<Document>(`/api/documents/${ready?.id}`),
        ({ status }) => status === 'ready' || status === 'failed',
      )
      expect(end.passages).toBe(end.status === 'ready' ? ready?.passages : 0)
    }
  })
})
