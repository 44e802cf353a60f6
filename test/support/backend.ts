import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { httpClient } from './client.ts'
import { descendants, untilGone } from './processes.ts'

const root = join(import.meta.dirname, '../..')

/** The folder of the packed backend for this system; `npm test` makes it where it runs the tests that need it. */
export const packedFolder = join(root, 'dist/pack', `linux-${process.arch}`)

/** How the backend is run: from its TypeScript source, or as `npm run pack` makes it. */
export const backends = {
  source: [process.execPath, join(root, 'extensions/backend/src/main.ts')],
  packed: [join(packedFolder, 'aios-backend')],
} satisfies Record<string, [string, ...string[]]>

export const isPacked = existsSync(backends.packed[0])

type Options = {
  command?: readonly string[]
  token?: string
  port?: number
  dataDir?: string
  args?: string[]
  /** The whole environment besides AIOS's own variables: nothing of the tester's gets in. */
  env?: NodeJS.ProcessEnv
}

/**
 * A real backend in the role `serve`, with an empty PATH and a data directory of its own. Disposing of it stops it and
 * waits until none of its processes is left. For measuring, too: it needs no test around it.
 */
export const startBackend = async (options: Options = {}) => {
  const { command = backends.source, token = 'token-of-the-test', port = 0, args = [], env = { PATH: '' } } = options
  const folder = mkdtempSync(join(tmpdir(), 'aios-backend-'))
  const dataDir = options.dataDir ?? join(folder, 'data')
  const [program, ...script] = command as [string, ...string[]]
  const started = performance.now()
  const child = spawn(program, [...script, 'serve', '--watch-parent', ...args], {
    cwd: folder,
    env: { ...env, AIOS_DATA_DIR: dataDir, AIOS_TOKEN: token, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text
  })
  const ended = once(child, 'exit').then(([code, signal]) => (signal ?? code) as number | string)
  const listening = await Promise.race([firstPort(child.stdout), ended])
  if (typeof listening !== 'object') throw new Error(`The backend ended with ${listening}:\n${log}`)

  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    const family = [child.pid as number, ...descendants(child.pid as number)]
    child.kill(signal)
    await ended
    await untilGone(family, 10_000)
  }
  return {
    ...httpClient({ port: listening.port, token }),
    port: listening.port,
    token,
    dataDir,
    pid: child.pid as number,
    /** Milliseconds from its start to the line that names the port. */
    took: listening.at - started,
    ended,
    log: () => log,
    stop,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) await stop()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

export type RunningBackend = Awaited<ReturnType<typeof startBackend>>

const firstPort = async (stdout: NodeJS.ReadableStream): Promise<{ port: number; at: number }> => {
  const { promise, resolve } = Promise.withResolvers<{ port: number; at: number }>()
  // Reads on to the end: a pipe that nobody empties would stop the backend.
  createInterface({ input: stdout }).on('line', (line) => {
    const [, port] = /^BACKEND_PORT:(\d+)$/.exec(line) ?? []
    if (port) resolve({ port: Number(port), at: performance.now() })
  })
  return promise
}
