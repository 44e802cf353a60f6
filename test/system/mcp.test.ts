import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { birthOf } from '../../extensions/backend/src/programs/process-tree.ts'
import type { McpServer } from '../../extensions/backend/src/shared/contract/mcp.ts'
import { migrations } from '../../extensions/backend/src/storage/database/migrations.ts'
import { openMcp } from '../agents/mcp/support.ts'
import { httpClient } from '../support/client.ts'
import { temporaryFolder } from '../support/folder.ts'
import { slowness } from '../support/pace.ts'
import { isAlive, namedBelow, roleBelow, untilGone } from '../support/processes.ts'
import { until } from '../support/until.ts'

const main = join(import.meta.dirname, '../../extensions/backend/src/main.ts')
const double = join(import.meta.dirname, '../support/mcp-program.ts')

const children = () => namedBelow(process.pid, 'mcp-program.ts')

/** A server that heeds no signal, with a child in its group and one outside; its processes. */
const stubborn = async () => {
  const opened = await openMcp()
  const server = await opened.enable(await opened.addDouble('stubborn'))
  const [leader] = await until(children, (found) => found.length > 0)
  const below = await until(
    () => namedBelow(process.pid, 'stubborn-child'),
    (found) => found.length === 2,
  )
  return { ...opened, id: server.id, processes: [leader as number, ...below] }
}

/** All that ran is gone about a second later; where a machine is busy, long before it would go by itself, which is never. */
const soonGone = async (processes: number[], end: () => Promise<unknown>) => {
  expect(processes.filter(isAlive)).toEqual(processes)
  const began = performance.now()
  await end()
  await untilGone(processes, 3000)
  expect(performance.now() - began).toBeLessThan(3000 * (await slowness()))
}

describe('the process tree of an MCP server', () => {
  it('ends with the call that is cancelled, and the next call starts the server anew', async () => {
    const { call, processes, mcp, id } = await stubborn()
    await soonGone(processes, async () => {
      const abort = new AbortController()
      const hanging = call('mcp__server__hang', {}, { signal: abort.signal })
      setTimeout(() => abort.abort(new Error('cancelled')), 50)
      await expect(hanging).rejects.toThrow('cancelled')
    })
    expect(mcp.get(id).status).toBe('stopped')
    expect((await call('mcp__server__say', { text: 'Ahoy' })).text).toContain('Ahoy')
  })

  it('lives on for the call of another task, and ends then', async () => {
    const { call, processes } = await stubborn()
    const [one, other] = [new AbortController(), new AbortController()]
    const cancelled = call('mcp__server__hang', {}, { signal: one.signal })
    const left = call('mcp__server__hang', {}, { signal: other.signal })
    left.catch(() => undefined)
    await delay(50)
    one.abort(new Error('cancelled'))
    await expect(cancelled).rejects.toThrow('cancelled')
    expect(processes.every(isAlive)).toBe(true)
    await soonGone(processes, async () => {
      other.abort(new Error('cancelled, too'))
      await expect(left).rejects.toThrow('cancelled, too')
    })
  })

  it.each([
    ['is removed', ({ mcp, id }: Awaited<ReturnType<typeof stubborn>>) => mcp.remove(id)],
    ['is switched off', ({ mcp, id }: Awaited<ReturnType<typeof stubborn>>) => mcp.change(id, { enabled: false })],
    ['has to go with AIOS', ({ close }: Awaited<ReturnType<typeof stubborn>>) => close()],
  ])('ends when the server %s', async (_, end) => {
    const opened = await stubborn()
    await soonGone(opened.processes, () => end(opened))
  })

  it('ends when the server itself dies', async () => {
    const { processes, mcp, id, state } = await stubborn()
    const [leader = 0, ...below] = processes
    process.kill(leader, 'SIGKILL')
    await untilGone(below, 2000)
    await state(id, 'ready')
    await mcp.remove(id)
  })

  it('ends while the server is still starting', async () => {
    const { addDouble, mcp } = await openMcp()
    const { id } = await addDouble('mute')
    await mcp.change(id, { enabled: true })
    const processes = await until(children, (found) => found.length > 0)
    await soonGone(processes, () => mcp.remove(id))
  })
})

it('nothing is started for a server that is removed while it is started anew', async () => {
  const { mcp, id, processes } = await stubborn()
  await mcp.change(id, { enabled: true }) // ends what runs first, which takes a while
  await mcp.remove(id)
  await untilGone(processes, 2000)
  await delay(300)
  expect(children()).toEqual([])
})

describe('processes of a run that died', () => {
  const sleeper = async (env = process.env) => {
    const code = 'setInterval(() => {}, 1000)'
    const child = spawn(process.execPath, ['-e', code], { detached: true, stdio: 'ignore', env })
    onTestFinished(() => void child.kill('SIGKILL'))
    await once(child, 'spawn')
    return child.pid as number
  }
  /** The id of a process that has ended. */
  const dead = async () => {
    const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' })
    await once(child, 'exit')
    return child.pid as number
  }

  it('are ended at the next start, and only these', async () => {
    const { db, programs, processes } = await openMcp()
    const [left, later, living] = [await sleeper(), await sleeper(), await sleeper()]
    const insert = db.prepare('INSERT INTO program_process (pid, birth, owner) VALUES (?, ?, ?)')
    const gone = `${hostname()}:${await dead()}:1`
    insert.run(left, (await birthOf(left)) as string, gone)
    insert.run(later, 'another time', gone) // its id was given to another process since
    insert.run(living, (await birthOf(living)) as string, `${hostname()}:${process.ppid}:1`) // its owner runs
    await programs.endAbandoned()
    await untilGone([left], 3000)
    expect([later, living].filter(isAlive)).toEqual([later, living])
    expect(processes.abandoned()).toEqual([])
  })

  it('are ended with what left their group and outlived them', async () => {
    const { db, programs } = await openMcp()
    const owner = `${hostname()}:${await dead()}:1`
    const stray = await sleeper({ PATH: process.env.PATH, AIOS_PROGRAM: `${owner}:1` })
    db.prepare('INSERT INTO program_process (pid, birth, owner) VALUES (?, ?, ?)').run(await dead(), 'then', owner)
    await programs.endAbandoned()
    await untilGone([stray], 3000)
  })

  it('are ended, too, when they were noted by a version that kept them as those of MCP servers', async () => {
    const dataDir = temporaryFolder()
    const owner = `${hostname()}:${await dead()}:1`
    const left = await sleeper()
    const stray = await sleeper({ PATH: process.env.PATH, AIOS_MCP: `${owner}:1` })
    const before = new DatabaseSync(join(dataDir, 'aios.db'))
    for (const sql of migrations.slice(0, 13)) before.exec(sql)
    before.exec('PRAGMA user_version = 13')
    const insert = before.prepare('INSERT INTO mcp_process (pid, birth, owner) VALUES (?, ?, ?)')
    insert.run(left, (await birthOf(left)) as string, owner)
    before.close()
    const { programs, processes } = await openMcp({ dataDir })
    await programs.endAbandoned()
    await untilGone([left, stray], 3000)
    expect(processes.abandoned()).toEqual([])
  })

  it('end when the server of AIOS is killed, however stubborn they are', async () => {
    const dataDir = temporaryFolder()
    const env = { ...process.env, AIOS_DATA_DIR: dataDir, AIOS_TOKEN: 'for-tests', PORT: '0' }
    const backend = spawn(process.execPath, [main, 'serve'], { env, stdio: ['ignore', 'pipe', 'ignore'] })
    onTestFinished(async () => {
      backend.kill('SIGTERM')
      await once(backend, 'exit')
    })
    const [line] = (await once(createInterface({ input: backend.stdout }), 'line')) as [string]
    const api = httpClient({ port: Number(line.split(':')[1]), token: 'for-tests' })
    const setup = { transport: 'stdio', command: process.execPath, args: [double, 'stubborn'] }
    const { id } = await api.postJson<McpServer>('/api/mcp/servers', { name: 'Double', setup })
    const path = `/api/mcp/servers/${id}`
    const body = JSON.stringify({ enabled: true })
    await api.request(path, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body })
    await until(
      () => api.json<McpServer>(path),
      ({ status }) => status === 'ready',
    )
    const processes = await until(
      () => [...children(), ...namedBelow(process.pid, 'stubborn-child')],
      (found) => found.length === 3,
    )
    process.kill(roleBelow(backend.pid as number, 'server') as number, 'SIGKILL')
    await untilGone(processes, 10_000)
    await until(() => api.json<McpServer>(path).catch(() => undefined))
  })

  it('are noted while they run', async () => {
    const { addDouble, enable, mcp, db } = await openMcp()
    const noted = () => db.prepare('SELECT pid FROM program_process').all() as { pid: number }[]
    const { id } = await enable(await addDouble())
    expect(noted().map(({ pid }) => pid)).toEqual(children())
    await mcp.change(id, { enabled: false })
    await until(noted, ({ length }) => length === 0)
  })
})
