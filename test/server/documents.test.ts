import { createHash, randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Document, DocumentWithReceipt, Page } from '../../extensions/backend/src/shared/contract/documents.ts'
import type { SearchResult } from '../../extensions/backend/src/shared/contract/search.ts'
import type { Workspace } from '../../extensions/backend/src/shared/contract/workspaces.ts'
import { openApp, type TestApp } from '../support/app.ts'
import { originalsIn } from '../support/originals.ts'
import { hasSamples, permit, sample, withoutSamples } from '../support/samples.ts'
import { until } from '../support/until.ts'

let app: TestApp
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

const blobsOf = () => originalsIn(app.dataDir)
const search = (id: string, q: string) =>
  app.json<SearchResult>(`/api/workspaces/${id}/search?q=${encodeURIComponent(q)}`)

describe('workspaces', () => {
  it('are made, listed, renamed and removed with all they hold', async () => {
    const made = await app.workspace('  Harbour  ')
    expect(made).toMatchObject({ name: 'Harbour', documents: 0 })
    const renamed = await app.request(`/api/workspaces/${made.id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Port' }),
    })
    expect(await renamed.json()).toMatchObject({ id: made.id, name: 'Port' })
    const [document] = await app.add(made.id, ['permit.md', permit])
    const task = await app.ask(made.id, 'What is the annual fee?')
    expect(await app.json<Workspace[]>('/api/workspaces')).toContainEqual({ ...made, name: 'Port', documents: 1 })
    const removed = await app.request(`/api/workspaces/${made.id}`, { method: 'DELETE' })
    expect(removed.status).toBe(204)
    for (const path of [`workspaces/${made.id}/documents`, `documents/${document?.id}`, `tasks/${task.id}`]) {
      expect((await app.request(`/api/${path}`)).status).toBe(404)
    }
    expect(blobsOf()).toEqual([])
  })
})

describe('a document', () => {
  it('is taken in, indexed, read page by page, found and removed', async () => {
    const { id } = await app.workspace()
    const response = await app.upload(id, ['Permits/2026/permit.md', permit])
    expect(response.status).toBe(202)
    const [queued] = (await response.json()) as Document[]
    expect(queued).toMatchObject({
      workspaceId: id,
      name: 'permit.md',
      folder: 'Permits/2026',
      mediaType: 'text/markdown',
      size: Buffer.byteLength(permit),
      sha256: createHash('sha256').update(permit).digest('hex'),
    })
    const [ready] = await app.add(id, ['Permits/2026/permit.md', permit])
    expect(ready).toMatchObject({ id: queued?.id, status: 'ready', progress: 1 })
    const { receipt, ...whole } = await app.json<DocumentWithReceipt>(`/api/documents/${queued?.id}`)
    expect(receipt.pages).toHaveLength(whole.pages)
    expect(receipt.pages.reduce((sum, page) => sum + page.passages, 0)).toBe(whole.passages)
    expect(receipt.took).toBeGreaterThanOrEqual(0)

    const { hits } = await search(id, 'mooring fee surcharge')
    const [hit] = hits
    expect(hit).toMatchObject({ documentId: queued?.id, documentName: 'permit.md' })
    const page = await app.json<Page>(`/api/documents/${hit?.documentId}/pages/${hit?.page}`)
    expect(page.text.slice(hit?.start, hit?.end)).toBe(hit?.text)
    const marked = hit?.marks.map(([start, end]) => hit.text.slice(start, end))
    expect(marked).toEqual(expect.arrayContaining(['mooring', 'fee', 'surcharge']))

    expect((await app.request(`/api/documents/${queued?.id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await search(id, 'mooring fee surcharge')).hits).toEqual([])
    expect((await app.request(`/api/documents/${queued?.id}`)).status).toBe(404)
    expect(blobsOf()).toEqual([])
  })

  it('gives its original bytes back, whole and in parts', async () => {
    const { id } = await app.workspace()
    const bytes = randomBytes(10_000)
    const [document] = await app.add(id, ['noise "1".bin', bytes])
    const path = `/api/documents/${document?.id}/content`
    const whole = await app.request(path)
    expect(whole.headers.get('content-length')).toBe('10000')
    expect(whole.headers.get('content-disposition')).toContain('attachment')
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(bytes)
    const part = await app.request(path, { headers: { range: 'bytes=100-199' } })
    expect(part.status).toBe(206)
    expect(part.headers.get('content-range')).toBe('bytes 100-199/10000')
    expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(100, 200))
    expect((await app.request(path, { headers: { range: 'bytes=10000-' } })).status).toBe(416)
  })

  it('that cannot be read says why, and can be tried again', async () => {
    const { id } = await app.workspace()
    const [document] = await app.add(id, ['noise.bin', randomBytes(5000)])
    expect(document).toMatchObject({ status: 'failed', pages: 0, passages: 0, error: expect.stringMatching(/\w+/) })
    const again = await app.request(`/api/documents/${document?.id}/reindex`, { method: 'POST' })
    expect(again.status).toBe(202)
    const after = await until(
      () => app.json<Document>(`/api/documents/${document?.id}`),
      ({ status }) => status === 'failed',
    )
    expect(after.error).toBe(document?.error)
  })

  it('shares its bytes with its twins, and they go with the last', async () => {
    const [one, two] = [await app.workspace('One'), await app.workspace('Two')]
    const [first] = await app.add(one.id, ['permit.md', permit])
    const [second] = await app.add(two.id, ['permit.md', permit])
    expect(first?.id).not.toBe(second?.id)
    const sharers = () => blobsOf().filter((name) => name === first?.sha256)
    expect(sharers()).toHaveLength(1)
    await app.request(`/api/documents/${first?.id}`, { method: 'DELETE' })
    expect(sharers()).toHaveLength(1)
    expect((await search(two.id, 'mooring')).hits).not.toEqual([])
    await app.request(`/api/documents/${second?.id}`, { method: 'DELETE' })
    expect(sharers()).toHaveLength(0)
  })

  it('is indexed again from its bytes, with the same result', async () => {
    const { id } = await app.workspace()
    const [before] = await app.add(id, ['permit.md', permit])
    await app.request(`/api/documents/${before?.id}/reindex`, { method: 'POST' })
    const after = await until(
      () => app.json<Document>(`/api/documents/${before?.id}`),
      ({ status }) => status === 'ready',
    )
    expect(after).toMatchObject({ pages: before?.pages, passages: before?.passages })
    expect((await search(id, 'radio')).hits).toHaveLength(1)
  })
})

describe('an upload', () => {
  it('of several files keeps their order and tells them apart', async () => {
    const { id } = await app.workspace()
    const files = Array.from(
      { length: 12 },
      (_, n) => [`file ${n}.txt`, `This is file number ${n}.`] as [string, string],
    )
    const documents = await app.add(id, ...files)
    expect(documents.map(({ name }) => name)).toEqual(files.map(([name]) => name))
    expect(documents.every(({ status }) => status === 'ready')).toBe(true)
  })

  it('never lets a name become a path', async () => {
    const { id } = await app.workspace()
    const names = [
      '../../../escape.txt',
      '/etc/escape.txt',
      'a\\..\\escape.txt',
      '..',
      `${'x'.repeat(300)}.txt`,
      'CON',
      '\u202Etxt.exe',
    ]
    for (const name of names) {
      const [document] = (await (await app.upload(id, [name, `about ${name}`])).json()) as Document[]
      expect(document?.name).not.toMatch(/[/\\\u202E]|^\.\.?$/)
      expect(document?.folder ?? '').not.toMatch(/\.\.|^\//)
      expect(document?.name.length).toBeLessThanOrEqual(200)
    }
    expect(blobsOf().every((name) => /^[0-9a-f]{64}$/.test(name))).toBe(true)
  })

  it('that holds no file, or in the wrong field, or is cut off, is refused and leaves nothing', async () => {
    const { id } = await app.workspace()
    const path = `/api/workspaces/${id}/documents`
    const form = new FormData()
    form.append('document', new Blob(['x']), 'x.txt')
    const type = 'multipart/form-data; boundary=cut'
    const cut = '--cut\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhalf of'
    const requests: RequestInit[] = [
      { body: new FormData() },
      { body: form },
      { body: '{}', headers: { 'content-type': 'application/json' } },
      { body: 'x', headers: { 'content-type': 'multipart/form-data' } },
      { body: cut, headers: { 'content-type': type } },
    ]
    for (const request of requests) {
      const response = await app.request(path, { method: 'POST', ...request })
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ error: { code: 'request.invalid' } })
    }
    expect(await app.json(path)).toEqual([])
    expect(readdirSync(join(app.dataDir, 'blobs/incoming'))).toEqual([])
    expect((await app.upload('no-such-workspace', ['a.txt', 'x'])).status).toBe(404)
  })
})

describe.skipIf(!hasSamples)(`a real PDF${withoutSamples}`, () => {
  it('is found at its page, which can be seen as a picture with the passage marked', async () => {
    const { id } = await app.workspace()
    const [document] = await app.add(id, ['GeoTopo.pdf', sample('GeoTopo-komprimiert.pdf')])
    expect(document).toMatchObject({ status: 'ready', pages: 117, mediaType: 'application/pdf' })
    const { hits } = await search(id, 'Gruppenhomomorphismus, der nicht injektiv ist')
    const [hit] = hits
    expect(hit?.page).toBe(105)
    const page = await app.json<Page>(`/api/documents/${document?.id}/pages/${hit?.page}`)
    expect(page.width).toBeGreaterThan(100)
    expect(page.text.slice(hit?.start, hit?.end)).toContain('Gruppenhomomorphismus')
    const picture = (query: string, n = hit?.page) =>
      app.request(`/api/documents/${document?.id}/pages/${n}/image${query}`)
    const [plain, marked] = await Promise.all([picture('?width=600'), picture(`?width=600&passage=${hit?.passageId}`)])
    expect(plain.headers.get('content-type')).toBe('image/png')
    const [plainBytes, markedBytes] = await Promise.all([plain.bytes(), marked.bytes()])
    expect(Buffer.from(plainBytes).subarray(1, 4).toString()).toBe('PNG')
    expect(plain.headers.get('aios-marked')).toBeNull()
    const [left = 1, top = 1, right = 0, bottom = 0] = marked.headers.get('aios-marked')?.split(' ').map(Number) ?? []
    expect(left).toBeLessThan(right)
    expect(top).toBeLessThan(bottom)
    expect(Buffer.from(markedBytes).equals(Buffer.from(plainBytes))).toBe(false)
    expect((await picture('?passage=nope')).status).toBe(404)
    expect((await picture('', 999)).status).toBe(404)
  })
})

describe('the list of documents', () => {
  const names = Array.from({ length: 7 }, (_, n) => `note ${n}.txt`)
  const list = async (id: string, query = '', headers = {}) => {
    const response = await app.request(`/api/workspaces/${id}/documents${query}`, { headers })
    const etag = response.headers.get('etag') ?? ''
    return { status: response.status, etag, documents: response.ok ? ((await response.json()) as Document[]) : [] }
  }

  it('comes whole, or in parts', async () => {
    const { id } = await app.workspace()
    expect((await list(id)).documents).toEqual([])
    await app.add(id, ...names.map((name): [string, string] => [name, `This is ${name}.`]))
    const newest = (await list(id)).documents
    expect(newest.map(({ name }) => name)).toEqual(names.toReversed())
    expect((await list(id, '?limit=3')).documents).toEqual(newest.slice(0, 3))
    expect((await list(id, `?limit=3&after=${newest[2]?.id}`)).documents).toEqual(newest.slice(3, 6))
    expect((await list(id, `?after=${newest[2]?.id}`)).documents).toEqual(newest.slice(3))
    expect((await list(id, `?after=${crypto.randomUUID()}`)).status).toBe(404)
    for (const wrong of ['?limit=0', '?limit=many', '?after=x']) expect((await list(id, wrong)).status).toBe(400)
  })

  it('is not sent again to who has it, until something in it changes', async () => {
    const { id } = await app.workspace()
    const [document] = await app.add(id, ['permit.md', permit])
    const known = (etag: string) => list(id, '', { 'if-none-match': `"other", ${etag}` })
    const { etag } = await list(id)
    expect(await known(etag)).toMatchObject({ status: 304, etag })
    await app.add(id, ['radio.txt', 'Every boat must carry a radio.'])
    const second = await known(etag)
    expect(second).toMatchObject({ status: 200, documents: [{ status: 'ready' }, { id: document?.id }] })
    expect(await known(second.etag)).toMatchObject({ status: 304 })
    await app.request(`/api/documents/${document?.id}`, { method: 'DELETE' })
    expect((await known(second.etag)).documents).toHaveLength(1)
    expect(await list(crypto.randomUUID(), '', { 'if-none-match': etag })).toMatchObject({ status: 404, etag: '' })
  })
})
