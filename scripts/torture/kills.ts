import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Folder } from '../../extensions/backend/src/shared/contract/folders.ts'
import type { Provider } from '../../extensions/backend/src/shared/contract/providers.ts'
import { backends, type RunningBackend, startBackend } from '../../test/support/backend.ts'
import { startEmbedder } from '../../test/support/embedder.ts'
import { descendants, roleBelow, untilGone } from '../../test/support/processes.ts'
import { until } from '../../test/support/until.ts'
import { ledger, sha256Of, untilRead } from './ledger.ts'
import { startLoad } from './load.ts'
import { type Plan, portion, type Row, type Tally, tally } from './plan.ts'
import { failures, unsound } from './sound.ts'

const whole = 1000
/** Milliseconds within which the next kill comes. */
const longest = 1200
/** The share of kills that come while it is still starting. */
const early = 0.15
/** Kills after which the work moves on to a new workspace. */
const perWorkspace = 40
/** A supervisor gives up at the sixth crash in five minutes, and is therefore replaced before. */
const perSupervisor = 4

/**
 * Kills the server, its supervisor or both at moments that nobody chose, while people are at work and every kind of
 * thread is, too; then looks for all that was acknowledged.
 */
export const kills = async (plan: Plan): Promise<Row[]> => {
  const { random } = plan
  const dataDir = mkdtempSync(join(tmpdir(), 'aios-torture-'))
  const folder = mkdtempSync(join(tmpdir(), 'aios-torture-folder-'))
  await using embedder = await startEmbedder()
  // A server that outlives its supervisor for a moment works on in its folder, so all of them go at the end.
  await using retired = new AsyncDisposableStack()
  const book = ledger()
  const wrong = tally()
  const options = { command: backends.packed, dataDir, env: { PATH: '', AIOS_KEY_STORE: 'file' } }
  const start = async () => {
    const started = await startBackend(options).catch(() => {
      wrong.add('it did not start')
      return startBackend(options)
    })
    return retired.use(started)
  }
  try {
    let backend = await start()
    const workspaces = [(await backend.workspace('First')).id]
    await follow(backend, workspaces[0] as string, folder)
    await embedWith(backend, embedder.baseUrl)
    const load = startLoad({
      ...{ random, book, wrong, folder },
      client: () => backend,
      workspaces: () => workspaces.slice(-2),
    })
    let killed = 0
    let ofServer = 0
    const orphans: number[] = []
    const wanted = portion(plan, whole)
    while (killed < wanted && !plan.isOver()) {
      if (random() >= early) await answering(() => backend)
      await delay(random() * longest)
      const server = roleBelow(backend.pid, 'server')
      if (server === undefined) continue // it is just being started again
      if (random() < 0.6 && ofServer < perSupervisor) {
        process.kill(server, 'SIGKILL')
        ofServer++
        killed++
      } else {
        const isLeft = random() < 0.5
        if (isLeft) orphans.push(server)
        killed += await killAll(backend, isLeft ? undefined : server)
        ofServer = 0
        backend = await start()
      }
      if (killed % perWorkspace < 2) {
        const added = await backend.workspace(`After ${killed}`).catch(() => undefined)
        if (added?.id) workspaces.push(added.id)
      }
      if (killed % 50 < 2) console.error(`  ${killed} kills, ${book.documents.size} documents`)
    }
    await load.stop()
    const last = descendants(backend.pid) // also a server that is only just being started again
    await killAll(backend, roleBelow(backend.pid, 'server'))
    await untilGone([...orphans, ...last], 10_000)
    backend = await start()
    const { kept, lost, failed } = await book.check(backend)
    await checkFolder(backend, workspaces[0] as string, folder, failed)
    await backend.stop()
    for (const what of unsound(dataDir)) failed.add(what)
    const note = `${kept} uploads, ${book.tasks.size} tasks, ${readdirSync(folder).length} followed files; database sound`
    const why = tally()
    for (const what of failures(dataDir)) why.add(what)
    const problems = [lost.words(), failed.words(), wrong.words(), why.words()].filter(Boolean).join('; ')
    return [
      {
        scenario: 'kills of server and supervisor under load',
        tried: killed,
        lost: lost.size,
        failed: failed.size + wrong.size,
        note: problems ? `${kept} uploads, ${book.tasks.size} tasks; ${problems}` : note,
      },
    ]
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Waits until it is back at work. */
const answering = (backend: () => RunningBackend) =>
  until(
    () =>
      backend()
        .request('/health')
        .then(
          ({ ok }) => ok,
          () => false,
        ),
    Boolean,
    { limit: 30_000 },
  ).catch(() => undefined)

/** Kills the supervisor, and the server first where it is given; a server that is left ends by itself. */
const killAll = async (backend: RunningBackend, server: number | undefined): Promise<number> => {
  const family = descendants(backend.pid)
  if (server !== undefined) process.kill(server, 'SIGKILL')
  process.kill(backend.pid, 'SIGKILL')
  await backend.ended
  // Half of the time the next one starts while the last one still puts its things in order.
  if (server !== undefined) await untilGone(family, 10_000)
  return server === undefined ? 1 : 2
}

const follow = async (backend: RunningBackend, workspaceId: string, path: string) => {
  mkdirSync(path, { recursive: true })
  await backend.postJson<Folder>(`/api/workspaces/${workspaceId}/folders`, { path })
}

const embedWith = async (backend: RunningBackend, baseUrl: string) => {
  const { id } = await backend.postJson<Provider>('/api/providers', { baseUrl, embeddingModel: 'embedder' })
  await backend.request('/api/embeddings', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ choice: { providerId: id } }),
  })
}

/** Each file of the followed folder is one document, with its bytes. */
const checkFolder = async (backend: RunningBackend, workspaceId: string, path: string, failed: Tally) => {
  const files = readdirSync(path)
  const [folder] = await backend.json<Folder[]>(`/api/workspaces/${workspaceId}/folders`)
  if (!folder) return failed.add('the followed folder is gone')
  await backend.post(`/api/folders/${folder.id}/scan`)
  const followed = async () => (await backend.documents(workspaceId)).filter(({ folderId }) => folderId === folder.id)
  const documents = await until(followed, ({ length }) => length === files.length, { limit: 60_000, pause: 200 }).catch(
    followed,
  )
  await untilRead(backend)
  const hashes = new Set(documents.map(({ sha256 }) => sha256))
  for (const file of files) {
    if (!hashes.has(sha256Of(readFileSync(join(path, file))))) failed.add('a followed file is no document')
  }
  if (documents.length > files.length) failed.add('a followed file is there twice')
}
