import { afterAll, beforeAll, expect, it } from 'vitest'
import type { StorageReport } from '../../extensions/backend/src/contract/storage.ts'
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
