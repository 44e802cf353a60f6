import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { backendCommand } from '../build/all.ts'
import { end, own } from '../owned.ts'
import { at } from '../project.ts'
import { openBrowser } from './browser.ts'

/**
 * AIOS without a window: the backend serves the UI, prints its address, and the default browser is shown it.
 *
 * @returns the exit code, when the backend ended or `ends` aborted
 */
export const runInBrowser = async ({ ends, open }: { ends: AbortSignal; open: boolean }): Promise<number> => {
  const token = process.env.AIOS_TOKEN || randomBytes(32).toString('base64url')
  const [program, ...script] = backendCommand()
  const backend = own(
    spawn(program, [...script, 'serve', '--watch-parent', '--ui', at('resources', 'ui')], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, AIOS_TOKEN: token },
    }),
  )
  ends.addEventListener('abort', () => end(backend), { once: true })
  if (ends.aborted) void end(backend)

  let shown = !open
  createInterface({ input: backend.stdout ?? process.stdin }).on('line', (line) => {
    console.log(line)
    const [, port] = /^BACKEND_PORT:(\d+)$/.exec(line) ?? []
    if (!port || shown) return
    shown = true
    openBrowser(`http://127.0.0.1:${port}/#token=${encodeURIComponent(token)}`)
  })
  const [code] = await once(backend, 'exit')
  return ends.aborted ? 0 : (code ?? 1)
}
