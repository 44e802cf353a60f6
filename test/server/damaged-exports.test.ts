import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import type { ImportResult, WorkspaceManifest } from '../../extensions/backend/src/shared/contract/imports.ts'
import { openDatabase } from '../../extensions/backend/src/storage/database/database.ts'
import { openApp } from '../support/app.ts'
import { startBackend } from '../support/backend.ts'
import { flip } from '../support/flip.ts'
import { permit } from '../support/samples.ts'
import { until } from '../support/until.ts'
import { unzip } from '../support/unzip.ts'

const blobOf = (dataDir: string, sha256 = '') => join(dataDir, 'blobs', sha256.slice(0, 2), sha256)

it('an export is refused for a damaged original, or goes without it and says so, and is taken in elsewhere', async () => {
  const [app, fresh] = await Promise.all([openApp(), openApp()])
  try {
    const { id } = await app.workspace()
    const [damaged, whole] = await app.add(id, ['permit.md', permit], ['radio.txt', 'Every boat must carry a radio.'])
    flip(blobOf(app.dataDir, damaged?.sha256))
    const refused = await app.request(`/api/workspaces/${id}/export`)
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({
      error: {
        code: 'export.damaged',
        message: expect.stringMatching(/permit\.md\. Add the files again .* export without/),
      },
    })

    const without = await app.request(`/api/workspaces/${id}/export?skip=damaged`)
    expect(without.status).toBe(200)
    const bytes = await without.bytes()
    const entries = await unzip(bytes)
    expect([...entries.keys()]).toEqual(['documents/radio.txt', 'manifest.json'])
    const manifest = JSON.parse(entries.get('manifest.json')?.toString() ?? '') as WorkspaceManifest
    expect(manifest.documents.find(({ id }) => id === damaged?.id)).toMatchObject({
      missing: true,
      reason: expect.stringMatching(/permit\.md is damaged on the disk/),
    })

    const take = async (zip: Uint8Array) => {
      const form = new FormData()
      form.append('file', new Blob([zip as BlobPart]), 'permits.zip')
      const response = await fresh.request('/api/import', { method: 'POST', body: form })
      expect(response.status).toBe(202)
      return (await response.json()) as ImportResult
    }
    expect((await take(bytes)).imported).toMatchObject({ documents: 1, skipped: [{ path: 'permit.md' }] })
    await app.add(id, ['permit.md', permit])
    const mended = await app.request(`/api/workspaces/${id}/export`)
    expect(mended.status).toBe(200)
    const { imported } = await take(await mended.bytes())
    expect(imported).toMatchObject({ documents: 1, skipped: [{ path: 'documents/radio.txt' }] })
    expect((await fresh.documents(id)).map(({ sha256 }) => sha256).toSorted()).toEqual(
      [damaged?.sha256, whole?.sha256].toSorted(),
    )
  } finally {
    await Promise.all([app.close(), fresh.close()])
  }
})

it('the evidence of a task is refused for a damaged artifact, too', async () => {
  const app = await openApp()
  try {
    const { id } = await app.workspace()
    await app.add(id, ['permit.md', permit])
    const task = await app.ask(id, 'List all amounts.')
    const db = await openDatabase(app.dataDir)
    const made = db.prepare('SELECT sha256 FROM artifact WHERE task_id = ?').all(task.id) as { sha256: string }[]
    db.close()
    expect(made).toHaveLength(1)
    flip(blobOf(app.dataDir, made[0]?.sha256))
    expect((await app.request(`/api/tasks/${task.id}/export`)).status).toBe(409)
    const without = await app.request(`/api/tasks/${task.id}/export?skip=damaged`)
    expect([...(await unzip(await without.bytes())).keys()].filter((name) => name.startsWith('artifacts/'))).toEqual([])
    const [artifact] = task.result?.artifacts ?? []
    expect((await app.request(`/api/tasks/${task.id}/artifacts/${artifact?.id}`)).status).toBe(409)
  } finally {
    await app.close()
  }
})

it('an export whose original breaks while it goes out is cut off, not ended', async () => {
  await using backend = await startBackend()
  const { id } = await backend.workspace()
  const size = 96 * 1024 ** 2
  const [document] = (await backend.add(id, ['photo.jpg', randomBytes(size)])) as [Document]
  const response = await backend.request(`/api/workspaces/${id}/export`)
  expect(response.status).toBe(200)
  const reader = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>
  await reader.read() // it is on its way, and waits for whoever reads it
  flip(blobOf(backend.dataDir, document.sha256), size - 9)
  const rest = async () => {
    while (!(await reader.read()).done);
  }
  await expect(rest()).rejects.toThrow()
  await until(backend.log, (log) => log.includes('changed while it was exported'))
})
