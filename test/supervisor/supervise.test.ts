import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { restartPolicy } from '../../extensions/backend/src/base/restart-policy.ts'
import { startProcess } from '../../extensions/backend/src/supervisor/fork.ts'
import { openJournal } from '../../extensions/backend/src/supervisor/log-writer.ts'
import { type State, type Supervisor, supervise } from '../../extensions/backend/src/supervisor/supervisor.ts'
import { isAlive } from '../support/processes.ts'
import { until } from '../support/until.ts'

const token = 'the-token-of-this-launch'
let dataDir: string
let running: Supervisor | undefined

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'aios-supervise-'))
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})

afterEach(async () => {
  await running?.stop('the test is over', 0)
  vi.restoreAllMocks()
  rmSync(dataDir, { recursive: true })
})

/** Supervises servers that do as they are told, one script each; the last script stays for all that follow. */
const start = async (...scripts: string[]) => {
  const pids: (number | undefined)[] = []
  const states: State[] = []
  const fork = () => {
    const steps = (scripts.length > 1 ? scripts.shift() : scripts[0]) ?? ''
    const server = startProcess(process.execPath, [
      join(import.meta.dirname, '../support/scripted-server.ts'),
      ...steps.split(' '),
    ])
    pids.push(server.child.pid)
    return server
  }
  const journal = await openJournal({ dataDir, secrets: [token] })
  const supervisor = supervise({
    first: fork(),
    fork,
    start: { token, port: 0, fixedPort: false, dataDir, origins: [], version: '0.0.0' },
    journal,
    policy: restartPolicy({ delays: [0] }),
    silence: { starting: 3000, listening: 300 },
    onState: (state) => states.push(state),
  })
  running = supervisor
  const reaches = (name: State['state']) =>
    until(
      () => supervisor.state,
      ({ state }) => state === name,
    )
  return { supervisor, states, pids, reaches, journal }
}

const log = () => readFileSync(join(dataDir, 'logs/aios.log'), 'utf8')

test('a server that crashes whenever it starts ends in failed, with what it printed', async () => {
  const { reaches, states, pids } = await start('print crash')
  const failed = await reaches('failed')
  expect(states.map(({ state }) => state)).toEqual([...Array(5).fill('restarting'), 'failed'])
  expect(failed).toMatchObject({ cause: 'The server exited with code 1.' })
  const { logTail } = failed as Extract<State, { state: 'failed' }>
  expect(logTail.join('\n')).toContain('Error: cannot go on')
  expect(logTail.join('\n')).toContain('a line of a library')
  expect(pids).toHaveLength(6)
})

test('one that says that it cannot start is not tried again until asked', async () => {
  const { supervisor, reaches, states, pids } = await start('unable', 'listen beat')
  const failed = await reaches('failed')
  expect(failed).toMatchObject({ cause: 'There is no room for the data.' })
  expect(pids).toHaveLength(1)
  supervisor.retry()
  expect(supervisor.state).toEqual({ state: 'starting' })
  await reaches('ready')
  expect(states.map(({ state }) => state)).toEqual(['failed', 'starting', 'ready'])
})

test('one that ends to be started again did not crash over what it was at; one that just ends may have', async () => {
  const { reaches, states } = await start('restart end', 'tell end', 'tell listen beat')
  await reaches('ready')
  expect(states).toMatchObject([
    { state: 'restarting', attempt: 1, cause: 'The data went away.' },
    { state: 'restarting', attempt: 2, cause: 'The server exited with code 3.' },
    { state: 'ready' },
  ])
  await until(log, (text) => /after a crash: false.*after a crash: true/s.test(text))
})

test('a retry while it runs changes nothing', async () => {
  const { supervisor, reaches, pids } = await start('listen beat')
  await reaches('ready')
  supervisor.retry()
  expect(supervisor.state).toEqual({ state: 'ready', port: 50505 })
  expect(pids).toHaveLength(1)
})

test('one that falls silent, or never listens, is replaced', async () => {
  const { states, reaches } = await start('listen', 'nothing', 'listen beat')
  await until(() => states.filter(({ state }) => state === 'restarting').length === 2)
  await reaches('ready')
  expect(states).toMatchObject([
    { state: 'ready' },
    { state: 'restarting', attempt: 1, cause: 'The server didn’t respond for 0.3 seconds.' },
    { state: 'restarting', attempt: 2, cause: 'The server didn’t respond for 3 seconds.' },
    { state: 'ready', port: 50505 },
  ])
})

test('one that ignores its shutdown is killed when patience ends', async () => {
  const { supervisor, reaches, pids } = await start('listen beat deaf')
  await reaches('ready')
  const [pid] = pids as [number]
  await supervisor.stop('the test says so', 200)
  expect(isAlive(pid)).toBe(false)
  expect(supervisor.state).toEqual({ state: 'stopping', reason: 'the test says so' })
})

test('after the end nothing starts any more', async () => {
  const { supervisor, pids, reaches } = await start('listen beat')
  await reaches('ready')
  await supervisor.stop('the test says so', 1000)
  supervisor.retry()
  expect(supervisor.state).toMatchObject({ state: 'stopping' })
  expect(pids).toHaveLength(1)
})

test('what the server prints is in the log file as JSON with its process, without secrets', async () => {
  const { reaches, pids } = await start('print leak listen beat')
  await reaches('ready')
  await until(log, (text) => text.includes('[redacted]'))
  const lines = log()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines).toContainEqual(expect.objectContaining({ name: 'server', pid: pids[0], msg: 'a line of a library' }))
  expect(lines).toContainEqual({ level: 30, msg: '[redacted] [redacted]' })
  expect(log()).not.toContain(token)
})
