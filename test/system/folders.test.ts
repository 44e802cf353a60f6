import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { Folder } from '../../extensions/backend/src/shared/contract/folders.ts'
import { startBackend } from '../support/backend.ts'
import { temporaryFolder } from '../support/folder.ts'
import { roleBelow } from '../support/processes.ts'
import { until } from '../support/until.ts'

it('each file of a folder is one document, however often the server is killed while it looks at it', async () => {
  const root = temporaryFolder()
  const then = new Date(Date.now() - 3600_000)
  const write = (name: string, text: string) => {
    writeFileSync(join(root, name), text)
    utimesSync(join(root, name), then, then)
  }
  mkdirSync(join(root, 'deep'))
  for (let n = 0; n < 300; n++) write(`${n % 2 ? 'deep/' : ''}note ${n}.txt`, `This is note ${n} of the harbour.`)
  await using backend = await startBackend()
  const { id } = await backend.workspace()
  await backend.postJson<Folder>(`/api/workspaces/${id}/folders`, { path: root })
  for (let kill = 0; kill < 3; kill++) {
    await delay(Math.random() * 300)
    const server = roleBelow(backend.pid, 'server') as number
    process.kill(server, 'SIGKILL')
    await until(
      () => roleBelow(backend.pid, 'server'),
      (next) => next !== undefined && next !== server,
    )
    await until(() =>
      backend.request('/health').then(
        ({ ok }) => ok,
        () => false,
      ),
    )
    rmSync(join(root, `note ${kill * 2}.txt`))
    renameSync(join(root, `deep/note ${kill * 2 + 1}.txt`), join(root, `moved ${kill}.txt`))
  }
  const documents = await until(
    () => backend.documents(id),
    (all) => all.length === 297 && all.every(({ status }) => status === 'ready'),
    { limit: 150_000, pause: 200 },
  )
  const names = documents.map(({ name }) => name)
  expect(new Set(names).size).toBe(297)
  expect(names).toEqual(expect.arrayContaining(['moved 0.txt', 'moved 1.txt', 'moved 2.txt', 'note 299.txt']))
  await backend.stop()
  const db = new DatabaseSync(join(backend.dataDir, 'aios.db'), { readOnly: true })
  expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
  expect(db.prepare('SELECT count(*) AS n FROM folder_file WHERE document_id IS NULL').get()).toEqual({ n: 0 })
  db.close()
}, 180_000)
