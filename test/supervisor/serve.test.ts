import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { descendants, procText, untilGone } from '../support/processes.ts'
import { answers } from '../support/running-app.ts'
import { until } from '../support/until.ts'

const main = join(import.meta.dirname, '../../extensions/backend/src/main.ts')
let dataDir: string
const started: ChildProcess[] = []

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'aios-serve-'))
})

afterEach(async () => {
  const pids = started.splice(0).flatMap(({ pid }) => (pid ? [pid, ...descendants(pid)] : []))
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      expect(error).toMatchObject({ code: 'ESRCH' })
    }
  }
  await untilGone(pids, 5000)
  rmSync(dataDir, { recursive: true, maxRetries: 5 })
})

const run = (args: string[], { env = {}, detached = false }: { env?: NodeJS.ProcessEnv; detached?: boolean } = {}) => {
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...process.env, AIOS_DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached,
  })
  started.push(child)
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (bytes) => {
    output.stdout += bytes
  })
  child.stderr.on('data', (bytes) => {
    output.stderr += bytes
  })
  const ended = once(child, 'close').then(([code, signal]) => (signal ?? code) as number | string)
  const address = async () => {
    await until(() => output.stderr.includes('#token='))
    const [, port, token = ''] = /AIOS is at http:\/\/127\.0\.0\.1:(\d+)\/#token=(\S+)/.exec(output.stderr) ?? []
    return { port: Number(port), token }
  }
  return { child, pid: child.pid as number, output, ended, address }
}

describe('serve', () => {
  test('tells the port on stdout, the address with its token on stderr, and keeps that out of the log', async () => {
    const { output, address } = run(['serve'])
    const place = await address()
    expect(output.stdout).toBe(`BACKEND_PORT:${place.port}\n`)
    expect(await answers(place)).toBe(true)
    const health = await (await fetch(`http://127.0.0.1:${place.port}/health`)).json()
    expect(health).toMatchObject({ status: 'ok', app: 'AIOS', version: '0.1.0' })
    expect(readFileSync(join(dataDir, 'logs/aios.log'), 'utf8')).not.toContain(place.token)
  })

  test('takes PORT and AIOS_TOKEN, and passes the token on to nobody', async () => {
    const free = createServer().listen(0, '127.0.0.1')
    await once(free, 'listening')
    const { port } = free.address() as { port: number }
    free.close()
    await once(free, 'close')
    const { pid, address } = run(['serve'], { env: { PORT: String(port), AIOS_TOKEN: 'a-token-of-my-own' } })
    expect(await address()).toEqual({ port, token: 'a-token-of-my-own' })
    expect(await answers({ port, token: 'a-token-of-my-own' })).toBe(true)
    expect(procText(descendants(pid), 'environ')).toContain('AIOS_DATA_DIR')
    expect(procText(descendants(pid), 'environ')).not.toContain('a-token-of-my-own')
    expect(procText([pid, ...descendants(pid)], 'cmdline')).not.toContain('a-token-of-my-own')
  })

  test('a port in use is said, and the end', async () => {
    const squatter = createServer().listen(0, '127.0.0.1')
    await once(squatter, 'listening')
    const { port } = squatter.address() as { port: number }
    const { output, ended } = run(['serve'], { env: { PORT: String(port) } })
    expect(await ended).toBe(1)
    expect(output.stderr).toContain(`Port ${port} is in use.`)
    expect(output.stdout).toBe('')
    squatter.close()
  })

  test('the interface is served where there is one', async () => {
    const ui = join(dataDir, 'ui')
    mkdirSync(ui)
    writeFileSync(join(ui, 'index.html'), '<!doctype html><title>AIOS</title>')
    const { address } = run(['serve', '--ui', ui])
    const { port } = await address()
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toContain('<title>AIOS</title>')
  })

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s ends it, cleanly and within 3 s', async (signal) => {
    const { pid, child, ended, address } = run(['serve'])
    await address()
    const all = [pid, ...descendants(pid)]
    child.kill(signal)
    await untilGone(all, 3000)
    expect(await ended).toBe(0)
  })

  test("a terminal's Ctrl+C, which every process gets, is a clean end too", async () => {
    const { pid, ended, address, output } = run(['serve'], { detached: true })
    await address()
    const all = [pid, ...descendants(pid)]
    process.kill(-pid, 'SIGINT')
    await untilGone(all, 3000)
    expect(await ended).toBe(0)
    expect(output.stderr).not.toContain('was ended by')
  })

  test('with --watch-parent it goes with whoever started it', async () => {
    const script = `require('node:child_process').spawn(process.execPath, ${JSON.stringify([main, 'serve', '--watch-parent'])}, { stdio: 'ignore' })`
    const parent = spawn(process.execPath, ['-e', script], { env: { ...process.env, AIOS_DATA_DIR: dataDir } })
    started.push(parent)
    const all = await until(
      () => descendants(parent.pid as number),
      (pids) => pids.length >= 2,
    )
    await until(() => existsSync(join(dataDir, 'aios.db')))
    parent.kill('SIGKILL')
    await untilGone(all, 3000)
  })

  test('two instances share the data directory', async () => {
    const both = [run(['serve']), run(['serve'])]
    const [first, second] = (await Promise.all(both.map(({ address }) => address()))) as [Place, Place]
    expect(first.port).not.toBe(second.port)
    expect(first.token).not.toBe(second.token)
    const made = await fetch(`http://127.0.0.1:${first.port}/api/workspaces`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${first.token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'Shared' }),
    })
    expect(made.ok).toBe(true)
    const seen = await fetch(`http://127.0.0.1:${second.port}/api/workspaces`, {
      headers: { Authorization: `Bearer ${second.token}` },
    })
    expect(JSON.stringify(await seen.json())).toContain('Shared')
    // One log, every line of both whole.
    const lines = readFileSync(join(dataDir, 'logs/aios.log'), 'utf8').trimEnd().split('\n')
    const supervisors = new Set(
      lines
        .map((line) => JSON.parse(line))
        .filter(({ name }) => name === 'supervisor')
        .map(({ pid }) => pid),
    )
    expect(supervisors).toEqual(new Set(both.map(({ pid }) => pid)))
  })

  test('works without a log where none can be written, and says so once', async () => {
    writeFileSync(join(dataDir, 'logs'), 'a file where the folder should be')
    const { address, output } = run(['serve'])
    expect(await answers(await address())).toBe(true)
    expect(output.stderr.match(/Log files can’t be written/g)).toHaveLength(1)
  })
})

type Place = { port: number; token: string }

describe('the roles', () => {
  test.each([
    ['none', [], 2, 'stderr', 'aios-backend serve'],
    ['an unknown one', ['start'], 2, 'stderr', 'aios-backend serve'],
    ['the server by hand', ['server'], 2, 'stderr', 'aios-backend serve'],
    ['an unknown option', ['serve', '--fast'], 2, 'stderr', "'--fast'"],
    ['--version', ['--version'], 0, 'stdout', '0.1.0\n'],
    ['--help', ['--help'], 0, 'stdout', 'aios-backend serve'],
  ] as const)('%s', async (_, args, code, stream, text) => {
    const { ended, output } = run([...args])
    expect(await ended).toBe(code)
    expect(output[stream]).toContain(text)
    expect(output[stream === 'stdout' ? 'stderr' : 'stdout']).toBe('')
  })

  test.each(['-1', '65536', '80.5', 'http'])('PORT %s is refused', async (port) => {
    const { ended, output } = run(['serve'], { env: { PORT: port } })
    expect(await ended).toBe(2)
    expect(output.stderr).toBe(`PORT must be a whole number from 0 to 65535, not “${port}”.\n`)
  })

  test.each(['with a space in it', 'line\nbreak-and-more', 'schlüssel'])(
    'AIOS_TOKEN %j is refused, without repeating it',
    async (token) => {
      const { ended, output } = run(['serve'], { env: { AIOS_TOKEN: token } })
      expect(await ended).toBe(2)
      expect(output.stderr).toContain('AIOS_TOKEN must be')
      expect(output.stderr).not.toContain(token)
    },
  )
})
