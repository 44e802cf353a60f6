import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openStores } from '../../extensions/backend/src/server/stores.ts'
import { originalService } from '../../extensions/backend/src/services/library/originals.ts'
import { originalCheckService } from '../../extensions/backend/src/services/system/original-checks.ts'
import type { Condition } from '../../extensions/backend/src/shared/contract/condition.ts'
import type { OriginalCheck } from '../../extensions/backend/src/shared/contract/original-checks.ts'
import { openDatabase } from '../../extensions/backend/src/storage/database/database.ts'
import { checksums } from '../../extensions/backend/src/storage/originals/checksums.ts'
import { openedCopies } from '../../extensions/backend/src/storage/originals/opened-copies.ts'
import { originalCheckStore } from '../../extensions/backend/src/storage/originals/original-checks.ts'
import { openApp, type TestApp } from '../support/app.ts'
import { flip } from '../support/flip.ts'
import { temporaryFolder } from '../support/folder.ts'
import { permit } from '../support/samples.ts'
import { until } from '../support/until.ts'

let app: TestApp
beforeEach(async () => {
  app = await openApp()
})
afterEach(() => app.close())

const blobOf = (sha256 = '') => join(app.dataDir, 'blobs', sha256.slice(0, 2), sha256)
const report = (of = app) => of.json<OriginalCheck>('/api/storage/check')
const ended = (of = app) =>
  until(
    () => report(of),
    ({ status }) => status === 'idle',
  )
const files = (count: number) => Array.from({ length: count }, (_, n): [string, string] => [`${n}.txt`, `Berth ${n}.`])

it('finds what is damaged and missing when it is asked for, and says when it was', async () => {
  const { id } = await app.workspace()
  const documents = await app.add(id, ...files(12))
  expect(await report()).toEqual({ status: 'idle', checked: 0, total: 0, bytes: 0, damaged: [] })
  // Read a moment ago, which is no reason to trust it.
  await app.request(`/api/documents/${documents[3]?.id}/content`)
  flip(blobOf(documents[3]?.sha256), 2)
  rmSync(blobOf(documents[7]?.sha256))
  expect((await app.post('/api/storage/check')).status).toBe(202)
  const found = await ended()
  expect(found).toMatchObject({ checked: 12, total: 12, endedAt: expect.any(String) })
  expect(found.damaged).toEqual([
    { id: documents[3]?.id, workspaceId: id, name: '3.txt', fault: 'damaged' },
    { id: documents[7]?.id, workspaceId: id, name: '7.txt', fault: 'missing' },
  ])
  const { problems } = await app.json<Condition>('/api/condition')
  expect(problems).toMatchObject([
    { code: 'originals.damaged', message: expect.stringMatching(/2 documents .*3\.txt/) },
  ])

  await app.add(id, ...files(12))
  expect(await report()).toMatchObject({
    damaged: [],
    kept: { files: 1, size: 8, path: expect.stringMatching(/damaged$/) },
  })
  await app.post('/api/storage/check')
  expect(await ended()).toMatchObject({ checked: 12, damaged: [] })
})

it('is not bothered by a file that was refused, nor by one of a folder that is read in place', async () => {
  const { id } = await app.workspace()
  const folder = temporaryFolder()
  await app.post(`/api/workspaces/${id}/folders`, { path: folder, mode: 'in-place' })
  await app.add(id, ['empty.zip', Buffer.from('504b0506000000000000000000000000000000000000', 'hex')])
  const [refused] = await app.documents(id)
  expect(refused).toMatchObject({ status: 'failed' })
  await app.post('/api/storage/check')
  expect(await ended()).toMatchObject({ checked: 0, damaged: [] })
})

it('that was asked for goes on where it was after a restart', async () => {
  const { id } = await app.workspace()
  const documents = await app.add(id, ...files(20))
  await app.close({ keep: true })
  const db = await openDatabase(app.dataDir)
  const store = originalCheckStore(db)
  store.begin(true)
  const lease = store.claim() as string
  const sorted = documents.map(({ sha256 }) => sha256).toSorted()
  expect([...store.contents()]).toEqual(sorted)
  expect([...store.contents(sorted[11])]).toEqual(sorted.slice(12))
  expect(store.advance(lease, { position: sorted[11] as string, checked: 12, bytes: 120 })).toBe(true)
  const { beganAt } = store.progress() ?? {}
  store.release(lease)
  db.close()
  app = await openApp({ dataDir: app.dataDir })
  expect(await ended()).toMatchObject({ checked: 20, total: 20, beganAt, endedAt: expect.any(String) })
})

it('is done by one of two instances, once a month, and leaves the disk to what is being read', async () => {
  const { id } = await app.workspace()
  const documents = await app.add(id, ...files(6), ['permit.md', permit])
  flip(blobOf(documents[6]?.sha256))
  const log = pino({ level: 'silent' })
  let isReading = true
  const seen: string[] = []
  const open = async () => {
    const db = await openDatabase(app.dataDir)
    const sums = checksums()
    const stores = openStores({ db, dataDir: app.dataDir, afterCrash: false, sums })
    const copies = openedCopies({ dataDir: app.dataDir, sums, isThere: () => true, log })
    const originals = originalService({ ...stores, copies, sums })
    const service = originalCheckService({
      ...{ ...stores, store: originalCheckStore(db), damaged: { look: () => undefined }, log },
      originals: {
        ...originals,
        examine(sha256, options) {
          seen.push(sha256)
          return originals.examine(sha256, options)
        },
      },
      isReading: () => isReading,
      pace: { look: 20 },
    })
    service.start()
    return { db, service }
  }
  const both = await Promise.all([open(), open()])
  try {
    await until(() => seen.length === 1)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(seen).toHaveLength(1)
    isReading = false
    const one = await until(
      async () => both[0].service.report(),
      ({ status, endedAt }) => status === 'idle' && endedAt !== undefined,
    )
    expect(one).toMatchObject({ checked: 7, damaged: [{ name: 'permit.md' }] })
    expect(both[1].service.report()).toEqual(one)
    expect(seen).toEqual(documents.map(({ sha256 }) => sha256).toSorted())
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(seen).toHaveLength(7) // not again before a month is over
  } finally {
    for (const { db, service } of both) {
      await service.close()
      db.close()
    }
  }
})
