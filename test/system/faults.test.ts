import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import type { Task } from '../../extensions/backend/src/shared/contract/tasks.ts'
import { type RunningBackend, startBackend } from '../support/backend.ts'
import { originalsIn } from '../support/originals.ts'
import { roleBelow } from '../support/processes.ts'
import { permit } from '../support/samples.ts'
import { until } from '../support/until.ts'
import { unzip } from '../support/unzip.ts'

const incoming = ({ dataDir }: RunningBackend) => readdirSync(join(dataDir, 'blobs/incoming'))
/** Files that the server has open in its data directory, besides the database. */
const openBlobs = ({ pid, dataDir }: RunningBackend) => {
  const server = roleBelow(pid, 'server') as number
  const links = spawnSync('ls', ['-l', `/proc/${server}/fd`], { encoding: 'utf8' }).stdout
  return links.split('\n').filter((line) => line.includes(join(dataDir, 'blobs'))).length
}

/** Begins to send a file and leaves in the middle of it. */
const abandonedUpload = async ({ port, token }: RunningBackend, workspaceId: string) => {
  const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="half.bin"\r\n\r\n'
  const sending = request({
    port,
    host: '127.0.0.1',
    path: `/api/workspaces/${workspaceId}/documents`,
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'multipart/form-data; boundary=b',
      'content-length': 50_000_000,
    },
  })
  sending.on('error', () => undefined) // it is we who break it off
  sending.write(head)
  sending.write(randomBytes(500_000))
  await delay(100)
  sending.destroy()
}

it('an upload that is broken off leaves no file and no handle behind, and the server running', async () => {
  await using backend = await startBackend()
  const { id } = await backend.workspace()
  const server = roleBelow(backend.pid, 'server')
  await Promise.all(Array.from({ length: 5 }, () => abandonedUpload(backend, id)))
  await until(
    () => incoming(backend).length + openBlobs(backend),
    (left) => left === 0,
  )
  await backend.add(id, ['permit.md', permit])
  expect(roleBelow(backend.pid, 'server')).toBe(server)
  expect(await backend.documents(id)).toHaveLength(1)
})

it('what was being uploaded when the server was killed is swept at the next start', async () => {
  await using backend = await startBackend()
  const { id } = await backend.workspace()
  const upload = abandonedUpload(backend, id)
  await until(() => incoming(backend).length > 0)
  process.kill(roleBelow(backend.pid, 'server') as number, 'SIGKILL')
  await upload
  await until(() =>
    backend.request('/health').then(
      ({ ok }) => ok,
      () => false,
    ),
  )
  expect(incoming(backend)).toEqual([])
})

const disk = mkdtempSync(join(tmpdir(), 'aios-disk-'))
const canMount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', disk]).status === 0
const why = canMount ? '' : ' (skipped: this user may not mount a small disk)'
afterAll(() => {
  spawnSync('umount', ['-l', disk])
  rmSync(disk, { recursive: true, force: true })
})

it.skipIf(!canMount)(`a full disk refuses an upload, leaves no trace, and AIOS can still be opened${why}`, async () => {
  let kept: Document[] = []
  let id = ''
  {
    await using backend = await startBackend({ dataDir: disk })
    id = (await backend.workspace()).id
    kept = await backend.add(id, ['permit.md', permit])
    const refused = await backend.upload(id, ['large.bin', randomBytes(20_000_000)])
    expect(refused.status).toBe(507)
    expect(await refused.json()).toMatchObject({
      error: { code: 'storage.full', message: expect.stringMatching(/Free/) },
    })
    expect(incoming(backend)).toEqual([])
    expect(await backend.documents(id)).toHaveLength(1)
    // What is left of the disk is filled to the last byte, while AIOS runs and at its next start.
    spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'filler')}`, 'bs=64k'])
    expect((await backend.upload(id, ['other.md', permit.repeat(20)])).status).toBe(507)
    expect(await backend.documents(id)).toHaveLength(1)
  }
  await using again = await startBackend({ dataDir: disk })
  expect(await again.documents(id)).toMatchObject([{ id: kept[0]?.id, status: 'ready' }])
  rmSync(join(disk, 'filler'))
  const [added] = await again.add(id, ['other.md', permit.repeat(20)])
  expect(added?.status).toBe('ready')
})

it('an export goes on although what it lists is deleted meanwhile, and the bytes go after it', async () => {
  await using backend = await startBackend()
  const { id } = await backend.workspace()
  const files = Array.from({ length: 6 }, (_, n): [string, Uint8Array] => [`noise ${n}.bin`, randomBytes(1_500_000)])
  const documents = await backend.add(id, ...files)
  const response = await backend.request(`/api/workspaces/${id}/export`)
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const chunks = [(await reader.read()).value as Uint8Array]
  for (const document of documents) await backend.request(`/api/documents/${document.id}`, { method: 'DELETE' })
  for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value)
  const zip = await unzip(Buffer.concat(chunks))
  for (const [name, bytes] of files) expect(zip.get(`documents/${name}`)?.equals(Buffer.from(bytes))).toBe(true)
  const blob = (sha256: string) => join(backend.dataDir, 'blobs', sha256.slice(0, 2), sha256)
  await until(() => documents.every(({ sha256 }) => !existsSync(blob(sha256))))
})

it('nothing stays open of downloads that nobody reads to the end', async () => {
  await using backend = await startBackend()
  const { id } = await backend.workspace()
  const [document] = await backend.add(id, ['noise.bin', randomBytes(5_000_000)])
  for (const path of [`/api/documents/${document?.id}/content`, `/api/workspaces/${id}/export`]) {
    for (let n = 0; n < 5; n++) await backend.request(path, { method: 'HEAD' })
    for (let n = 0; n < 5; n++) await (await backend.request(path)).body?.cancel()
  }
  await backend.request('/api/events', { method: 'HEAD' })
  await until(
    () => openBlobs(backend),
    (open) => open === 0,
  )
})

it('a workspace that is deleted while its documents are indexed leaves nothing behind', async () => {
  await using backend = await startBackend()
  const { id } = await backend.workspace()
  await backend.upload(
    id,
    ...Array.from({ length: 60 }, (_, n): [string, string] => [`${n}.md`, `${permit}\n${n}`.repeat(9)]),
  )
  expect((await backend.request(`/api/workspaces/${id}`, { method: 'DELETE' })).status).toBe(204)
  await delay(500)
  const db = new DatabaseSync(join(backend.dataDir, 'aios.db'), { readOnly: true })
  const count = (sql: string) => (db.prepare(sql).get() as { n: number }).n
  expect(count("SELECT count(*) AS n FROM sqlite_master WHERE name GLOB '*_index_*'")).toBe(0)
  for (const table of ['workspace', 'document', 'page', 'passage']) {
    expect(count(`SELECT count(*) AS n FROM ${table}`)).toBe(0)
  }
  db.close()
  expect(originalsIn(backend.dataDir)).toEqual([])
})

it('two instances: a task is followed from the other one, and a document that is queued anew is written once', async () => {
  await using one = await startBackend()
  await using two = await startBackend({ dataDir: one.dataDir })
  const { id } = await one.workspace()
  const large: [string, string] = ['large.md', Array.from({ length: 400 }, (_, n) => `${permit}\n${n}`).join('\n')]
  const [queued] = (await (await one.upload(id, large)).json()) as Document[]
  const task = await one.launch(id, 'What is the annual fee?')
  const followed = two.request(`/api/tasks/${task.id}/events`).then((response) => response.text())
  for (const at of [one, two, one]) await at.post(`/api/documents/${queued?.id}/reindex`)
  const ready = await until(
    () => one.json<Document>(`/api/documents/${queued?.id}`),
    ({ status }) => status === 'ready' || status === 'failed',
    { limit: 60_000 },
  )
  expect(ready.status).toBe('ready')
  expect(await followed).toContain('"status":"succeeded"')
  const db = new DatabaseSync(join(one.dataDir, 'aios.db'), { readOnly: true })
  expect(db.prepare('SELECT count(*) AS n FROM passage').get()).toEqual({ n: ready.passages })
  db.close()
})

it('an original that was lost comes back with the same file', async () => {
  await using backend = await startBackend()
  const { id } = await backend.workspace()
  const [document] = await backend.add(id, ['permit.md', permit])
  const { sha256 } = document as Document
  const blob = join(backend.dataDir, 'blobs', sha256.slice(0, 2), sha256)
  rmSync(blob)
  const gone = await backend.request(`/api/documents/${document?.id}/content`)
  expect(gone.status).toBe(409)
  expect(await gone.json()).toMatchObject({ error: { code: 'document.bytes-missing' } })
  expect((await backend.add(id, ['permit.md', permit]))[0]?.id).toBe(document?.id)
  expect(statSync(blob).size).toBe(Buffer.byteLength(permit))
})

it('a task that is cancelled and tried again at once is run once more, and only so', async () => {
  await using backend = await startBackend()
  const { id } = await backend.workspace()
  await backend.upload(
    id,
    ...Array.from({ length: 40 }, (_, n): [string, string] => [`${n}.md`, `${permit}\n${n}`.repeat(9)]),
  )
  const { id: taskId } = await backend.launch(id, 'What is the annual fee?')
  for (let n = 0; n < 3; n++) {
    await backend.post(`/api/tasks/${taskId}/cancel`)
    await backend.post(`/api/tasks/${taskId}/retry`)
  }
  await until(
    () => backend.json<Task>(`/api/tasks/${taskId}`),
    ({ status }) => status === 'succeeded',
    { limit: 60_000 },
  )
  await delay(300)
  expect(await backend.json<Task>(`/api/tasks/${taskId}`)).toMatchObject({ status: 'succeeded', attempt: 4 })
})
