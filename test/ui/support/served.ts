import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { ensureUi } from '../../../scripts/build/all.ts'
import { projectRoot } from '../../support/neutralino-host/config.ts'
import { descendants, roleBelow, untilGone } from '../../support/processes.ts'
import { until } from '../../support/until.ts'

type Options = { dataDir?: string; port?: number; token?: string; ui?: string; env?: NodeJS.ProcessEnv }

export const builtUi = join(projectRoot, 'resources/ui')

/** The real backend from source, for a browser: with the UI as it stands now and a data directory of its own. */
export const serve = async (options: Options = {}) => {
  const {
    dataDir = mkdtempSync(join(tmpdir(), 'aios-ui-')),
    port = 0,
    token = 'a-token-for-tests',
    ui = builtUi,
    env = {},
  } = options
  await ensureUi()
  const main = join(projectRoot, 'extensions/backend/src/main.ts')
  const child = spawn(process.execPath, [main, 'serve', '--ui', ui], {
    env: { ...process.env, ...env, AIOS_DATA_DIR: dataDir, AIOS_TOKEN: token, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const exited = once(child, 'exit')
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const found = await until(() => /BACKEND_PORT:(\d+)/.exec(output)?.[1])
  const url = `http://127.0.0.1:${found}`
  const pid = child.pid as number

  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    const all = [pid, ...descendants(pid)]
    child.kill(signal)
    await exited
    await untilGone(all, 10_000)
  }
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) await stop()
    if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  })

  return {
    url,
    token,
    dataDir,
    port: Number(found),
    /** The page's address with its key. */
    page: `${url}/#token=${token}`,
    stop,
    /**
     * Kills the server, not its supervisor, which starts another once `meanwhile` is over: what a page says while there
     * is none would be gone again before a busy machine looks.
     */
    async killServer(meanwhile: () => Promise<unknown> = async () => undefined) {
      const server = await until(() => roleBelow(pid, 'server'))
      child.kill('SIGSTOP')
      try {
        process.kill(server as number, 'SIGKILL')
        await meanwhile()
      } finally {
        child.kill('SIGCONT')
      }
    },
    /** A call to the API, parsed. */
    async call<T>(path: string, init: RequestInit = {}): Promise<T> {
      const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...init.headers }
      const response = await fetch(`${url}${path}`, { ...init, headers })
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
      return (response.status === 204 ? undefined : await response.json()) as T
    },
  }
}

export type Served = Awaited<ReturnType<typeof serve>>
