import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * A coding agent of the npm registry that speaks ACP and works with any OpenAI-compatible server: one package, without
 * dependencies. It is too large (120 MB) to be installed wherever AIOS is built, so it is fetched when its test runs.
 */
const wanted = {
  name: '@qwen-code/qwen-code',
  version: '0.24.4',
  main: 'cli-entry.js',
  sha512: 'pmexy/Nj+BKd3Un1ogqGQE8V4GJn5B6N9PQOrU1GH+lMR29kn6Bgf6YdbZa8hNIoTmAKT1LTPK+P8TibZRPPVg==',
}

const cache = join(import.meta.dirname, '../../node_modules/.cache/aios-acp')
const folder = join(cache, wanted.version)
const main = join(folder, 'package', wanted.main)

/** The agent's command line, fetched by npm where it is not there yet; or why it cannot be had. */
export const realAgent = async (): Promise<{ command: string; args: string[] } | { missing: string }> => {
  try {
    if (!existsSync(main)) await fetchAgent()
  } catch (error) {
    return { missing: `${wanted.name} could not be fetched by npm: ${(error as Error).message.slice(0, 200)}` }
  }
  return { command: process.execPath, args: [main, '--acp'] }
}

const fetchAgent = async () => {
  const unpacked = mkdtempSync(join(tmpdir(), 'aios-acp-agent-'))
  try {
    const options = { cwd: unpacked, timeout: 120_000, shell: process.platform === 'win32' }
    const { stdout } = await run('npm', ['pack', '--silent', `${wanted.name}@${wanted.version}`], options)
    const file = join(unpacked, stdout.trim().split('\n').at(-1) ?? '')
    const sha512 = createHash('sha512').update(readFileSync(file)).digest('base64')
    if (sha512 !== wanted.sha512) throw new Error(`What came has another SHA-512: ${sha512}.`)
    mkdirSync(folder, { recursive: true })
    await run('tar', ['-xzf', file, '-C', folder])
  } finally {
    rmSync(unpacked, { recursive: true, force: true })
  }
}
