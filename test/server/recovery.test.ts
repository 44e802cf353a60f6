import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Condition } from '../../extensions/backend/src/shared/contract/condition.ts'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import type { Recovered, Recovery } from '../../extensions/backend/src/shared/contract/recovery.ts'
import type { Workspace } from '../../extensions/backend/src/shared/contract/workspaces.ts'
import { connect, openDatabase } from '../../extensions/backend/src/storage/database/database.ts'
import { openApp, type TestApp } from '../support/app.ts'
import { temporaryFolder } from '../support/folder.ts'
import { originalsIn, placeOf, setAsideIn } from '../support/originals.ts'
import { permit } from '../support/samples.ts'
import { storesOf } from '../support/stores.ts'
import { until } from '../support/until.ts'

let app: TestApp
let dataDir: string
let workspaceId: string
let documents: Document[]

const removeDatabase = () => {
  for (const name of ['aios.db', 'aios.db-wal', 'aios.db-shm']) rmSync(join(dataDir, name), { force: true })
}
const status = () => app.json<Recovery>('/api/storage/recovery')
const recover = () => app.postJson<Recovered>('/api/storage/recovery/recover')
const remove = (path: string) => app.request(path, { method: 'DELETE' })
const problems = async () => (await app.json<Condition>('/api/condition')).problems

/** A file as a task writes it. */
const writeArtifact = async () => {
  const db = connect(dataDir)
  const { files, changes } = storesOf(db, dataDir)
  const incoming = await files.receive(Readable.from([Buffer.from('name;fee\n')]))
  const task = await app.ask(workspaceId, 'annual fee?')
  files.keep(incoming, ({ sha256, size }) =>
    changes.write({ taskId: task.id, name: 'fees.csv', mediaType: 'text/csv', size, sha256 }),
  )
  db.close()
  return incoming.sha256
}

beforeEach(async () => {
  dataDir = temporaryFolder()
  app = await openApp({ dataDir })
  workspaceId = (await app.workspace('Harbour')).id
  documents = await app.add(workspaceId, ['Fees/permit.md', permit], ['rules.md', '# Rules\n\nNo swimming.\n'])
})
afterEach(() => app.close())

/** Goes on with a database that was made anew. */
const lose = async () => {
  await app.close({ keep: true })
  removeDatabase()
  app = await openApp({ dataDir })
  await until(problems, (all) => all.length > 0)
}

it('says nothing as long as all is well', async () => {
  expect(await status()).toEqual({
    isOpen: false,
    missing: { documents: 0, workspaces: 0, folders: 0, files: 0 },
    unclaimed: [],
  })
})

it('leaves what is missing when asked to: it is unclaimed then, and can be brought back', async () => {
  await lose()
  expect((await app.post('/api/storage/recovery/dismiss')).status).toBe(204)
  expect(await problems()).toEqual([])
  const { unclaimed, isOpen } = await status()
  expect(isOpen).toBe(false)
  expect(unclaimed.map(({ name }) => name).toSorted()).toEqual(['permit.md', 'rules.md'])
  expect(setAsideIn(dataDir).toSorted()).toEqual(documents.map(({ sha256 }) => sha256).toSorted())
  const [permitFile] = unclaimed.filter(({ name }) => name === 'permit.md')
  const at = `/api/storage/unclaimed/${permitFile?.sha256}`
  const days = (Date.parse(permitFile?.until ?? '') - Date.now()) / 86_400_000
  expect(days).toBeGreaterThan(29)

  const saved = await app.request(`${at}/content`)
  expect(saved.headers.get('content-disposition')).toContain('permit.md')
  expect(saved.headers.get('content-security-policy')).toContain('sandbox')
  expect(await saved.text()).toBe(permit)

  expect(await (await app.post(`${at}/restore`)).json()).toMatchObject({ error: { code: 'unclaimed.homeless' } })
  const other = await app.workspace('Port')
  const restored = await app.post(`${at}/restore`, { workspaceId: other.id })
  expect(restored.status).toBe(202)
  expect(await restored.json()).toMatchObject({ name: 'permit.md', folder: 'Fees', workspaceId: other.id })
  expect((await app.post(`${at}/restore`, { workspaceId: other.id })).status).toBe(404)
  const [document] = await until(
    () => app.documents(other.id),
    ([first]) => first?.status === 'ready',
  )
  expect(document?.id).toBe(documents.find(({ name }) => name === 'permit.md')?.id)
  expect(readFileSync(placeOf(dataDir, document?.sha256 ?? ''), 'utf8')).toBe(permit)

  expect(await (await remove('/api/storage/unclaimed')).json()).toEqual({ files: 1 })
  expect(originalsIn(dataDir)).toEqual([document?.sha256])
})

it('still recovers what was left, from where it was set aside', async () => {
  await lose()
  await app.post('/api/storage/recovery/dismiss')
  expect((await status()).missing).toMatchObject({ documents: 2, workspaces: 1 })
  expect(await recover()).toMatchObject({ documents: 2, workspaces: 1 })
  const again = await until(
    () => app.documents(workspaceId),
    (all) => all.every((each) => each.status === 'ready'),
  )
  expect(again.map(({ id }) => id).toSorted()).toEqual(documents.map(({ id }) => id).toSorted())
  expect(setAsideIn(dataDir)).toEqual([])
})

it('deletes an unclaimed original at once when asked to, and knows no other', async () => {
  await lose()
  await app.post('/api/storage/recovery/dismiss')
  const path = `/api/storage/unclaimed/${documents[0]?.sha256}`
  expect((await remove(path)).status).toBe(204)
  expect((await remove(path)).status).toBe(404)
  expect((await remove('/api/storage/unclaimed/..%2f..%2faios.db')).status).toBe(400)
  expect(existsSync(join(dataDir, 'aios.db'))).toBe(true)
  expect(setAsideIn(dataDir)).toHaveLength(1)
})

it('refuses to bring back what was damaged meanwhile, and keeps it', async () => {
  await lose()
  await app.post('/api/storage/recovery/dismiss')
  const { id } = await app.workspace('Port')
  const sha256 = documents[0]?.sha256 ?? ''
  writeFileSync(join(dataDir, 'blobs/unclaimed', sha256), 'damaged')
  const refused = await app.post(`/api/storage/unclaimed/${sha256}/restore`, { workspaceId: id })
  expect(refused.status).toBe(409)
  expect(await refused.json()).toMatchObject({ error: { code: 'unclaimed.damaged' } })
  expect(setAsideIn(dataDir)).toContain(sha256)
  expect(originalsIn(dataDir)).toHaveLength(2)
})

it('files of tasks, whose tasks are lost, are unclaimed after it, under their names', async () => {
  const sha256 = await writeArtifact()
  await lose()
  expect(await recover()).toEqual({ documents: 2, workspaces: 1, folders: 0, setAside: 1 })
  expect((await status()).unclaimed).toMatchObject([{ sha256, name: 'fees.csv', workspaceId }])
  const brought = await app.postJson<{ documents: number }>('/api/storage/unclaimed/restore')
  expect(brought).toEqual({ documents: 1 })
  expect((await app.documents(workspaceId)).map(({ name }) => name)).toContain('fees.csv')
})

it('brings nothing back that is there again under another id, nor what was removed', async () => {
  await app.request(`/api/documents/${documents[1]?.id}`, { method: 'DELETE' })
  await lose()
  const db = await openDatabase(dataDir)
  const { library } = storesOf(db, dataDir)
  await library.workspaces.addOrGet({ id: workspaceId, name: 'Made again by hand' })
  db.close()
  await app.add(workspaceId, ['Fees/permit.md', permit])
  expect((await status()).missing).toMatchObject({ documents: 0, workspaces: 0 })
  expect(await recover()).toMatchObject({ documents: 0 })
  expect(await app.documents(workspaceId)).toHaveLength(1)
  const [workspace] = await app.json<Workspace[]>('/api/workspaces')
  expect(workspace?.name).toBe('Made again by hand')
})

it('goes on at the next start with what a crash cut off', async () => {
  await lose()
  await app.close({ keep: true })
  const db = connect(dataDir)
  db.exec('UPDATE catalogue SET is_open = 2')
  db.close()
  app = await openApp({ dataDir })
  await until(
    () => app.documents(workspaceId).catch(() => []),
    (all) => all.length === 2 && all.every(({ status: is }) => is === 'ready'),
  )
  await until(status, ({ isOpen }) => !isOpen)
  expect(await problems()).toEqual([])
})

it('originals without a name, from before there was a catalogue, can be found and brought back, too', async () => {
  await app.close({ keep: true })
  removeDatabase()
  rmSync(join(dataDir, 'blobs/catalogue.jsonl'))
  app = await openApp({ dataDir })
  const [problem] = await until(problems, (all) => all.length > 0)
  expect(problem?.message).toContain('doesn’t know 2 original files')
  expect(await recover()).toEqual({ documents: 0, workspaces: 0, folders: 0, setAside: 2 })
  const { id } = await app.workspace('Port')
  expect(await app.postJson('/api/storage/unclaimed/restore', { workspaceId: id })).toEqual({ documents: 2 })
  const back = await until(
    () => app.documents(id),
    (all) => all.every(({ status: is }) => is === 'ready'),
  )
  expect(back.map(({ sha256 }) => sha256).toSorted()).toEqual(documents.map(({ sha256 }) => sha256).toSorted())
})
