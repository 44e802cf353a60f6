import { appendFileSync, existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { transaction } from '../../../extensions/backend/src/storage/database/database.ts'
import { compact } from '../../../extensions/backend/src/storage/originals/catalogue-compaction.ts'
import { placeOf } from '../../support/originals.ts'
import { openStore } from '../store.ts'

it('names a document, its hash and its place before it is acknowledged, for its owner only, without its text', async () => {
  const { add, entries, workspaces, path } = await openStore()
  const { workspace } = workspaces.add('Harbour')
  const { id, sha256 } = await add(workspace.id, 'fees.txt', 'a secret fee')
  expect(await entries()).toMatchObject([
    { kind: 'workspace', id: workspace.id, name: 'Harbour' },
    { kind: 'document', id, workspaceId: workspace.id, sha256, size: 12, name: 'fees.txt', folder: 'Fees' },
  ])
  expect(readFileSync(path, 'utf8')).not.toContain('secret')
  expect(statSync(path).mode & 0o077).toBe(0)
})

it('hears of renames, other bytes, removals, folders, what is left out of them, artifacts and versions', async () => {
  const { db, add, entries, workspaces, documents, folders, tasks, changes, catalogue } = await openStore()
  const { workspace } = workspaces.add('Harbour')
  const [one, two] = [await add(workspace.id, 'one'), await add(workspace.id, 'two')]
  const folder = folders.add({ workspaceId: workspace.id, path: '/harbour', mode: 'copy', ignore: ['*.log'] })
  folders.link(folder.id, 'sub/two', two.id, { size: 3, modified: 1234.5 })
  workspaces.rename(workspace.id, 'Port')
  documents.rename(one.id, { name: 'first', folder: undefined })
  const task = tasks.add({ agentId: 'a', workspaceId: workspace.id, prompt: 'Write' })
  changes.write({ taskId: task.id, name: 'a.md', mediaType: 'text/markdown', size: 1, sha256: 'b'.repeat(64) })
  expect(catalogue.flush()).toBe(false)
  const last = async () => new Map((await entries()).map((each) => [each.kind + each.id, each]))
  expect([...(await last()).values()]).toMatchObject([
    { kind: 'workspace', name: 'Port' },
    { kind: 'document', name: 'first' },
    { kind: 'document', name: 'two', folderId: folder.id, path: 'sub/two', fileSize: 3, fileModified: 1234.5 },
    { kind: 'folder', id: folder.id, path: '/harbour', mode: 'copy', ignore: '["*.log"]' },
    { kind: 'artifact', name: 'a.md', sha256: 'b'.repeat(64), taskId: task.id, workspaceId: workspace.id },
    { kind: 'version', after: 'b'.repeat(64) },
  ])
  documents.purge(two.id)
  documents.markRemoved(one.id)
  catalogue.flush()
  const left = await last()
  expect(left.get(`document${one.id}`)).toEqual({ kind: 'document', id: one.id, isRemoved: true })
  expect(left.get(`document${two.id}`)).toMatchObject({ isRemoved: true })
  expect(left.get(`left-out${folder.id}/sub/two`)).toMatchObject({ folderId: folder.id, path: 'sub/two' })
  workspaces.purge(workspace.id)
  catalogue.flush()
  expect([...(await last()).values()].every((each) => 'isRemoved' in each)).toBe(true)
  expect(db.prepare('SELECT count(*) AS n FROM catalogue_pending').get()).toEqual({ n: 0 })
})

it('tells thousands of removals a part at a time, the newest first', async () => {
  const { db, workspaces, documents, catalogue, entries, add } = await openStore()
  const { workspace } = workspaces.add('Harbour')
  const about = { workspaceId: workspace.id, mediaType: 'text/plain', size: 1 }
  transaction(db, () => {
    for (let n = 0; n < 1200; n++) documents.add({ ...about, name: `${n}`, sha256: `${n}` })
  })
  const { id } = await add(workspace.id, 'urgent')
  expect((await entries()).map((each) => each.id)).toContain(id)
  expect((await entries()).length).toBeLessThan(600)
  while (catalogue.flush());
  expect(new Set((await entries()).map((each) => each.id)).size).toBe(1202)
})

it('a torn or damaged line costs itself alone, and the next one begins a line of its own', async () => {
  const { add, entries, workspaces, path } = await openStore()
  const { workspace } = workspaces.add('Harbour')
  await add(workspace.id, 'one')
  appendFileSync(path, '{"kind":"document","id":"torn')
  appendFileSync(path, `\n${'\0'.repeat(300)}\n{"kind":"folder","id":7}\n{"kind":"document","id":"to`)
  const two = await add(workspace.id, 'two')
  expect((await entries()).map((each) => each.id)).toEqual([workspace.id, expect.any(String), two.id])
})

it('what fails after it was written there is taken back, with its row and its bytes', async () => {
  const { db, blobs, contents, documents, dataDir, workspaces, path, catalogue } = await openStore()
  const { workspace } = workspaces.add('Harbour')
  catalogue.flush()
  const before = readFileSync(path, 'utf8')
  const incoming = await blobs.receive(Readable.from([Buffer.from('never kept')]))
  db.exec(`
    CREATE TEMP TRIGGER full AFTER UPDATE OF position ON main.catalogue BEGIN SELECT RAISE(ABORT, 'disk full'); END`)
  const insert = () =>
    documents.add({ workspaceId: workspace.id, name: 'x', mediaType: 'a', size: 1, sha256: incoming.sha256 })
  expect(() => contents.keep(incoming, insert)).toThrow('disk full')
  expect(readFileSync(path, 'utf8')).toBe(before)
  expect(documents.ofWorkspace(workspace.id)).toEqual([])
  expect(existsSync(placeOf(dataDir, incoming.sha256))).toBe(false)
})

it('what an export held lets go of it without harm once the database is closed', async () => {
  const { db, add, contents, workspaces, dataDir } = await openStore()
  const { workspace } = workspaces.add('Harbour')
  const { sha256 } = await add(workspace.id, 'one')
  const release = contents.pin([sha256])
  db.close()
  expect(release).not.toThrow()
  expect(existsSync(placeOf(dataDir, sha256))).toBe(true)
})

it.each(['lost', 'truncated', 'without its head'])('is made again from a sound database when it is %s', async (how) => {
  const first = await openStore()
  const { workspace } = first.workspaces.add('Harbour')
  const one = await first.add(workspace.id, 'one')
  const two = await first.add(workspace.id, 'two')
  first.db.close()
  const text = readFileSync(first.path, 'utf8')
  if (how === 'lost') rmSync(first.path)
  if (how === 'truncated') truncateSync(first.path, text.length / 2)
  if (how === 'without its head') writeFileSync(first.path, `damage${text.slice(6)}`)
  const again = await openStore(first.dataDir)
  while (again.catalogue.flush());
  expect(new Set((await again.entries()).map((each) => each.id))).toEqual(new Set([workspace.id, one.id, two.id]))
  expect(again.catalogue.state().isOpen).toBe(0)
  expect(again.trust.doubt()?.reason).toBe('uncatalogued')
})

it('is written anew when most of it was overtaken: what it says stays the same, also of what only it knows', async () => {
  const { db, dataDir, add, entries, workspaces, documents, catalogue, path } = await openStore()
  const { workspace } = workspaces.add('Harbour')
  const [one, two] = [await add(workspace.id, 'one'), await add(workspace.id, 'two')]
  appendFileSync(path, `${JSON.stringify({ kind: 'workspace', id: 'unknown', name: 'Unknown', createdAt: '' })}\n`)
  for (let n = 0; n < 60; n++) {
    documents.rename(one.id, { name: `name ${n}`, folder: undefined })
    catalogue.flush()
  }
  documents.purge(two.id)
  catalogue.flush()
  expect(await compact(db, catalogue), 'a small one may be as it is').toBe(false)
  const [done] = await Promise.all([compact(db, catalogue, { above: 0 }), add(workspace.id, 'meanwhile')])
  expect(done).toBe(true)
  expect(readFileSync(path, 'utf8').split('\n').length).toBeLessThan(10)
  const alive = (await entries()).filter((each) => !('isRemoved' in each))
  expect(alive).toMatchObject([
    { kind: 'workspace', name: 'Harbour' },
    { id: 'unknown' },
    { kind: 'document', id: one.id, name: 'name 59' },
    { kind: 'document', name: 'meanwhile' },
  ])
  await add(workspace.id, 'after')
  db.close()
  const again = await openStore(dataDir)
  expect(again.trust.doubt()).toBeUndefined()
  again.db.close()
  rmSync(join(dataDir, 'aios.db'))
  expect((await openStore(dataDir)).trust.doubt()?.reason).toBe('new')
})
