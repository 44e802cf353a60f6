import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { bundleMain, type PartFiles } from '../build/bundle.ts'

/**
 * Makes the code caches of a bundle's parts, to lie beside them in `folder`: runs the same code once, to its first answer,
 * under the Node that this runs on. They hold for that version on this OS and CPU.
 */
export const makeCodeCaches = async (folder: string, files: PartFiles): Promise<void> => {
  const scratch = mkdtempSync(join(tmpdir(), 'aios-code-cache-'))
  try {
    for (const name of globSync('*.cjs', { cwd: folder })) copyFileSync(join(folder, name), join(scratch, name))
    await bundleMain(scratch, files, { writesCodeCache: true })
    await runOnce(scratch)
    const caches = globSync('*.cache', { cwd: scratch })
    if (caches.length < 2) throw new Error('The run that was to leave code caches behind did not.')
    for (const name of caches) copyFileSync(join(scratch, name), join(folder, name))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

const runOnce = async (folder: string): Promise<void> => {
  const backend = spawn(process.execPath, [join(folder, 'main.cjs'), 'serve', '--watch-parent'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, AIOS_DATA_DIR: join(folder, 'data'), PORT: '0' },
  })
  const exit = once(backend, 'exit')
  try {
    for await (const line of createInterface({ input: backend.stdout })) {
      const [, port] = /^BACKEND_PORT:(\d+)$/.exec(line) ?? []
      if (!port) continue
      await (await fetch(`http://127.0.0.1:${port}/health`)).json()
      break
    }
  } finally {
    backend.kill('SIGTERM')
    await exit
  }
}
