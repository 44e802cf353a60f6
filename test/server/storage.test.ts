import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { StorageReport } from '../../extensions/backend/src/shared/contract/storage.ts'
import { openDatabase } from '../../extensions/backend/src/storage/database/database.ts'
import { snapshot } from '../../extensions/backend/src/storage/database/snapshots.ts'
import { openApp, type TestApp } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

it('storage says where the data is and how much of it', async () => {
  const { id } = await app.workspace('Sized')
  const before = await app.json<StorageReport>('/api/storage')
  await app.add(id, ['unique.txt', 'x'.repeat(10_000)])
  const after = await app.json<StorageReport>('/api/storage')
  expect(after).toMatchObject({ dataDir: app.dataDir, snapshots: [] })
  expect(after.originals - before.originals).toBe(10_000)
  expect(after.database).toBeGreaterThan(10_000)
})

it('storage lists the copies of the database', async () => {
  const began = Date.now() - 2000 // file systems keep coarse times
  const db = await openDatabase(app.dataDir)
  const path = await snapshot(db, app.dataDir)
  db.close()
  const { snapshots } = await app.json<StorageReport>('/api/storage')
  expect(snapshots).toEqual([
    {
      name: basename(path),
      kind: 'migration',
      size: statSync(path).size,
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
    },
  ])
  expect(Date.parse(snapshots[0]?.createdAt ?? '')).toBeGreaterThan(began)
})

it('a copy is made once a day by itself, and checked', async () => {
  const tomorrow = Date.now() + 24 * 3600_000
  await app.workspace('Written since')
  const kinds = async () => (await app.json<StorageReport>('/api/storage')).snapshots.map(({ kind }) => kind)
  const before = await kinds()
  await app.services.care.look(tomorrow)
  expect(await kinds()).toEqual([...before, 'daily'])
  const { snapshots } = await app.json<StorageReport>('/api/storage')
  expect(snapshots.every(({ verified }) => verified)).toBe(true)
  await app.services.care.look()
  expect(await kinds()).toEqual([...before, 'daily'])
})

it('what came of a repair is said until somebody has read it, and what is still wrong stays', async () => {
  const { condition } = app.services
  let isRead = false
  const onDismissed = () => {
    isRead = true
  }
  condition.raise({ code: 'test.mended', message: 'It is mended.', action: 'none', onDismissed })
  condition.raise({ code: 'test.open', message: 'It is damaged.', action: 'repair' })
  expect(await app.json('/health')).toMatchObject({ status: 'degraded', problem: 'It is damaged.' })
  const dismiss = async (code: string) => (await app.request(`/api/condition/${code}`, { method: 'DELETE' })).status
  expect(await dismiss('test.open')).toBe(409)
  expect(await dismiss('test.unknown')).toBe(404)
  condition.settle('test.open')
  expect(await app.json('/health')).toMatchObject({ status: 'ok' })
  expect(await dismiss('test.mended')).toBe(204)
  expect(isRead).toBe(true)
})
