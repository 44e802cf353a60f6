import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import yazl from 'yazl'
import type { Workspace } from '../../extensions/backend/src/shared/contract/workspaces.ts'
import { backends, isPacked, startBackend } from '../support/backend.ts'
import { temporaryFolder } from '../support/folder.ts'
import { until } from '../support/until.ts'

const command = isPacked ? backends.packed : backends.source

/** The ZIP of a workspace with these documents, as an export makes it. */
const exportOf = async (contents: readonly Buffer[]): Promise<Buffer> => {
  const zip = new yazl.ZipFile()
  const files: Record<string, { sha256: string; size: number }> = {}
  const documents = contents.map((content, n) => {
    const path = `documents/${n}.md`
    files[path] = { sha256: createHash('sha256').update(content).digest('hex'), size: content.length }
    zip.addBuffer(content, path)
    return { id: crypto.randomUUID(), name: `${n}.md`, path }
  })
  const workspace = { id: crypto.randomUUID(), name: 'Harbour' }
  const manifest = { kind: 'workspace', format: 1, workspace, documents, tasks: [], files }
  zip.addBuffer(Buffer.from(JSON.stringify(manifest)), 'manifest.json')
  zip.end()
  return buffer(zip.outputStream)
}

it.each([
  [
    'many documents',
    () => Array.from({ length: 5000 }, (_, n) => Buffer.from(`# Berth ${n}\n\nThe fee is ${n} euros.`)),
  ],
  ['one large document', () => [Buffer.from('Small.'), Buffer.alloc(800 * 2 ** 20, 'The fee is 340 euros.\n')]],
])('an import of %s that a shutdown cuts off is answered as an upload is', async (_, contents) => {
  const dataDir = join(temporaryFolder(), 'data')
  const zip = await exportOf(contents())
  {
    await using backend = await startBackend({ command, dataDir })
    const form = new FormData()
    form.append('file', new Blob([zip as BlobPart]), 'Harbour.zip')
    const answer = backend.request('/api/import', { method: 'POST', body: form })
    const workspaces = () => backend.json<Workspace[]>('/api/workspaces')
    const [workspace] = await until(workspaces, (all) => all.length === 1)
    await until(
      () => backend.documents((workspace as Workspace).id),
      (documents) => documents.length > 0,
    )
    const ended = backend.stop()
    const response = await answer
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ error: { code: 'server.ending' } })
    await ended
    expect(readdirSync(join(dataDir, 'blobs/incoming'))).toEqual([])
    expect(readFileSync(join(dataDir, 'logs/aios.log'), 'utf8')).not.toContain('a request failed')
  }
})
