import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import yazl from 'yazl'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import type { ImportResult } from '../../extensions/backend/src/shared/contract/imports.ts'
import type { Task, TaskWithSteps } from '../../extensions/backend/src/shared/contract/tasks.ts'
import { openApp, type TestApp } from '../support/app.ts'
import { permit } from '../support/samples.ts'
import { until } from '../support/until.ts'
import { unzip } from '../support/unzip.ts'

let source: TestApp
let target: TestApp
let workspaceId: string
let task: TaskWithSteps
let exported: Uint8Array<ArrayBuffer>
beforeAll(async () => {
  source = await openApp()
  target = await openApp()
  workspaceId = (await source.workspace('Harbour')).id
  await source.add(workspaceId, ['Permits/permit.md', permit], ['bread.txt', 'Bread is made of flour and water.'])
  task = await source.ask(workspaceId, 'How much is the annual fee for a mooring?')
  exported = await (await source.request(`/api/workspaces/${workspaceId}/export`)).bytes()
})
afterAll(async () => {
  await source.close()
  await target.close()
})

const send = (app: TestApp, bytes: Uint8Array) => {
  const form = new FormData()
  form.append('file', new Blob([bytes as BlobPart]), 'Harbour.zip')
  return app.request('/api/import', { method: 'POST', body: form })
}
const zipped = async (files: Iterable<[string, string | Uint8Array]>): Promise<Uint8Array> => {
  const zip = new yazl.ZipFile()
  for (const [name, content] of files) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  return buffer(zip.outputStream)
}
/** The archive, whose directory says that each file unpacks to so many bytes (ZIP specification, 4.3.12). */
const promising = (size: number, zip: Uint8Array): Uint8Array => {
  const bytes = Buffer.from(zip)
  const entry = Buffer.from([0x50, 0x4b, 1, 2])
  for (let at = bytes.indexOf(entry); at >= 0; at = bytes.indexOf(entry, at + 1)) bytes.writeUInt32LE(size, at + 24)
  return bytes
}
const incoming = (app: TestApp) => readdirSync(join(app.dataDir, 'blobs/incoming'))
const ready = (app: TestApp, id: string) =>
  until(
    () => app.json<Document[]>(`/api/workspaces/${id}/documents`),
    (documents) => documents.every(({ status }) => status === 'ready'),
  )

describe('an import', () => {
  it('brings documents and tasks, whose citations open here', async () => {
    const response = await send(target, exported)
    expect(response.status).toBe(202)
    const result = (await response.json()) as ImportResult
    expect(result).toMatchObject({
      id: workspaceId,
      name: 'Harbour',
      imported: { documents: 2, tasks: 1, artifacts: 0, skipped: [] },
    })
    const documents = await ready(target, workspaceId)
    expect(documents.map(({ name, folder }) => [folder, name]).toSorted()).toEqual(
      [
        [undefined, 'bread.txt'],
        ['Permits', 'permit.md'],
      ].toSorted(),
    )
    const arrived = await target.json<TaskWithSteps>(`/api/tasks/${task.id}`)
    expect(arrived).toMatchObject({ prompt: task.prompt, status: 'succeeded' })
    expect(arrived.steps.map(({ kind }) => kind)).toEqual(task.steps.map(({ kind }) => kind))
    for (const { documentId, page, start, end, quote } of arrived.result?.citations ?? []) {
      const { text } = await target.json<{ text: string }>(`/api/documents/${documentId}/pages/${page}`)
      expect(text.slice(start, end)).toBe(quote)
    }
    expect(incoming(target)).toEqual([])
  })

  it('a second time changes nothing and says so', async () => {
    const before = await target.json(`/api/workspaces/${workspaceId}/documents`)
    const { imported } = (await (await send(target, exported)).json()) as ImportResult
    expect(imported).toMatchObject({ documents: 0, tasks: 0 })
    expect(imported.skipped).toHaveLength(3)
    expect(await target.json(`/api/workspaces/${workspaceId}/documents`)).toEqual(before)
    expect(await target.json<Task[]>(`/api/tasks?workspaceId=${workspaceId}`)).toHaveLength(1)
  })

  it('leaves out what is damaged or missing, and takes the rest', async () => {
    const files = await unzip(exported)
    files.set('documents/Permits/permit.md', Buffer.from('Something else.'))
    files.set(`tasks/${task.id}/task.json`, Buffer.from('{"id": 1}'))
    const app = await openApp()
    const { imported } = (await (await send(app, await zipped(files))).json()) as ImportResult
    expect(imported).toMatchObject({ documents: 1, tasks: 0 })
    expect(imported.skipped.map(({ path }) => path)).toEqual([
      'documents/Permits/permit.md',
      `tasks/${task.id}/task.json`,
    ])
    expect(incoming(app)).toEqual([])
    await app.close()
  })

  it('refuses what is not an export', async () => {
    const files = await unzip(exported)
    const manifest = JSON.parse(files.get('manifest.json')?.toString() ?? '{}') as Record<string, unknown>
    const cases: [Uint8Array, string][] = [
      [Buffer.from('not a zip'), 'import.invalid'],
      [exported.subarray(0, exported.length - 100), 'import.invalid'],
      [await zipped([['readme.txt', 'hello']]), 'import.invalid'],
      [await zipped([['manifest.json', '{"kind":"workspace"}']]), 'import.invalid'],
      [await zipped([['manifest.json', JSON.stringify({ ...manifest, format: 99 })]]), 'import.newer'],
      [promising(4 * 1024 ** 3 - 2, await zipped([...files])), 'import.invalid'],
    ]
    const app = await openApp()
    for (const [bytes, code] of cases) {
      const response = await send(app, bytes)
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ error: { code } })
    }
    expect(await app.json('/api/workspaces')).toEqual([])
    expect(incoming(app)).toEqual([])
    await app.close()
  })

  it('never lets a path of the archive become one here', async () => {
    const content = 'Escaped!'
    const sha256 = createHash('sha256').update(content).digest('hex')
    const path = '../../../tmp/escape.txt'
    // yazl refuses such a name, so it is written over one of the same length.
    const placeholder = 'x'.repeat(path.length)
    const document = { id: crypto.randomUUID(), name: path, folder: '../..', path }
    const manifest = {
      kind: 'workspace',
      format: 1,
      workspace: { id: crypto.randomUUID(), name: 'Evil' },
      documents: [document],
      tasks: [],
      files: { [path]: { sha256, size: content.length } },
    }
    const zip = Buffer.from(
      await zipped([
        [placeholder, content],
        ['manifest.json', JSON.stringify(manifest)],
      ]),
    )
    const evil = Buffer.from(zip.toString('latin1').replaceAll(placeholder, path), 'latin1')
    const app = await openApp()
    expect((await send(app, evil)).status).toBe(400)
    const inside = {
      ...manifest,
      documents: [{ ...document, path: 'documents/a' }],
      files: { 'documents/a': { sha256, size: 8 } },
    }
    const named = await send(
      app,
      await zipped([
        ['documents/a', content],
        ['manifest.json', JSON.stringify(inside)],
      ]),
    )
    expect(named.status).toBe(202)
    const [added] = await ready(app, ((await named.json()) as ImportResult).id)
    expect(added).toMatchObject({ name: 'escape.txt', folder: 'tmp' })
    await app.close()
  })
})
