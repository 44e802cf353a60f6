import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { backends, type RunningBackend, startBackend } from '../../test/support/backend.ts'
import type { File } from '../../test/support/client.ts'
import { until } from '../../test/support/until.ts'
import { sha256Of } from './ledger.ts'
import { type Plan, portion, type Row, tally } from './plan.ts'

/** Documents in the library that is damaged. */
const library = 40
/** Milliseconds after a start in which whatever sweeps would have swept. */
const sweepTime = 3000
const pageSize = 4096
const longAgo = new Date('2025-01-01')

/** Damaged originals, a damaged database, and none: what is wrong is never served as right, and no original goes. */
export const damage = async (plan: Plan): Promise<Row[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'aios-torture-'))
  const whole = join(folder, 'whole')
  const files = Array.from(
    { length: library },
    (_, n): File => [
      `berth ${n}.md`,
      Array.from({ length: 40 }, (_, part) => `# Berth ${n}, part ${part}\n\nThe fee is ${n * part} euros.`).join(
        '\n\n',
      ),
    ],
  )
  try {
    await makeLibrary(whole, files)
    const rows: Row[] = []
    for (const [scenario, spoil] of Object.entries(originalsSpoiled))
      rows.push(await spoiledOriginals({ scenario, spoil, whole, copy: join(folder, 'copy'), files, plan }))
    rows.push(await damagedPages({ whole, copy: join(folder, 'copy'), plan }))
    for (const [scenario, spoil] of Object.entries(databaseSpoiled))
      rows.push(await lostDatabase({ scenario, spoil, whole, copy: join(folder, 'copy') }))
    return rows
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const start = (dataDir: string) =>
  startBackend({ command: backends.packed, dataDir, env: { PATH: '', AIOS_KEY_STORE: 'file' } })

const makeLibrary = async (dataDir: string, files: readonly File[]) => {
  await using backend = await start(dataDir)
  const { id } = await backend.workspace('Damaged')
  const documents = await backend.add(id, ...files)
  if (documents.some(({ status }) => status !== 'ready')) throw new Error('The library could not be made.')
  // What has just come is swept by nobody.
  for (const path of originals(dataDir)) utimesSync(path, longAgo, longAgo)
}

/** Paths of all originals, wherever below `blobs` they are. */
const originals = (dataDir: string): string[] =>
  readdirSync(join(dataDir, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))

/** How many of the files that were there are nowhere any more, under whatever name. */
const goneFrom = (dataDir: string, hashes: ReadonlySet<string>): number => {
  const all = readdirSync(join(dataDir, 'blobs'), { recursive: true, withFileTypes: true })
  const there = new Set(
    all.filter((entry) => entry.isFile()).map(({ parentPath, name }) => sha256Of(readFileSync(join(parentPath, name)))),
  )
  return [...hashes].filter((hash) => !there.has(hash)).length
}

const hashesOf = (dataDir: string) => new Set(originals(dataDir).map((path) => basename(path)))

const originalsSpoiled: Record<string, (path: string, random: () => number) => void> = {
  'a flipped bit in an original': (path, random) => {
    const bytes = readFileSync(path)
    const at = Math.floor(random() * bytes.length)
    bytes[at] = (bytes[at] as number) ^ (1 << Math.floor(random() * 8))
    writeFileSync(path, bytes)
  },
  'a truncated original': (path, random) => truncateSync(path, Math.floor(random() * statSync(path).size)),
}

type Spoiled = {
  scenario: string
  spoil: (path: string, random: () => number) => void
  whole: string
  copy: string
  files: readonly File[]
  plan: Plan
}

/** Wrong bytes are not served as right ones, an export does not carry them, and the right file mends them. */
const spoiledOriginals = async ({ scenario, spoil, whole, copy, files, plan }: Spoiled): Promise<Row> => {
  cpSync(whole, copy, { recursive: true, preserveTimestamps: true })
  const wrong = tally()
  const unmended = tally()
  const spoiled = originals(copy).slice(0, portion(plan, library))
  for (const path of spoiled) spoil(path, plan.random)
  const hashes = new Set(spoiled.map((path) => basename(path)))
  try {
    await using backend = await start(copy)
    const { documents, workspaceId } = await inside(backend)
    const concerned = documents.filter(({ sha256 }) => hashes.has(sha256))
    for (const { id } of concerned) if (!(await servesNothingWrong(backend, id))) wrong.add('served with wrong bytes')
    const exported = await backend.request(`/api/workspaces/${workspaceId}/export`)
    const isWhole = await exported.bytes().then(
      () => exported.ok,
      () => false,
    )
    if (isWhole) wrong.add('an export with damaged originals ended well')
    const again = files.filter(([, content]) => hashes.has(sha256Of(content)))
    await backend.upload(workspaceId, ...again)
    for (const { id, sha256 } of concerned) {
      const response = await backend.request(`/api/documents/${id}/content`)
      const bytes = await response.bytes().catch(() => undefined)
      if (!response.ok || !bytes || sha256Of(bytes) !== sha256) unmended.add('not mended by the right file')
    }
    return row(scenario, spoiled.length, unmended, wrong)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

const inside = async (backend: RunningBackend) => {
  const [workspace] = await backend.json<{ id: string }[]>('/api/workspaces')
  if (!workspace) throw new Error('The workspace is gone.')
  return { workspaceId: workspace.id, documents: await backend.documents(workspace.id) }
}

const servesNothingWrong = async (backend: RunningBackend, id: string): Promise<boolean> => {
  const response = await backend.request(`/api/documents/${id}/content`)
  const isWhole = await response.bytes().then(
    () => true,
    () => false,
  )
  return !response.ok || !isWhole
}

/** A damaged database is said to be damaged, and no original goes for it. */
const damagedPages = async ({ whole, copy, plan }: { whole: string; copy: string; plan: Plan }): Promise<Row> => {
  const { random } = plan
  const [wrong, lost] = [tally(), tally()]
  const tried = portion(plan, 20)
  for (let n = 0; n < tried && !plan.isOver(); n++) {
    cpSync(whole, copy, { recursive: true, preserveTimestamps: true })
    const hashes = hashesOf(copy)
    const path = join(copy, 'aios.db')
    const bytes = readFileSync(path)
    for (let page = 0; page < 1 + random() * 3; page++) {
      const at = pageSize * (1 + Math.floor(random() * (bytes.length / pageSize - 1)))
      for (let byte = 0; byte < pageSize; byte++) bytes[at + byte] = Math.floor(random() * 256)
    }
    writeFileSync(path, bytes)
    try {
      await using backend = await start(copy)
      const met = await meetFailures(backend)
      const health = await backend.json<{ status: string }>('/health')
      if (met > 0 && health.status === 'ok') wrong.add('requests fail while /health says ok')
    } catch (error) {
      wrong.add(/damaged/.test((error as Error).message) ? 'it did not start, and said why' : 'it did not start')
    }
    if (goneFrom(copy, hashes) > 0) lost.add('originals are gone')
    rmSync(copy, { recursive: true, force: true })
  }
  return row('damaged pages of the database', tried, lost, wrong)
}

/** Asks for all sorts of things; gives back how many were met with a 5xx. */
const meetFailures = async (backend: RunningBackend): Promise<number> => {
  let failures = 0
  const ask = async (path: string) => {
    const response = await backend.request(path)
    const body = await response.text().catch(() => undefined)
    if (response.status >= 500 || body === undefined) failures++
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

/** Without its database, the originals stay. */
const lostDatabase = async ({
  scenario,
  spoil,
  whole,
  copy,
}: {
  scenario: string
  spoil: (dataDir: string) => void
  whole: string
  copy: string
}): Promise<Row> => {
  cpSync(whole, copy, { recursive: true, preserveTimestamps: true })
  const [wrong, lost] = [tally(), tally()]
  const hashes = hashesOf(copy)
  spoil(copy)
  try {
    await using backend = await start(copy)
    await until(() => existsSync(join(copy, 'aios.db')))
    await delay(sweepTime)
    if (!(await backend.request('/health')).ok) wrong.add('/health is not answered')
  } catch (error) {
    wrong.add(/damaged/.test((error as Error).message) ? 'it did not start, and said why' : 'it did not start')
  }
  for (let gone = goneFrom(copy, hashes); gone > 0; gone--) lost.add('an original is gone')
  rmSync(copy, { recursive: true, force: true })
  return row(scenario, hashes.size, lost, wrong)
}

const row = (scenario: string, tried: number, lost: ReturnType<typeof tally>, failed: typeof lost): Row => ({
  scenario,
  tried,
  lost: lost.size,
  failed: failed.size,
  note: [lost.words(), failed.words()].filter(Boolean).join('; '),
})
