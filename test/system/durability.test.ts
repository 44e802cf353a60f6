import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { Task, TaskWithSteps } from '../../extensions/backend/src/shared/contract/tasks.ts'
import { type ApiClient, type File, httpClient } from '../support/client.ts'
import { untilGone } from '../support/processes.ts'
import { startApp } from '../support/running-app.ts'
import { permit } from '../support/samples.ts'
import { until } from '../support/until.ts'

/** Files of some pages each, no two alike. */
const files = (count: number, pages = 8): File[] =>
  Array.from({ length: count }, (_, n) => [
    `part ${n}.md`,
    Array.from({ length: pages }, (_, page) => permit.replaceAll('340', `${n}0${page}`)).join('\n'),
  ])

const allReady = (client: () => ApiClient, workspaceId: string) =>
  until(
    () =>
      client()
        .documents(workspaceId)
        .catch(() => []),
    (documents) => documents.length > 0 && documents.every(({ status }) => status === 'ready'),
    { limit: 60_000, pause: 100 },
  )

/** What must hold whenever nobody writes: a sound file, and as many index rows as passages. */
const expectSound = (dataDir: string) => {
  const db = new DatabaseSync(join(dataDir, 'aios.db'), { readOnly: true })
  try {
    expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
    expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
    const indexes = db.prepare("SELECT name FROM sqlite_master WHERE name GLOB 'passage_index_*_docsize'").all()
    const rows = indexes.reduce((sum, { name }) => sum + count(db, `SELECT count(*) AS n FROM ${name}`), 0)
    expect(rows).toBe(count(db, 'SELECT count(*) AS n FROM passage'))
    expect(
      count(
        db,
        'SELECT count(*) AS n FROM document d WHERE passages <> (SELECT count(*) FROM passage WHERE document_id = d.id)',
      ),
    ).toBe(0)
  } finally {
    db.close()
  }
}
const count = (db: DatabaseSync, sql: string) => (db.prepare(sql).get() as { n: number }).n

it('loses nothing and doubles nothing when the server is killed again and again while it indexes', async () => {
  await using app = await startApp()
  await app.dispatch('aios.hello')
  let ready = await app.ready()
  let client = httpClient(ready)
  const { id } = await client.workspace()
  const sent = files(60)
  expect((await client.upload(id, ...sent)).status).toBe(202)
  const { id: taskId } = await client.launch(id, 'What is the annual fee for a mooring?')
  for (let kill = 0; kill < 4; kill++) {
    await delay(Math.random() * 400)
    const from = app.mark()
    process.kill(await app.server(), 'SIGKILL')
    ready = await app.ready(from)
    client = httpClient(ready)
  }
  const documents = await allReady(() => client, id)
  expect(documents.map(({ name }) => name).toSorted()).toEqual(sent.map(([name]) => name).toSorted())
  const task = await client.ended(taskId)
  expect(task.status).toBe('succeeded')
  expect(task.steps.every(({ status }) => status === 'done' || status === 'interrupted')).toBe(true)
  expect(task.result?.citations.length).toBeGreaterThan(0)
  expectSound(app.dataDir)
})

it('two instances share one data directory: each file is read once, both see all', async () => {
  await using first = await startApp()
  await using second = await startApp({ env: { AIOS_DATA_DIR: first.dataDir } })
  for (const app of [first, second]) await app.dispatch('aios.hello')
  const [one, two] = [httpClient(await first.ready()), httpClient(await second.ready())]
  const { id } = await one.workspace()
  const sent = files(30)
  await Promise.all([one.upload(id, ...sent.slice(0, 15)), two.upload(id, ...sent.slice(15))])
  const documents = await allReady(() => one, id)
  expect(documents.map(({ name }) => name).toSorted()).toEqual(sent.map(([name]) => name).toSorted())
  expect(await two.documents(id)).toEqual(documents)
  const [asked, askedToo] = await Promise.all([
    one.ask(id, 'What must every boat carry?'),
    two.ask(id, 'When is the fee due?'),
  ])
  expect(await two.json<Task>(`/api/tasks/${asked.id}`)).toMatchObject({ status: 'succeeded' })
  expect(await one.json<Task>(`/api/tasks/${askedToo.id}`)).toMatchObject({ status: 'succeeded' })
  expectSound(first.dataDir)
})

it('what one instance was at is taken up by the other when it dies', async () => {
  await using survivor = await startApp()
  await survivor.dispatch('aios.hello')
  const client = httpClient(await survivor.ready())
  const { id } = await client.workspace()
  {
    await using victim = await startApp({ env: { AIOS_DATA_DIR: survivor.dataDir } })
    await victim.dispatch('aios.hello')
    const doomed = httpClient(await victim.ready())
    await doomed.upload(id, ...files(40))
    process.kill(victim.host.pid, 'SIGKILL')
  }
  expect(await allReady(() => client, id)).toHaveLength(40)
  expectSound(survivor.dataDir)
})

it('a task that runs when the window goes is queued again, and run by the next start without being asked', async () => {
  await using app = await startApp()
  await app.dispatch('aios.hello')
  const client = httpClient(await app.ready())
  const { id } = await client.workspace()
  await client.upload(id, ...files(80))
  const { id: taskId } = await client.launch(id, 'What is the annual fee?')
  await until(
    () => client.json<TaskWithSteps>(`/api/tasks/${taskId}`),
    ({ status, steps }) => status === 'running' && steps.length > 0,
  )
  const started = app.processes()
  expect(started.length).toBeGreaterThan(1)
  process.kill(app.host.pid, 'SIGKILL')
  await untilGone(started, 10_000)
  const db = new DatabaseSync(join(app.dataDir, 'aios.db'), { readOnly: true })
  expect(db.prepare('SELECT status FROM task WHERE id = ?').get(taskId)).toEqual({ status: 'queued' })
  expect(db.prepare("SELECT count(*) AS n FROM step WHERE status = 'running'").get()).toEqual({ n: 0 })
  db.close()
  await using next = await startApp({ env: { AIOS_DATA_DIR: app.dataDir } })
  await next.dispatch('aios.hello')
  const again = httpClient(await next.ready())
  expect(await again.ended(taskId)).toMatchObject({ status: 'succeeded', attempt: 1 })
})
