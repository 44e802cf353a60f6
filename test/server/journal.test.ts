import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStores } from '../../extensions/backend/src/server/stores.ts'
import type { FileChange } from '../../extensions/backend/src/shared/contract/journal.ts'
import type { Task } from '../../extensions/backend/src/shared/contract/tasks.ts'
import { connect, type Database } from '../../extensions/backend/src/storage/database/database.ts'
import { journalStore } from '../../extensions/backend/src/storage/tasks/file-changes.ts'
import { openApp, type TestApp } from '../support/app.ts'
import { permit } from '../support/samples.ts'
import { unzip } from '../support/unzip.ts'

let app: TestApp
let db: Database
let workspaceId: string
let task: Task
beforeEach(async () => {
  app = await openApp()
  db = connect(app.dataDir)
  workspaceId = (await app.workspace()).id
  await app.add(workspaceId, ['permit.md', permit])
  task = await app.ask(workspaceId, 'annual fee?')
})
afterEach(async () => {
  db.close()
  await app.close()
})

/** As an agent does it, while a task works. */
const write = async (name: string, text: string) => {
  const { blobs, contents } = openStores({ db, dataDir: app.dataDir, afterCrash: false })
  const incoming = await blobs.receive(Readable.from([Buffer.from(text)]))
  return contents.keep(incoming, ({ sha256, size }) =>
    journalStore(db).write({ taskId: task.id, name, mediaType: 'text/plain', size, sha256 }),
  )
}
const changes = () => app.json<FileChange[]>(`/api/tasks/${task.id}/changes`)
const restore = (id: string | undefined) => app.post(`/api/changes/${id}/restore`)
const text = async (path: string) => {
  const response = await app.request(path)
  return response.ok ? await response.text() : response.status
}

describe('files of a task', () => {
  it('of the same name are versions of one', async () => {
    const first = await write('notes.md', 'one')
    const second = await write('Notes.md', 'two, longer')
    expect(second).toEqual({ ...first, size: 11 })
    await write('other.md', 'x')
    const all = await changes()
    expect(all.map(({ name, before, after }) => [name, before?.size, after?.size])).toEqual([
      ['notes.md', undefined, 3],
      ['notes.md', 3, 11],
      ['other.md', undefined, 1],
    ])
    expect(await text(`/api/tasks/${task.id}/artifacts/${first.id}`)).toBe('two, longer')
    expect(await text(`/api/changes/${all[0]?.id}/content`)).toBe('one')
  })

  it('become what they were before a change; that can be taken back, too', async () => {
    const { id } = await write('notes.md', 'one')
    await write('notes.md', 'two')
    const [made, changed] = await changes()
    const restored = await restore(changed?.id)
    expect(restored.status).toBe(201)
    expect(await restored.json()).toMatchObject({ restores: changed?.id, before: { size: 3 }, after: { size: 3 } })
    const file = `/api/tasks/${task.id}/artifacts/${id}`
    expect(await text(file)).toBe('one')
    const twice = await restore(changed?.id)
    expect([twice.status, await twice.json()]).toMatchObject([409, { error: { code: 'change.undone' } }])

    expect((await restore(made?.id)).status).toBe(201)
    expect(await text(file)).toBe(404)
    expect((await app.json<Task>(`/api/tasks/${task.id}`)).result?.artifacts).toEqual([])
    const removal = (await changes()).at(-1)
    expect(removal).not.toHaveProperty('after')
    expect(await text(`/api/changes/${removal?.id}/content`)).toBe(404)

    expect((await restore(removal?.id)).status).toBe(201)
    expect(await text(file)).toBe('one')
    expect((await app.json<Task>(`/api/tasks/${task.id}`)).result?.artifacts).toMatchObject([{ id, size: 3 }])
  })

  it('keep the bytes of each version until their workspace goes', async () => {
    await write('notes.md', 'one')
    await write('notes.md', 'two')
    const path = (content: string) => {
      const sha256 = createHash('sha256').update(content).digest('hex')
      return join(app.dataDir, 'blobs', sha256.slice(0, 2), sha256)
    }
    openStores({ db, dataDir: app.dataDir, afterCrash: false }).contents.removeUnheld([path('one').slice(-64)])
    expect(readFileSync(path('one'), 'utf8')).toBe('one')
    await app.request(`/api/workspaces/${workspaceId}`, { method: 'DELETE' })
    expect([path('one'), path('two')].filter((each) => existsSync(each))).toEqual([])
  })

  it('are in the evidence with their earlier versions, and so is all that each step holds', async () => {
    await write('notes.md', 'one')
    await write('notes.md', 'two')
    const files = await unzip(Buffer.from(await (await app.request(`/api/tasks/${task.id}/export`)).arrayBuffer()))
    expect(files.get('artifacts/notes.md')?.toString()).toBe('two')
    expect(files.get('versions/1 notes.md')?.toString()).toBe('one')
    const steps = JSON.parse(files.get('steps.json')?.toString() ?? '') as unknown[]
    expect(steps).toEqual(
      (await app.json<{ steps: object[] }>(`/api/tasks/${task.id}`)).steps.map((step) => ({ ...step, content: {} })),
    )
    expect(JSON.parse(files.get('manifest.json')?.toString() ?? '').files).toHaveProperty('versions/1 notes.md')
  })

  it('of nothing are unknown', async () => {
    expect(await text('/api/tasks/nope/changes')).toBe(404)
    expect(await text('/api/changes/nope/content')).toBe(404)
    expect((await restore('nope')).status).toBe(404)
  })
})
