import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it, onTestFinished } from 'vitest'
import type { Condition } from '../../extensions/backend/src/shared/contract/condition.ts'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import type { IndexingState } from '../../extensions/backend/src/shared/contract/indexing.ts'
import { markdownOf } from '../../scripts/bench/corpus.ts'
import { type RunningBackend, startBackend } from '../support/backend.ts'
import { httpClient } from '../support/client.ts'
import { permit } from '../support/samples.ts'
import { smallDisk } from '../support/small-disk.ts'
import { until } from '../support/until.ts'

const probe = smallDisk(1)
probe?.[Symbol.dispose]()
const why = probe ? '' : ' (skipped: this user may not mount a small disk)'
const onSmallDisk = it.skipIf(!probe)

const disk = (megabytes: number) => {
  const made = smallDisk(megabytes) as NonNullable<ReturnType<typeof smallDisk>>
  onTestFinished(() => made[Symbol.dispose]())
  return made
}

const reserveIn = (path: string) => join(path, 'reserve')
const problems = async (backend: RunningBackend) => (await backend.json<Condition>('/api/condition')).problems
const isDegraded = (backend: RunningBackend, wanted: boolean) =>
  until(
    () => problems(backend),
    (found) => found.some(({ code }) => code === 'storage.full') === wanted,
  )
const databaseBytes = (path: string) =>
  ['aios.db', 'aios.db-wal'].reduce(
    (sum, name) => sum + (statSync(join(path, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  )
/** Adds documents of so many passages together. */
const addLarge = async (backend: RunningBackend, workspaceId: string, passages: number): Promise<Document[]> => {
  const documents = (await (await backend.upload(workspaceId, ...markdownOf(passages))).json()) as Document[]
  await until(
    () => backend.json<IndexingState>('/api/indexing'),
    ({ queued, indexing }) => queued + indexing === 0,
    { limit: 150_000, pause: 100 },
  )
  return documents
}

const expectSound = (path: string) => {
  const db = new DatabaseSync(join(path, 'aios.db'), { readOnly: true })
  expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  db.close()
}

onSmallDisk(
  `on a disk that is full to the last byte, documents and workspaces are deleted${why}`,
  { timeout: 240_000 },
  async () => {
    const small = disk(96)
    await using backend = await startBackend({ dataDir: small.path })
    const { id } = await backend.workspace()
    const [kept] = await backend.add(id, ['permit.md', permit])
    const before = databaseBytes(small.path)
    const large = await addLarge(backend, id, 5000)
    const other = await backend.workspace('Others')
    await addLarge(backend, other.id, 3000)
    await until(() => existsSync(reserveIn(small.path)))

    small.fill()
    expect(small.free()).toBe(0)
    await isDegraded(backend, true)
    expect(await backend.json('/health')).toMatchObject({ status: 'degraded', problem: expect.stringMatching(/full/) })
    const refused = await backend.upload(id, ['more.md', permit])
    expect(refused.status).toBe(507)
    expect(await refused.json()).toMatchObject({
      error: { code: 'storage.full', message: expect.stringMatching(/Free/) },
    })
    expect(readdirSync(join(small.path, 'blobs/incoming'))).toEqual([])
    const found = await backend.json<{ hits: unknown[] }>(`/api/workspaces/${id}/search?q=mooring`)
    expect(found.hits.length).toBeGreaterThan(0)

    for (const document of large) {
      const { status } = await backend.request(`/api/documents/${document.id}`, { method: 'DELETE' })
      expect(status).toBe(204)
    }
    expect((await backend.request(`/api/workspaces/${other.id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await backend.documents(id)).map((document) => document.id)).toEqual([kept?.id])
    // All of it comes back to the disk, whose other owner keeps what is theirs.
    await until(
      () => databaseBytes(small.path),
      (bytes) => bytes < before + 6_000_000,
    )
    expect(small.free()).toBeGreaterThan(14_000_000)

    small.empty()
    await isDegraded(backend, false)
    await until(() => existsSync(reserveIn(small.path)))
    const [added] = await backend.add(id, ['other.md', permit.repeat(20)])
    expect(added?.status).toBe('ready')
    expectSound(small.path)
  },
)

onSmallDisk(`what waits for room says so, and goes on by itself${why}`, async () => {
  const small = disk(96)
  await using backend = await startBackend({ dataDir: small.path })
  const { id } = await backend.workspace()
  await backend.add(id, ['permit.md', permit])
  await until(() => existsSync(reserveIn(small.path)))
  await backend.post('/api/indexing', { paused: true })
  const queued = (await (await backend.upload(id, ['other.md', permit.repeat(9)])).json()) as Document[]
  small.fill(2_000_000)
  await isDegraded(backend, true)
  await backend.post('/api/indexing', { paused: false })
  const task = await backend.launch(id, 'What is the annual fee?')
  expect(await backend.json<IndexingState>('/api/indexing')).toMatchObject({
    paused: false,
    ...{ queued: 1, indexing: 0, waits: expect.stringMatching(/disk/) },
  })
  expect(await backend.json('/api/queue')).toMatchObject({
    queued: 1,
    running: 0,
    waits: expect.stringMatching(/disk/),
  })

  small.empty()
  await isDegraded(backend, false)
  expect(await backend.json('/api/indexing')).not.toHaveProperty('waits')
  expect(await httpClient(backend).ended(task.id)).toMatchObject({ status: 'succeeded' })
  expect(await backend.json<Document>(`/api/documents/${queued[0]?.id}`)).toMatchObject({ status: 'ready' })
})

/** What is answered to the head of an upload whose body never comes. */
const answerToHead = (backend: RunningBackend, workspaceId: string, bytes: number) =>
  new Promise<number | undefined>((resolve, reject) => {
    const sending = request({
      ...{ port: backend.port, host: '127.0.0.1', method: 'POST' },
      path: `/api/workspaces/${workspaceId}/documents`,
      headers: {
        authorization: `Bearer ${backend.token}`,
        'content-type': 'multipart/form-data; boundary=b',
        'content-length': bytes,
      },
    })
    sending.on('response', (response) => {
      resolve(response.statusCode)
      sending.destroy()
    })
    sending.on('error', reject)
    sending.write('--b\r\nContent-Disposition: form-data; name="file"; filename="large.bin"\r\n\r\n')
  })

onSmallDisk(`an upload that has no room is refused before it is sent, and one that lies is cut${why}`, async () => {
  const small = disk(64)
  await using backend = await startBackend({ dataDir: small.path })
  const { id } = await backend.workspace()
  expect(await answerToHead(backend, id, 100_000_000)).toBe(507)
  // Sent in chunks, it does not say how large it is.
  const head = Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="large.bin"\r\n\r\n')
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(head)
      for (let n = 0; n < 80; n++) controller.enqueue(new Uint8Array(1_000_000))
      controller.enqueue(Buffer.from('\r\n--b--\r\n'))
      controller.close()
    },
  })
  const response = await backend.request(`/api/workspaces/${id}/documents`, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
    ...{ body, duplex: 'half' },
  } as RequestInit)
  expect(response.status).toBe(507)
  expect(readdirSync(join(small.path, 'blobs/incoming'))).toEqual([])
  expect(await backend.documents(id)).toEqual([])
})

onSmallDisk(`AIOS starts on a disk that is full to the last byte, at the cost of its reserve${why}`, async () => {
  const small = disk(64)
  {
    await using backend = await startBackend({ dataDir: small.path })
    const { id } = await backend.workspace()
    await backend.add(id, ['permit.md', permit])
    await until(() => existsSync(reserveIn(small.path)))
  }
  small.fill()
  await using again = await startBackend({ dataDir: small.path })
  const [workspace] = await again.json<{ id: string; documents: number }[]>('/api/workspaces')
  expect(workspace).toMatchObject({ documents: 1 })
  const { status } = await again.request(`/api/workspaces/${workspace?.id}`, { method: 'DELETE' })
  expect(status).toBe(204)
})

onSmallDisk(`the reserve is made at the start, also on a disk that is low already${why}`, async () => {
  const small = disk(64)
  {
    await using backend = await startBackend({ dataDir: small.path })
    await backend.add((await backend.workspace()).id, ['permit.md', permit])
  }
  rmSync(reserveIn(small.path), { force: true })
  small.fill(8_500_000)
  await using backend = await startBackend({ dataDir: small.path })
  await until(() => existsSync(reserveIn(small.path)))
  await isDegraded(backend, true)
  small.fill()

  // What could not be begun for want of space leaves nothing in its own way.
  expect((await backend.post('/api/storage/snapshots')).status).toBe(507)
  expect((await backend.post('/api/storage/repair')).status).toBe(507)
  const [workspace] = await backend.json<{ id: string }[]>('/api/workspaces')
  const deleted = await backend.request(`/api/workspaces/${workspace?.id}`, { method: 'DELETE' })
  expect(deleted.status).toBe(204)
  small.empty()
  await isDegraded(backend, false)
  expect((await backend.post('/api/storage/snapshots')).status).toBe(201)
})
