import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { transaction } from '../../../extensions/backend/src/storage/database/database.ts'
import { passageWriter } from '../../../extensions/backend/src/storage/index/passages.ts'
import { blobStore } from '../../../extensions/backend/src/storage/originals/blobs.ts'
import { checksums } from '../../../extensions/backend/src/storage/originals/checksums.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { openStore } from '../store.ts'

it('a workspace is forgotten in steps, each of which leaves others a turn', async () => {
  const { db, workspaces, documents, tasks } = await openStore()
  const { workspace } = workspaces.add('Harbour')
  const { workspace: other } = workspaces.add('Archive')
  const about = { name: 'a', mediaType: 'text/plain', size: 1, sha256: 'a' }
  transaction(db, () => {
    for (let n = 0; n < 5000; n++) documents.add({ ...about, workspaceId: workspace.id })
    for (let n = 0; n < 50; n++) tasks.add({ agentId: 'a', workspaceId: workspace.id, prompt: 'Write' })
    documents.add({ ...about, workspaceId: other.id })
  })
  const left = (noun: string) => (db.prepare(`SELECT count(*) AS n FROM ${noun}`).get() as { n: number }).n
  expect(workspaces.purgeSome(workspace.id)).toContain('a')
  expect(left('document')).toBeGreaterThan(4000)
  let steps = 1
  while (workspaces.purgeSome(workspace.id)) steps++
  expect(steps).toBeGreaterThan(5)
  workspaces.purge(workspace.id)
  expect([left('document'), left('task'), left('workspace')]).toEqual([1, 0, 1])
})

it('pages of one large document go in steps, too', async () => {
  const { db, workspaces, add } = await openStore()
  const { workspace, number } = workspaces.add('Harbour')
  const { id } = await add(workspace.id, 'a.txt')
  const insert = db.prepare(`INSERT INTO page (document_id, number, text) VALUES (?, ?, 'Mooring costs four euros.')`)
  transaction(db, () => {
    for (let n = 1; n <= 5000; n++) insert.run(id, n)
  })
  const left = () => (db.prepare('SELECT count(*) AS n FROM page').get() as { n: number }).n
  const { removeSome } = passageWriter(db)
  const owner = { id, number: 1, workspaceNumber: number }
  expect(removeSome(owner)).toBe(true)
  expect(left()).toBeGreaterThan(4000)
  while (removeSome(owner)) expect(left()).toBeGreaterThanOrEqual(0)
  expect(left()).toBe(0)
})

it('rows of a workspace whose index is gone go in steps, of all its documents and no others', async () => {
  const { db, workspaces, add } = await openStore()
  const { workspace, number } = workspaces.add('Harbour')
  const { workspace: other } = workspaces.add('Archive')
  const page = db.prepare(`INSERT INTO page (document_id, number, text) VALUES (?, ?, 'Mooring costs four euros.')`)
  const passage = db.prepare(`INSERT INTO passage (id, document_id, page, start, "end") VALUES (?, ?, ?, 0, 7)`)
  const fill = ({ id }: { id: string }, pages: number) =>
    transaction(db, () => {
      for (let n = 1; n <= pages; n++) {
        page.run(id, n)
        passage.run(`${id} ${n}`, id, n)
      }
    })
  fill(await add(workspace.id, 'large.txt'), 3000)
  for (let n = 0; n < 50; n++) fill(await add(workspace.id, `${n}.txt`), n % 3)
  fill(await add(other.id, 'other.txt'), 5)
  const left = (noun: string) => (db.prepare(`SELECT count(*) AS n FROM ${noun}`).get() as { n: number }).n
  const some = passageWriter(db).removerOf(number)
  expect(some()).toBe(true)
  expect(left('passage')).toBeGreaterThan(2000)
  let steps = 1
  while (some()) steps++
  expect(steps).toBeGreaterThan(5)
  expect([left('page'), left('passage')]).toEqual([5, 5])
})

it('originals of a removed workspace go a few at a time; those that others hold stay', async () => {
  const { workspaces, documents, blobs, contents, trust, add } = await openStore()
  expect(trust.isCertain()).toBe(true)
  const { workspace } = workspaces.add('Harbour')
  const { workspace: other } = workspaces.add('Archive')
  const all = []
  for (let n = 0; n < 60; n++) all.push(await add(workspace.id, `${n}.txt`))
  await add(other.id, '0.txt')
  const held = contents.ofWorkspace(workspace.id)
  for (const { id } of all) documents.purge(id)
  const removal = contents.removeManyUnheld(held)
  expect(held.filter(blobs.has).length).toBeGreaterThan(20)
  await removal
  expect(held.filter(blobs.has)).toEqual([all[0]?.sha256])
})

it('nothing is remembered of originals that are gone', async () => {
  const sums = checksums()
  const blobs = blobStore(temporaryFolder(), { sums })
  for (let n = 0; n < 10; n++) {
    const incoming = await blobs.receive(Readable.from([Buffer.from(`${n}`)]))
    blobs.keep(incoming)
    expect(await blobs.check(incoming.sha256)).toBe('whole')
    expect(sums.size).toBe(1)
    blobs.remove(incoming.sha256)
    expect(sums.size).toBe(0)
  }
})
