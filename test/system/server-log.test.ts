import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import type { ErrorBody } from '../../extensions/backend/src/shared/contract/common.ts'
import { backends, isPacked, type RunningBackend, startBackend } from '../support/backend.ts'
import { roleBelow } from '../support/processes.ts'
import { until } from '../support/until.ts'

const command = isPacked ? backends.packed : backends.source

/** Makes every request for what models took fail inside, and gives back the reference that one is answered with. */
const failingRef = async (backend: RunningBackend): Promise<string> => {
  const db = new DatabaseSync(join(backend.dataDir, 'aios.db'))
  db.exec('ALTER TABLE usage RENAME TO usage_gone')
  db.close()
  const response = await backend.request('/api/usage')
  expect(response.status).toBe(500)
  const { error } = (await response.json()) as ErrorBody
  return error.ref as string
}

/** The lines of the log file that hold the text. */
const linesWith = (backend: RunningBackend, part: string): string[] =>
  readFileSync(join(backend.dataDir, 'logs/aios.log'), 'utf8')
    .split('\n')
    .filter((line) => line.includes(part))

it('what an error refers to is in the log although server and supervisor are killed at once', async () => {
  await using backend = await startBackend({ command })
  const server = roleBelow(backend.pid, 'server') as number
  await backend.json('/health') // all of it is loaded, and known to the supervisor
  // From here on the supervisor has no turn: it reads nothing that the server prints.
  process.kill(backend.pid, 'SIGSTOP')
  const ref = await failingRef(backend)
  for (const pid of [server, backend.pid]) process.kill(pid, 'SIGKILL')
  await backend.ended
  const lines = linesWith(backend, ref)
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] as string)).toMatchObject({
    ref,
    name: 'server',
    pid: server,
    path: '/api/usage',
    err: { message: expect.stringContaining('no such table') },
  })
})

it('it is there once, and shown once, when nobody is killed', async () => {
  await using backend = await startBackend({ command })
  await backend.json('/health') // all of it is loaded
  const ref = await failingRef(backend)
  await until(() => backend.log().includes(ref))
  await backend.stop()
  expect(linesWith(backend, ref)).toHaveLength(1)
  const shown = backend
    .log()
    .split('\n')
    .filter((line) => line.includes(ref))
  expect(shown).toHaveLength(1)
  expect(() => JSON.parse(shown[0] as string)).not.toThrow()
})
