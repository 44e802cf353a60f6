import { cpSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Condition } from '../../extensions/backend/src/shared/contract/condition.ts'
import type { Recovery } from '../../extensions/backend/src/shared/contract/recovery.ts'
import type { SearchResult } from '../../extensions/backend/src/shared/contract/search.ts'
import type { RunningBackend } from '../../test/support/backend.ts'
import { until } from '../../test/support/until.ts'
import { goneFrom, hashesOf, type Library, row, start, withLibrary } from './damaged-library.ts'
import { sha256Of, untilRead } from './ledger.ts'
import { type Plan, portion, type Row, type Tally, tally } from './plan.ts'

const pageSize = 4096
/** Milliseconds after a start in which whatever sweeps would have swept. */
const sweepTime = 3000

/** A damaged database, and none: that is said, what the window offers makes it whole, and no original goes. */
export const damagedDatabase = (plan: Plan): Promise<Row[]> =>
  withLibrary(async (library) => {
    const rows = [await damagedPages(library, plan)]
    for (const [scenario, spoil] of Object.entries(databaseSpoiled))
      rows.push(await lostDatabase({ scenario, spoil, library, plan }))
    return rows
  })

const damagedPages = async (library: Library, plan: Plan): Promise<Row> => {
  const [wrong, lost] = [tally(), tally()]
  const wanted = portion(plan, 20)
  let tried = 0
  for (; tried < wanted && !plan.isOver(); tried++) {
    const spoil = (dataDir: string) => garblePages(join(dataDir, 'aios.db'), plan.random)
    await spoiled({ library, spoil, wrong, lost }, async (backend) => {
      const met = await meetFailures(backend, wrong)
      const { status } = await backend.json<{ status: string }>('/health')
      if (met > 0 && status === 'ok') wrong.add('requests fail while /health says ok')
      await repair(backend)
    })
  }
  return row('damaged pages of the database', tried, lost, wrong)
}

/** Puts garbage into one to three pages that are not the first. */
const garblePages = (path: string, random: () => number) => {
  const bytes = readFileSync(path)
  for (let page = 0; page < 1 + random() * 3; page++) {
    const at = pageSize * (1 + Math.floor(random() * (bytes.length / pageSize - 1)))
    for (let byte = 0; byte < pageSize; byte++) bytes[at + byte] = Math.floor(random() * 256)
  }
  writeFileSync(path, bytes)
}

const databaseFiles = ['aios.db', 'aios.db-wal', 'aios.db-shm']

const databaseSpoiled: Record<string, (dataDir: string) => void> = {
  'a deleted database': (dataDir) => {
    for (const name of databaseFiles) rmSync(join(dataDir, name), { force: true })
  },
  'a database of zeros': (dataDir) => {
    const path = join(dataDir, 'aios.db')
    writeFileSync(path, Buffer.alloc(statSync(path).size))
  },
  'a truncated database': (dataDir) => {
    const path = join(dataDir, 'aios.db')
    truncateSync(path, Math.floor(statSync(path).size / 2))
  },
}

type Lost = { scenario: string; spoil: (dataDir: string) => void; library: Library; plan: Plan }

const lostDatabase = async ({ scenario, spoil, library, plan }: Lost): Promise<Row> => {
  const [wrong, lost] = [tally(), tally()]
  const wanted = portion(plan, 5)
  let tried = 0
  for (; tried < wanted && !(tried > 0 && plan.isOver()); tried++) {
    await spoiled({ library, spoil, wrong, lost }, () => delay(sweepTime))
  }
  return row(scenario, tried, lost, wrong)
}

type Spoiled = { library: Library; spoil: (dataDir: string) => void; wrong: Tally; lost: Tally }

/** Spoils a copy of the library, starts on it, does `work`, recovers what is missing, and looks for everything. */
const spoiled = async (
  { library, spoil, wrong, lost }: Spoiled,
  work: (backend: RunningBackend) => Promise<unknown>,
): Promise<void> => {
  const { whole, copy } = library
  cpSync(whole, copy, { recursive: true, preserveTimestamps: true })
  const hashes = hashesOf(copy)
  spoil(copy)
  try {
    await using backend = await start(copy)
    await up(backend)
    await work(backend)
    if (goneFrom(copy, hashes) > 0) lost.add('originals are gone')
    await recover(backend)
    await checkAll(backend, library, lost)
  } catch (error) {
    wrong.add((error as Error).message.slice(0, 200))
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** Waits until it is through with what it repairs at its start. */
const up = (backend: RunningBackend) =>
  until(
    () =>
      backend.request('/api/workspaces').then(
        async (response) => !(await response.text()).includes('database.repairing'),
        () => false,
      ),
    Boolean,
    { limit: 120_000, pause: 50 },
  )

const problems = async (backend: RunningBackend) =>
  (await backend.json<Condition>('/api/condition')).problems.map(({ code }) => code)

/** Does what the button Repair does, and waits for the end of that; what was repaired at the start is left so. */
const repair = async (backend: RunningBackend) => {
  if ((await problems(backend)).includes('database.repaired')) return
  const response = await backend.post('/api/storage/repair')
  if (!response.ok) throw new Error(`The repair was answered with ${response.status}.`)
  await until(
    () => problems(backend).catch((): string[] => []),
    (codes) => codes.includes('database.repaired'),
    { limit: 120_000, pause: 50 },
  )
  await up(backend)
}

/** Does what the button Recover does. */
const recover = async (backend: RunningBackend) => {
  const { missing } = await backend.json<Recovery>('/api/storage/recovery')
  if (missing.documents + missing.workspaces > 0) await backend.postJson('/api/storage/recovery/recover')
}

/** Each document is there once, with its bytes, was read, and is found. */
const checkAll = async (backend: RunningBackend, { files }: Library, lost: Tally) => {
  await untilRead(backend)
  const workspaces = await backend.json<{ id: string }[]>('/api/workspaces')
  const documents = (await Promise.all(workspaces.map(({ id }) => backend.documents(id)))).flat()
  for (const [name, content] of files) {
    const [document, ...more] = documents.filter((each) => each.name === name)
    if (!document) lost.add('a document is gone')
    if (more.length > 0) lost.add('a document is there twice')
    if (!document) continue
    if (document.status !== 'ready') lost.add(`a document is ${document.status}`)
    const bytes = await (await backend.request(`/api/documents/${document.id}/content`)).bytes()
    if (sha256Of(bytes) !== sha256Of(content)) lost.add('a document has other bytes')
  }
  const found = await Promise.all(
    workspaces.map(({ id }) => backend.json<SearchResult>(`/api/workspaces/${id}/search?q=berth+fee&limit=5`)),
  )
  if (found.every(({ hits }) => hits.length === 0)) lost.add('nothing is found')
}

/** Asks for all sorts of things; gives back how many were met with a 5xx. */
const meetFailures = async (backend: RunningBackend, wrong: Tally): Promise<number> => {
  let failures = 0
  const ask = async (path: string) => {
    const response = await backend.request(path)
    const body = await response.text().catch(() => undefined)
    if (response.status >= 500 || body === undefined) failures++
    if (body?.includes('server.failed')) wrong.add(`${path.replace(/[0-9a-f-]{36}/, ':id')} fails without words`)
    return body ?? ''
  }
  const [, workspaceId] = /"id":"([^"]+)"/.exec(await ask('/api/workspaces')) ?? []
  await ask('/api/tasks')
  if (!workspaceId) return failures
  const listed = await ask(`/api/workspaces/${workspaceId}/documents`)
  for (const word of ['fee', 'berth', 'part']) await ask(`/api/workspaces/${workspaceId}/search?q=${word}`)
  for (const [, id] of listed.matchAll(/"id":"([^"]+)"/g)) await ask(`/api/documents/${id}/pages/1`)
  return failures
}
