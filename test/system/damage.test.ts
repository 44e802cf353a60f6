import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Condition } from '../../extensions/backend/src/shared/contract/condition.ts'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import type { StorageReport } from '../../extensions/backend/src/shared/contract/storage.ts'
import type { Task } from '../../extensions/backend/src/shared/contract/tasks.ts'
import { connect } from '../../extensions/backend/src/storage/database/database.ts'
import { quickCheck } from '../../extensions/backend/src/storage/database/quick-check.ts'
import { snapshots } from '../../extensions/backend/src/storage/database/snapshots.ts'
import { backends, isPacked, type RunningBackend, startBackend } from '../support/backend.ts'
import { type Contents, copyOf, cutOff, damagePages, filledLibrary, pagesOf, wipePages } from '../support/damage.ts'
import { temporaryFolder } from '../support/folder.ts'
import { roleBelow } from '../support/processes.ts'
import { until } from '../support/until.ts'

/** As people have it, where that was made. */
const command = isPacked ? backends.packed : backends.source

let library = ''
let ids: string[]
let contents: Contents
beforeAll(async () => {
  library = mkdtempSync(join(tmpdir(), 'aios-library-'))
  ;({ ids, contents } = await filledLibrary(library))
}, 180_000)
afterAll(() => rmSync(library, { recursive: true, force: true }))

/** A copy of the library; `unclean`: as if the server before had been killed, so that the next one checks it. */
const damagedLibrary = (damage: (dataDir: string) => void, { unclean = true } = {}) => {
  const dataDir = copyOf(library, temporaryFolder())
  damage(dataDir)
  const gone = encodeURIComponent(`${hostname()}:999999999:1`)
  if (unclean) writeFileSync(join(dataDir, 'instances', gone), '')
  return dataDir
}

type Health = { status: string; problem?: string }
const health = (backend: RunningBackend) => backend.json<Health>('/health')

/** Whether it is through with what it repairs at its start. */
const isUp = async (backend: RunningBackend): Promise<boolean> => {
  const response = await backend.request('/api/workspaces').catch(() => undefined)
  return response !== undefined && !(await response.text()).includes('database.repairing')
}

/** Looks at all there is, as a window would; gives back the codes of what was refused. */
const lookAround = async (backend: RunningBackend) => {
  const refused: string[] = []
  const get = async <T>(path: string): Promise<T | undefined> => {
    const response = await backend.request(path)
    const body = await response.text()
    if (response.ok) return JSON.parse(body) as T
    expect(body, path).not.toContain('Something went wrong')
    refused.push((JSON.parse(body) as { error: { code: string } }).error.code)
    return undefined
  }
  await get('/api/workspaces')
  for (const id of ids) {
    const documents = (await get<Document[]>(`/api/workspaces/${id}/documents`)) ?? []
    for (const document of documents.slice(0, 3)) {
      await get(`/api/documents/${document.id}`)
      await get(`/api/documents/${document.id}/pages/1`)
    }
    await get(`/api/workspaces/${id}/search?q=annual+fee`)
    const tasks = (await get<Task[]>(`/api/tasks?workspaceId=${id}`)) ?? []
    for (const task of tasks) await get(`/api/tasks/${task.id}`)
  }
  for (const path of ['/api/storage', '/api/agents', '/api/schedules', '/api/usage', '/api/indexing']) await get(path)
  return refused
}

const isMended = async (backend: RunningBackend) =>
  (await backend.json<Condition>('/api/condition')).problems.some(({ code }) => code === 'database.repaired')

/** Asks for a repair and waits until the server that comes after it is there, with everything read. */
const repaired = async (backend: RunningBackend) => {
  const before = roleBelow(backend.pid, 'server')
  expect((await backend.post('/api/storage/repair')).status).toBe(202)
  await until(async () => roleBelow(backend.pid, 'server') !== before && (await isUp(backend)), Boolean, {
    limit: 60_000,
  })
  await until(
    () => backend.json<{ queued: number; indexing: number }>('/api/indexing'),
    ({ queued, indexing }) => queued + indexing === 0,
    { limit: 60_000 },
  )
}

const documentsOf = async (backend: RunningBackend) =>
  (await Promise.all(ids.map((id) => backend.documents(id)))).flat().map(({ id }) => id)

it('a damaged page is said, never crashes it, and is repaired', { timeout: 600_000 }, async () => {
  const pages = pagesOf(library)
  const positions = Array.from({ length: 12 }, (_, n) => 2 + Math.floor((n * (pages - 2)) / 12))
  const met = { damage: 0, documents: 0 }
  for (const [round, page] of positions.entries()) {
    const dataDir = damagedLibrary((copy) => (round % 2 === 0 ? damagePages : wipePages)(copy, [page]))
    // A page that holds nothing, or the end of a long text, may change without SQLite's noticing.
    const canBeSeen = quickCheck(join(dataDir, 'aios.db')).length > 0
    await using backend = await startBackend({ dataDir, command })
    await until(() => isUp(backend), Boolean, { limit: 60_000 })
    const server = roleBelow(backend.pid, 'server')
    const refused = await lookAround(backend)
    expect(refused.filter((code) => code !== 'database.damaged' && !code.endsWith('.unknown'))).toEqual([])
    expect(roleBelow(backend.pid, 'server')).toBe(server)
    if (canBeSeen) {
      const { problem } = await until(
        async () => ({ ...(await health(backend)), isMended: await isMended(backend) }),
        (found) => found.status === 'degraded' || found.isMended,
        { limit: 60_000 },
      )
      // What cannot be opened at all was repaired before; everything else is said, and waits to be.
      if (!(await isMended(backend))) {
        expect(problem).toMatch(/damaged/)
        const { problems } = await backend.json<Condition>('/api/condition')
        expect(problems).toContainEqual(expect.objectContaining({ code: 'database.damaged', action: 'repair' }))
        met.damage += 1
      }
    }
    if (!(await isMended(backend))) await repaired(backend)
    expect(await lookAround(backend)).toEqual([])
    const after = await backend.json<Condition>('/api/condition')
    expect(after.problems.map(({ code }) => code)).toEqual(['database.repaired'])
    const { snapshots } = await backend.json<StorageReport>('/api/storage')
    expect(snapshots.map(({ kind }) => kind)).toContain('damaged')
    const documents = await documentsOf(backend)
    met.documents += contents.documents.length - documents.length
    for (const id of documents.slice(0, 5)) {
      expect(await backend.json<Document>(`/api/documents/${id}`)).toMatchObject({ status: 'ready' })
    }
    const [workspace] = ids
    const { hits } = await backend.json<{ hits: unknown[] }>(`/api/workspaces/${workspace}/search?q=annual+fee`)
    expect(hits.length).toBeGreaterThan(0)
    expect((await backend.request('/api/condition/database.repaired', { method: 'DELETE' })).status).toBe(204)
    expect(await health(backend)).toMatchObject({ status: 'ok' })
  }
  expect(met.damage).toBeGreaterThan(0)
  expect(met.documents).toBeLessThan(contents.documents.length)
})

it('a document whose index is damaged waits until it is repaired; other workspaces go on', {
  timeout: 240_000,
}, async () => {
  const dataDir = damagedLibrary((copy) => {
    const db = connect(copy, 'reader')
    const roots = db
      .prepare("SELECT pageno AS page FROM dbstat WHERE name LIKE 'passage_index_1_%' OR name = 'passage_words_1'")
      .all() as { page: number }[]
    db.close()
    damagePages(
      copy,
      roots.map(({ page }) => page),
    )
  })
  await using backend = await startBackend({ dataDir, command })
  const [damaged, sound] = ids as [string, string]
  const [waiting] = (await (
    await backend.upload(damaged, ['new.md', 'A new berth for the herring fleet.'])
  ).json()) as Document[]
  const [read] = await backend.add(sound, ['other.md', 'A new berth for the cod fleet.'])
  expect(read?.status).toBe('ready')
  await until(
    () => health(backend),
    ({ status }) => status === 'degraded',
    { limit: 20_000 },
  )
  expect(await backend.json<Document>(`/api/documents/${waiting?.id}`)).toMatchObject({ status: 'queued' })
  const failed = await backend.request(`/api/workspaces/${damaged}/search?q=fee`)
  expect(failed.status).toBe(503)
  expect(await failed.json()).toMatchObject({ error: { code: 'database.damaged' } })
  await repaired(backend)
  expect(await backend.json<Document>(`/api/documents/${waiting?.id}`)).toMatchObject({ status: 'ready' })
  const { hits } = await backend.json<{ hits: unknown[] }>(`/api/workspaces/${damaged}/search?q=herring`)
  expect(hits).toHaveLength(1)
  expect((await documentsOf(backend)).length).toBe(contents.documents.length + 2)
})

it('starts with a database that cannot be opened, and says what it did', { timeout: 240_000 }, async () => {
  const damages: [string, (dataDir: string) => void, RegExp][] = [
    ['garbage', (copy) => damagePages(copy, [1]), /started with a new one/],
    ['cut off', (copy) => cutOff(copy, Math.floor(pagesOf(copy) * 0.7) * 4096), /was repaired/],
    ['cut in a page', (copy) => cutOff(copy, Math.floor(pagesOf(copy) * 0.7) * 4096 + 77), /was repaired/],
  ]
  for (const [what, damage, words] of damages) {
    await using backend = await startBackend({ dataDir: damagedLibrary(damage), command })
    await until(() => isUp(backend), Boolean, { limit: 60_000 })
    const { problems } = await backend.json<Condition>('/api/condition')
    expect(problems.map(({ message }) => message).join(' '), what).toMatch(words)
    const { snapshots } = await backend.json<StorageReport>('/api/storage')
    expect(snapshots.filter(({ kind }) => kind === 'damaged')).toHaveLength(1)
    const { id } = await backend.workspace('After')
    expect(await backend.add(id, ['after.md', 'The ferry leaves at noon.'])).toMatchObject([{ status: 'ready' }])
  }
})

it('a repair that is killed is made by the next start', { timeout: 240_000 }, async () => {
  const dataDir = damagedLibrary((copy) => damagePages(copy, [pagesOf(copy) - 40, pagesOf(copy) - 30]))
  await using backend = await startBackend({ dataDir, command })
  const before = roleBelow(backend.pid, 'server')
  expect((await backend.post('/api/storage/repair')).status).toBe(202)
  const next = await until(() => [roleBelow(backend.pid, 'server')].find((server) => server !== before), Boolean, {
    pause: 1,
  })
  process.kill(next as number, 'SIGKILL')
  await until(async () => (await isUp(backend)) && (await isMended(backend)), Boolean, { limit: 60_000 })
  expect(await lookAround(backend)).toEqual([])
  const { problems } = await backend.json<Condition>('/api/condition')
  expect(problems).toMatchObject([{ code: 'database.repaired' }])
})

it('a copy is made, restored by a request, and undone', { timeout: 240_000 }, async () => {
  await using backend = await startBackend({ dataDir: damagedLibrary(() => undefined, { unclean: false }), command })
  const { name } = await backend.postJson<{ name: string }>('/api/storage/snapshots')
  const { snapshots } = await backend.json<StorageReport>('/api/storage')
  expect(snapshots).toMatchObject([{ name, kind: 'manual', verified: true }])
  const late = await backend.workspace('Late')
  const restore = async (wanted: string) => {
    const before = roleBelow(backend.pid, 'server')
    expect((await backend.post(`/api/storage/snapshots/${wanted}/restore`)).status).toBe(202)
    await until(async () => roleBelow(backend.pid, 'server') !== before && (await isUp(backend)), Boolean, {
      limit: 60_000,
    })
  }
  const names = async () => (await backend.json<{ name: string }[]>('/api/workspaces')).map((each) => each.name)
  await restore(name)
  expect(await names()).not.toContain(late.name)
  const { problems } = await backend.json<Condition>('/api/condition')
  expect(problems).toMatchObject([{ code: 'database.restored', dismissible: true }])
  const kept = (await backend.json<StorageReport>('/api/storage')).snapshots.find(
    ({ kind }) => kind === 'before-restore',
  )
  await restore(kept?.name ?? '')
  expect(await names()).toContain(late.name)

  for (const wrong of ['..%2Faios.db', 'nothing.db', '%2e%2e%2f%2e%2e%2fetc%2fpasswd']) {
    expect((await backend.post(`/api/storage/snapshots/${wrong}/restore`)).status).toBe(404)
    expect((await backend.request(`/api/storage/snapshots/${wrong}`, { method: 'DELETE' })).status).toBe(404)
  }
})

it('neither repairs nor restores while another instance has the data open', { timeout: 240_000 }, async () => {
  await using one = await startBackend({ dataDir: damagedLibrary(() => undefined, { unclean: false }), command })
  await using two = await startBackend({ dataDir: one.dataDir, command })
  const refused = await one.post('/api/storage/repair')
  expect(refused.status).toBe(409)
  expect(await refused.json()).toMatchObject({ error: { code: 'data.in-use', message: /Close it/ } })
  await two.stop()
  await repaired(one)
  expect(await documentsOf(one)).toHaveLength(contents.documents.length)
})

it('the check finds a damaged database, and repairs it where that is asked for', { timeout: 240_000 }, async () => {
  const dataDir = damagedLibrary((copy) => damagePages(copy, [pagesOf(copy) - 40, pagesOf(copy) - 30]), {
    unclean: false,
  })
  const run = (...args: string[]) => {
    const [program, ...script] = command as [string, ...string[]]
    const env = { PATH: '', AIOS_DATA_DIR: dataDir }
    return spawnSync(program, [...script, 'check', ...args], { encoding: 'utf8', env })
  }
  expect(run()).toMatchObject({ status: 1, stdout: /run this again with --repair/ })
  const done = run('--repair')
  expect(done.stderr).toContain('The database was repaired.')
  expect(done.stdout).toMatch(/Database +undamaged/)
  expect(run()).toMatchObject({ stdout: /Database +undamaged/ })
  expect(snapshots(dataDir).map(({ kind }) => kind)).toEqual(['damaged'])
})

it('the command lists copies and goes back to one, unless AIOS runs', { timeout: 240_000 }, async () => {
  const dataDir = damagedLibrary(() => undefined, { unclean: false })
  const run = (...args: string[]) => {
    const [program, ...script] = command as [string, ...string[]]
    const env = { PATH: '', AIOS_DATA_DIR: dataDir }
    return spawnSync(program, [...script, 'restore', ...args], { encoding: 'utf8', env })
  }
  expect(run('--list')).toMatchObject({ status: 0, stdout: /no copies/ })
  expect(run()).toMatchObject({ status: 1, stderr: /no undamaged copy/ })
  let name = ''
  {
    await using backend = await startBackend({ dataDir, command })
    ;({ name } = await backend.postJson<{ name: string }>('/api/storage/snapshots'))
    await backend.workspace('Late')
    expect(run(name)).toMatchObject({ status: 1, stderr: /has this data open. Close it/ })
  }
  expect(run('--list').stdout).toMatch(new RegExp(`^${name}\tmanual\t.* MB\tundamaged`))
  expect(run('nothing.db')).toMatchObject({ status: 1, stderr: /no copy of the database named nothing.db/ })
  expect(run('one', 'two').status).toBe(2)
  const done = run()
  expect(done).toMatchObject({ status: 0, stdout: new RegExp(`Restored ${name}`) })
  const names = async (backend: RunningBackend) =>
    (await backend.json<{ name: string }[]>('/api/workspaces')).map((each) => each.name)
  {
    await using backend = await startBackend({ dataDir, command })
    expect(await names(backend)).not.toContain('Late')
  }
  const [kept] = /before-restore-\S+\.db/.exec(done.stdout) ?? []
  expect(run(kept ?? '').status).toBe(0)
  await using backend = await startBackend({ dataDir, command })
  expect(await names(backend)).toContain('Late')
})
