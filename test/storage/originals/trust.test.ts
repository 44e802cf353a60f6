import {
  appendFileSync,
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../support/folder.ts'
import { originalsIn, placeOf, setAsideIn } from '../../support/originals.ts'
import { openStore } from '../store.ts'

const day = 24 * 3600_000

/** Data with a workspace and these files, as if all of it were old; closed again. */
const seeded = async (...names: string[]) => {
  const { dataDir, db, workspaces, add } = await openStore()
  const { workspace } = workspaces.add('Harbour')
  const documents = []
  for (const name of names) documents.push(await add(workspace.id, name))
  db.close()
  age(dataDir)
  return { dataDir, workspace, documents, hashes: documents.map(({ sha256 }) => sha256).toSorted() }
}

const age = (dataDir: string) => {
  for (const name of originalsIn(dataDir)) {
    if (existsSync(placeOf(dataDir, name))) utimesSync(placeOf(dataDir, name), 0, 0)
  }
}
const removeDatabase = (dataDir: string) => {
  for (const name of ['aios.db', 'aios.db-wal', 'aios.db-shm']) rmSync(join(dataDir, name), { force: true })
}
/** What lies in its usual place. */
const inPlace = (dataDir: string) => originalsIn(dataDir).filter((name) => existsSync(placeOf(dataDir, name)))
/** Lets a day go by, and somebody say that what only the catalogue knows may be left. */
const settle = ({ dataDir, catalogue }: Awaited<ReturnType<typeof openStore>>, since = Date.now() - day - 1000) => {
  writeFileSync(join(dataDir, 'blobs/doubt.json'), JSON.stringify({ reason: 'new', since: new Date(since) }))
  catalogue.setOpen(false)
}

it('there is no doubt about a new folder, nor about one that is opened again', async () => {
  const { dataDir } = await seeded('one', 'two')
  const { trust, catalogue, contents } = await openStore(dataDir)
  expect(trust.doubt()).toBeUndefined()
  expect(trust.isCertain()).toBe(true)
  expect(catalogue.state().isOpen).toBe(0)
  await contents.sweep()
  expect(inPlace(dataDir)).toHaveLength(2)
})

it.each(['deleted', 'emptied'])('a database that was made because the last one was %s sweeps nothing', async (how) => {
  const { dataDir, hashes } = await seeded('one', 'two')
  removeDatabase(dataDir)
  if (how === 'emptied') writeFileSync(join(dataDir, 'aios.db'), '')
  const { trust, catalogue, contents } = await openStore(dataDir)
  expect(trust.doubt()?.reason).toBe('new')
  expect(catalogue.state().isOpen).toBe(1)
  await contents.sweep()
  contents.removeUnheld(hashes)
  expect(originalsIn(dataDir).toSorted()).toEqual(hashes)
})

it('an older copy sweeps nothing, for whatever it lacks', async () => {
  const { dataDir, workspace, hashes } = await seeded('one')
  const copy = join(temporaryFolder(), 'aios.db')
  cpSync(join(dataDir, 'aios.db'), copy)
  const later = await openStore(dataDir)
  const two = await later.add(workspace.id, 'two')
  later.db.close()
  removeDatabase(dataDir)
  cpSync(copy, join(dataDir, 'aios.db'))
  age(dataDir)
  const { trust, contents, catalogue, db } = await openStore(dataDir)
  expect(trust.doubt()?.reason).toBe('older')
  expect(catalogue.state().isOpen).toBe(1)
  await contents.sweep()
  expect(inPlace(dataDir).toSorted()).toEqual([...hashes, two.sha256].toSorted())
  db.close()
  const again = await openStore(dataDir)
  expect(again.catalogue.state().isOpen, 'until somebody says what to do').toBe(1)
})

it("another folder's database sweeps nothing, nor does one without a catalogue to tell by", async () => {
  const { dataDir, hashes } = await seeded('one', 'two')
  const other = await seeded('three')
  removeDatabase(dataDir)
  cpSync(join(other.dataDir, 'aios.db'), join(dataDir, 'aios.db'))
  const foreign = await openStore(dataDir)
  expect(foreign.trust.doubt()?.reason).toBe('foreign')
  await foreign.contents.sweep()
  expect(inPlace(dataDir).toSorted()).toEqual(hashes)
  foreign.db.close()
  rmSync(join(dataDir, 'blobs/catalogue.jsonl'))
  rmSync(join(dataDir, 'blobs/doubt.json'))
  const unnamed = await openStore(dataDir)
  expect(unnamed.trust.doubt()?.reason).toBe('uncatalogued')
  await unnamed.contents.sweep()
  expect(inPlace(dataDir).toSorted()).toEqual(hashes)
})

it('what a crash kept from being acknowledged alarms nobody, and is not deleted', async () => {
  const { dataDir, workspace, hashes } = await seeded('one')
  const { sha256 } = (await seeded('two')).documents[0] as { sha256: string }
  const path = join(dataDir, 'blobs/catalogue.jsonl')
  const entry = {
    kind: 'document',
    id: 'lost',
    workspaceId: workspace.id,
    name: 'two',
    mediaType: 'a',
    sha256,
    size: 3,
  }
  appendFileSync(path, `${JSON.stringify({ ...entry, createdAt: '' })}\n`)
  const { blobs, trust, contents, catalogue } = await openStore(dataDir)
  const incoming = await blobs.receive((await import('node:stream')).Readable.from([Buffer.from('two')]))
  blobs.keep(incoming)
  age(dataDir)
  expect(trust.doubt()).toBeUndefined()
  expect(catalogue.state().isOpen).toBe(0)
  await contents.sweep()
  expect(inPlace(dataDir)).toEqual(hashes)
  expect(setAsideIn(dataDir)).toEqual([sha256])
})

it('sets aside what nobody owns, says what it was, and deletes it after 30 days', async () => {
  const { dataDir, hashes, documents, workspace } = await seeded('one', 'two')
  removeDatabase(dataDir)
  const store = await openStore(dataDir)
  settle(store)
  await store.contents.sweep()
  expect(inPlace(dataDir)).toEqual([])
  expect(setAsideIn(dataDir).toSorted()).toEqual(hashes)
  const [one] = documents
  const { unclaimed, contents } = store
  const found = unclaimed.find(one?.sha256 ?? '')
  expect(found).toMatchObject({ name: 'one', folder: 'Fees', size: 3, workspaceId: workspace.id, documentId: one?.id })
  expect(Date.now() - Date.parse(found?.since ?? '')).toBeLessThan(60_000)
  const note = join(dataDir, 'blobs/unclaimed', `${one?.sha256}.json`)
  writeFileSync(note, JSON.stringify({ ...found, since: new Date(Date.now() - 31 * day) }))
  settle(store, Date.now() + 365 * day)
  await contents.sweep()
  expect(setAsideIn(dataDir), 'in doubt, by a clock that was wrong').toHaveLength(2)
  settle(store)
  await contents.sweep()
  expect(setAsideIn(dataDir)).toEqual(hashes.filter((each) => each !== one?.sha256))
  expect(existsSync(note)).toBe(false)
})

it('a database that is put back finds its originals again, also those that were set aside', async () => {
  const { dataDir, hashes } = await seeded('one', 'two')
  const away = join(temporaryFolder(), 'aios.db')
  renameSync(join(dataDir, 'aios.db'), away)
  removeDatabase(dataDir)
  const store = await openStore(dataDir)
  await store.contents.setAside()
  expect(inPlace(dataDir)).toEqual([])
  store.db.close()
  removeDatabase(dataDir)
  renameSync(away, join(dataDir, 'aios.db'))
  const { contents } = await openStore(dataDir)
  await contents.reclaim()
  expect(inPlace(dataDir).toSorted()).toEqual(hashes)
  expect(setAsideIn(dataDir)).toEqual([])
})

it('a removal in doubt keeps the bytes that the catalogue names for another document, and deletes others', async () => {
  const { dataDir, hashes } = await seeded('one')
  removeDatabase(dataDir)
  const { workspaces, add, documents, contents } = await openStore(dataDir)
  const { workspace } = workspaces.add('New')
  const [same, other] = [await add(workspace.id, 'another name', 'one'), await add(workspace.id, 'other')]
  for (const { id, sha256 } of [same, other]) {
    documents.purge(id)
    contents.removeUnheld([sha256])
  }
  expect(originalsIn(dataDir)).toEqual(hashes)
  expect(setAsideIn(dataDir)).toEqual(hashes)
})

it('no doubt is noted twice of the same database', async () => {
  const { dataDir } = await seeded('one')
  removeDatabase(dataDir)
  const first = await openStore(dataDir)
  const noted = readFileSync(join(dataDir, 'blobs/doubt.json'), 'utf8')
  first.db.close()
  const second = await openStore(dataDir)
  expect(readFileSync(join(dataDir, 'blobs/doubt.json'), 'utf8')).toBe(noted)
  second.catalogue.setOpen(false)
  second.db.close()
  expect((await openStore(dataDir)).catalogue.state().isOpen).toBe(0)
})
