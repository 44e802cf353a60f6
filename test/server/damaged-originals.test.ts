import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Condition } from '../../extensions/backend/src/shared/contract/condition.ts'
import type { Document, DocumentWithReceipt } from '../../extensions/backend/src/shared/contract/documents.ts'
import type { SearchResult } from '../../extensions/backend/src/shared/contract/search.ts'
import { openDatabase } from '../../extensions/backend/src/storage/database/database.ts'
import { openApp, type TestApp } from '../support/app.ts'
import { flip } from '../support/flip.ts'
import { temporaryFolder } from '../support/folder.ts'
import { permit } from '../support/samples.ts'
import { until } from '../support/until.ts'
import { pdfOf } from '../text/extract/made.ts'

let app: TestApp
beforeEach(async () => {
  app = await openApp()
})
afterEach(() => app.close())

const text = `${permit}\nThe lamp is lit at dusk.\n`
const sha256Of = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const blobOf = (sha256 = '') => join(app.dataDir, 'blobs', sha256.slice(0, 2), sha256)
const one = (document: Document | undefined) => app.json<DocumentWithReceipt>(`/api/documents/${document?.id}`)
const problems = async () => (await app.json<Condition>('/api/condition')).problems

const faults: [string, (path: string) => void, string][] = [
  ['with a flipped bit', flip, 'document.bytes-damaged'],
  ['that was cut', (path) => truncateSync(path, 20), 'document.bytes-damaged'],
  ['that is gone', (path) => rmSync(path), 'document.bytes-missing'],
]

describe.each(faults)('an original %s', (_, spoil, code) => {
  it('is not served; its document says so and keeps its text; the same file mends it', async () => {
    const { id } = await app.workspace()
    const [document] = await app.add(id, ['permit.md', text])
    const blob = blobOf(document?.sha256)
    expect((await app.request(`/api/documents/${document?.id}/content`)).status).toBe(200)
    spoil(blob)
    const spoilt = existsSync(blob) && readFileSync(blob)

    for (const headers of [{}, { range: 'bytes=2-15' }] as Record<string, string>[]) {
      const served = await app.request(`/api/documents/${document?.id}/content`, { headers })
      expect(served.status).toBe(409)
      expect(await served.json()).toMatchObject({ error: { code, message: expect.stringMatching(/permit\.md .*Add/) } })
    }
    const again = await app.post(`/api/documents/${document?.id}/reindex`)
    expect([again.status, ((await again.json()) as { error: { code: string } }).error.code]).toEqual([409, code])
    const marked = await one(document)
    expect(marked).toMatchObject({ status: 'ready', original: code.replace('document.bytes-', '') })
    expect(marked.receipt.pages).toHaveLength(document?.pages ?? 0)
    const found = await app.json<SearchResult>(`/api/workspaces/${id}/search?q=lamp`)
    expect(found.hits).not.toEqual([])
    expect(await problems()).toMatchObject([
      { code: 'originals.damaged', action: 'review', message: expect.stringContaining('permit.md') },
    ])

    // Anywhere: another workspace, under another name.
    const { id: other } = await app.workspace('Other')
    const [copy] = await app.add(other, ['copy.md', text])
    expect(copy?.status).toBe('ready')
    expect(await (await app.request(`/api/documents/${document?.id}/content`)).text()).toBe(text)
    expect(await one(document)).not.toHaveProperty('original')
    await until(problems, (all) => all.length === 0)
    if (spoilt) expect(readFileSync(join(app.dataDir, 'blobs/damaged', document?.sha256 ?? ''))).toEqual(spoilt)
  })

  it('fails the documents that were not read yet, which are read once it is mended', async () => {
    const { id } = await app.workspace()
    await app.post('/api/indexing', { paused: true })
    const [queued] = (await (await app.upload(id, ['permit.md', text])).json()) as Document[]
    spoil(blobOf(queued?.sha256))
    await app.post('/api/indexing', { paused: false })
    const failed = await until(
      () => one(queued),
      ({ status }) => status === 'failed',
    )
    expect(failed).toMatchObject({ errorCode: code, pages: 0 })
    const { id: other } = await app.workspace('Other')
    await app.add(other, ['copy.md', text])
    await until(
      () => one(queued),
      ({ status }) => status === 'ready',
    )
  })

  it('is taken from a followed folder that has it', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'permit.md'), text)
    const { id } = await app.workspace()
    expect((await app.post(`/api/workspaces/${id}/folders`, { path: folder, mode: 'copy' })).ok).toBe(true)
    const [document] = await until(
      () => app.documents(id),
      (all) => all.length === 1 && all[0]?.status === 'ready',
    )
    spoil(blobOf(document?.sha256))
    expect(await (await app.request(`/api/documents/${document?.id}/content`)).text()).toBe(text)
    expect(sha256Of(readFileSync(blobOf(document?.sha256)))).toBe(document?.sha256)
    expect(await problems()).toEqual([])
  })
})

it('no picture is made of a damaged page', async () => {
  const { id } = await app.workspace()
  const [document] = await app.add(id, ['tides.pdf', pdfOf('High water at noon')])
  expect((await app.request(`/api/documents/${document?.id}/pages/1/image`)).status).toBe(200)
  flip(blobOf(document?.sha256))
  const refused = await app.request(`/api/documents/${document?.id}/pages/1/image`)
  expect(refused.status).toBe(409)
  expect(await refused.json()).toMatchObject({ error: { code: 'document.bytes-damaged' } })
})

it('a sound original waits for nobody who writes', async () => {
  const { id } = await app.workspace()
  const [document] = await app.add(id, ['permit.md', text])
  const db = await openDatabase(app.dataDir)
  db.exec('BEGIN IMMEDIATE')
  try {
    expect((await app.request(`/api/documents/${document?.id}/content`)).status).toBe(200)
    expect((await app.request(`/api/workspaces/${id}/export`)).status).toBe(200)
  } finally {
    db.exec('ROLLBACK')
    db.close()
  }
})

it('a document that goes takes its problem along', async () => {
  const { id } = await app.workspace()
  const [document] = await app.add(id, ['permit.md', text])
  flip(blobOf(document?.sha256))
  await app.request(`/api/documents/${document?.id}/content`)
  expect(await problems()).toHaveLength(1)
  await app.request(`/api/documents/${document?.id}`, { method: 'DELETE' })
  await until(problems, (all) => all.length === 0)
})

it('a document whose reading again is under way when its original breaks stays as it was read', async () => {
  const { id } = await app.workspace()
  const [document] = await app.add(id, ['permit.md', text])
  await app.post('/api/indexing', { paused: true })
  await app.post(`/api/documents/${document?.id}/reindex`)
  flip(blobOf(document?.sha256))
  await app.post('/api/indexing', { paused: false })
  const read = await until(
    () => one(document),
    ({ status }) => status === 'ready',
  )
  expect(read).toMatchObject({ original: 'damaged', pages: document?.pages, passages: document?.passages })
})
