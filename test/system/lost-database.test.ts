import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import type { Condition } from '../../extensions/backend/src/shared/contract/condition.ts'
import { connect, openDatabase } from '../../extensions/backend/src/storage/database/database.ts'
import { databaseFile } from '../../extensions/backend/src/storage/database/database-file.ts'
import { backends, isPacked, type RunningBackend, startBackend } from '../support/backend.ts'
import { temporaryFolder } from '../support/folder.ts'
import { until } from '../support/until.ts'

const command = isPacked ? backends.packed : backends.source

/** Uploads as fast as it can until it is stopped; gives back the names of all that were acknowledged. */
const load = (backend: RunningBackend, workspaceId: string) => {
  const acknowledged: string[] = []
  const refused = new Set<number | 'nobody'>()
  let goesOn = true
  let count = 0
  const line = async () => {
    while (goesOn) {
      const name = `note ${count++}.md`
      const response = await backend
        .upload(workspaceId, [name, `# ${name}\n\nThe fee of ${name} is due.`])
        .catch(() => undefined)
      const body = await response?.text().catch(() => undefined)
      if (response?.status === 202 && body !== undefined) acknowledged.push(name)
      else {
        refused.add(response?.status ?? 'nobody')
        await delay(20)
      }
    }
  }
  const lines = [line(), line(), line()]
  return {
    acknowledged,
    refused,
    async stop() {
      goesOn = false
      await Promise.all(lines)
    },
  }
}

const remove = (dataDir: string, ...ends: string[]) => {
  for (const end of ends) rmSync(join(dataDir, `aios.db${end}`))
}

/** The data as the last process left it: sound, with these documents, each once. */
const documentsIn = (path: string) => {
  const db = new DatabaseSync(path, { readOnly: true })
  try {
    expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
    expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
    return (db.prepare('SELECT name FROM document').all() as { name: string }[]).map(({ name }) => name)
  } finally {
    db.close()
  }
}

const expectAll = (names: readonly string[], acknowledged: readonly string[]) => {
  expect(new Set(names).size).toBe(names.length)
  expect(acknowledged.filter((name) => !names.includes(name))).toEqual([])
}

describe.each([
  ['all its files', ['', '-wal', '-shm']],
  ['itself alone', ['']],
  ['its log alone', ['-wal']],
  ['its log and index', ['-wal', '-shm']],
])('a database that is deleted under load, %s', (_, ends) => {
  it('is saved by the server that has it open: every acknowledged upload is there afterwards', async () => {
    await using backend = await startBackend({ command, dataDir: temporaryFolder(), env: { PATH: '' } })
    const { dataDir } = backend
    const { id } = await backend.workspace()
    const work = load(backend, id)
    for (let round = 0; round < 2; round++) {
      const before = work.acknowledged.length
      await until(() => work.acknowledged.length > before + 10, undefined, { limit: 60_000 })
      remove(dataDir, ...ends)
      const then = work.acknowledged.length
      await until(() => work.acknowledged.length > then + 20, undefined, { limit: 60_000 })
    }
    await work.stop()
    expect(backend.log()).toContain('the lost database was saved')
    expect([...work.refused].filter((status) => status !== 'nobody' && status !== 503)).toEqual([])
    const settled = await until(
      () => backend.documents(id),
      (all) => all.every(({ status }) => status === 'ready'),
      { limit: 60_000, pause: 200 },
    )
    expectAll(
      settled.map(({ name }) => name),
      work.acknowledged,
    )
    expect((await backend.json<Condition>('/api/condition')).problems).toEqual([])
    expect(await backend.json<{ status: string }>('/health')).toMatchObject({ status: 'ok' })
    await backend.stop()
    expectAll(documentsIn(join(dataDir, 'aios.db')), work.acknowledged)
    expect(readdirSync(dataDir).filter((name) => name.endsWith('.part'))).toEqual([])
  })
})

it('a database that is replaced under load is kept beside the copies, and what took its place is opened', async () => {
  const other = temporaryFolder()
  const fresh = await openDatabase(other)
  fresh.exec(
    "INSERT INTO workspace (id, name, created_at) VALUES ('01900000-0000-7000-8000-000000000000', 'Other', '2024')",
  )
  fresh.close()
  await using backend = await startBackend({ command, dataDir: temporaryFolder(), env: { PATH: '' } })
  const { dataDir } = backend
  const { id } = await backend.workspace()
  const work = load(backend, id)
  await until(() => work.acknowledged.length > 10)
  copyFileSync(join(other, 'aios.db'), join(dataDir, 'next.db'))
  renameSync(join(dataDir, 'next.db'), join(dataDir, 'aios.db'))
  await until(() => backend.log().includes('the lost database was saved'), undefined, { limit: 60_000 })
  const told = await until(
    async () => {
      const { problems } = await backend.json<Condition>('/api/condition').catch(() => ({ problems: [] }) as Condition)
      return problems.find(({ code }) => code === 'database.replaced')
    },
    undefined,
    { limit: 60_000 },
  )
  await work.stop()
  expect(await backend.json('/api/workspaces')).toMatchObject([{ name: 'Other' }])
  const [rescued = ''] = readdirSync(join(dataDir, 'snapshots')).filter((name) => name.startsWith('rescued-'))
  expect(told).toMatchObject({ message: expect.stringContaining(rescued), dismissible: true })
  expectAll(documentsIn(join(dataDir, 'snapshots', rescued)), work.acknowledged)
  expect(existsSync(join(dataDir, 'blobs/doubt.json'))).toBe(true)
  await backend.stop()
  expect(documentsIn(join(dataDir, 'aios.db'))).toEqual([])
})

it('a thread makes no database where there is none', () => {
  const folder = temporaryFolder()
  expect(() => connect(folder, 'writer')).toThrow()
  expect(() => connect(folder, 'reader')).toThrow()
  expect(readdirSync(folder)).toEqual([])
  mkdirSync(join(folder, 'with ? and #'))
  connect(join(folder, 'with ? and #')).close()
  connect(join(folder, 'with ? and #'), 'writer').close()
  expect(readdirSync(join(folder, 'with ? and #'))).toEqual(['aios.db'])
})

it('a thread leaves a database alone that took the place of the open one, with its log beside it', async () => {
  const [folder, other] = [temporaryFolder(), temporaryFolder()]
  const db = await openDatabase(folder)
  databaseFile(db, folder)
  const next = await openDatabase(other)
  next.close()
  const wanted = readFileSync(join(other, 'aios.db'))
  renameSync(join(other, 'aios.db'), join(folder, 'aios.db'))
  const source = join(import.meta.dirname, '../../extensions/backend/src/storage/database/database.ts')
  for (const role of ['reader', 'writer']) {
    const worker = new Worker(
      `import { connect } from ${JSON.stringify(source)}; connect(${JSON.stringify(folder)}, '${role}')`,
      {
        eval: true,
        execArgv: ['--input-type=module'],
      },
    )
    const [error] = await once(worker, 'error')
    expect((error as Error).message).toContain('deleted or replaced')
  }
  expect(readFileSync(join(folder, 'aios.db'))).toEqual(wanted)
  db.close()
})
