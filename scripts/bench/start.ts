import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { LinkEvents } from '../../extensions/backend/src/shared/contract/link.ts'
import { packedFolder } from '../../test/support/backend.ts'
import { connectClient } from '../../test/support/neutralino-client.ts'
import { startNeutralinoHost } from '../../test/support/neutralino-host.ts'
import { until } from '../../test/support/until.ts'
import { memoryOf } from './memory.ts'

export type Start = {
  /** Milliseconds from the start of the process to the line that names the port. */
  listening: number
  /** To the first answer of /health, asked for at once. */
  healthy: number
  /** Bytes, some seconds later. */
  memory: { private: number; shared: number }
}

/** Starts a server, asks it once, lets it rest, ends it. */
export const timeStart = async (command: readonly string[], { rest = 0 } = {}): Promise<Start> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'aios-bench-'))
  const [program = '', ...args] = command
  const started = performance.now()
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: '', AIOS_DATA_DIR: dataDir, PORT: '0' },
  })
  const ended = once(child, 'exit')
  try {
    const { port, at } = await portOf(child.stdout)
    await (await fetch(`http://127.0.0.1:${port}/health`)).text()
    const healthy = performance.now() - started
    if (rest) await new Promise((resolve) => setTimeout(resolve, rest))
    return { listening: at - started, healthy, memory: memoryOf(child.pid as number) }
  } finally {
    child.kill()
    await ended
    rmSync(dataDir, { recursive: true, force: true })
  }
}

const portOf = async (stdout: NodeJS.ReadableStream): Promise<{ port: number; at: number }> => {
  for await (const line of createInterface({ input: stdout })) {
    const [, port] = /^BACKEND_PORT:(\d+)$/.exec(line) ?? []
    if (port) return { port: Number(port), at: performance.now() }
  }
  throw new Error('The server ended without a port.')
}

/** Milliseconds from the start of the core's double to the window's having port and token of the packed backend. */
export const timeConnected = async (): Promise<number> => {
  const root = mkdtempSync(join(tmpdir(), 'aios-bench-'))
  const bin = join(root, 'extensions/backend/bin')
  mkdirSync(dirname(bin), { recursive: true })
  cpSync(packedFolder, bin, { recursive: true })
  const extensionId = 'app.aios.backend'
  const started = performance.now()
  const host = await startNeutralinoHost({ root, env: { ...process.env, AIOS_DATA_DIR: join(root, 'data') } })
  try {
    using page = await connectClient(host)
    await until(() => host.connected().extensions.includes(extensionId), Boolean, { pause: 1 })
    await page.call('extensions.dispatch', { extensionId, event: 'aios.hello', data: {} })
    await page.event<LinkEvents['aios.ready']>('aios.ready', { timeout: 30_000 })
    return performance.now() - started
  } finally {
    await host[Symbol.asyncDispose]()
    rmSync(root, { recursive: true, force: true, maxRetries: 5 })
  }
}
