import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { httpClient } from './client.ts'
import { modelAgents } from './model-agent.ts'
import { notesIn } from './scripted-tools.ts'

/** What a server and its tools leave behind for the next one. */
export const toolFolder = (folder: string) => ({
  dataDir: join(folder, 'data'),
  folder,
  notes: () => notesIn(join(folder, 'notes')),
  /** Calls of this tool stay in their middle until it is opened. */
  close: (tool: 'again' | 'once') => writeFileSync(join(folder, `${tool}.closed`), ''),
  open: (tool: 'again' | 'once') => rmSync(join(folder, `${tool}.closed`), { force: true }),
})
export type ToolFolder = ReturnType<typeof toolFolder>

/** A real server process, to be killed, with the tools `again` and `once` that note what they do. */
export const startToolServer = async ({ dataDir, folder }: ToolFolder, { afterCrash = false } = {}) => {
  const main = join(import.meta.dirname, 'tool-server-main.ts')
  const child = spawn(process.execPath, [main, dataDir, folder, ...(afterCrash ? ['after-crash'] : [])], {
    env: { ...process.env, AIOS_KEY_STORE: 'file' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const [line] = (await Promise.race([once(child.stdout, 'data'), ended])) as [Buffer | number | null]
  if (!Buffer.isBuffer(line)) throw new Error(`The server ended with ${line}.`)
  const client = httpClient({ port: Number(line.toString()), token: 'token-of-the-test' })
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
  }
  return {
    ...client,
    ...modelAgents(client),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    [Symbol.asyncDispose]: () => end('SIGKILL'),
  }
}
