import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { at } from '../project.ts'
import { command } from '../run-command.ts'
import { hostTarget, type Target } from '../targets.ts'

const bin = at('bin')
const record = join(bin, 'version')

type ShellConfig = { applicationId: string; cli: { binaryVersion: string } }

/** neutralino.config.json. */
export const shellConfig = (): ShellConfig => JSON.parse(readFileSync(at('neutralino.config.json'), 'utf8'))

/** Path of the Neutralino core for a system: AIOS_NEUTRALINO_BIN for the one this runs on, else in `bin/`. */
export const coreFor = (target: Target | undefined): string | undefined => {
  const isHost = target?.name === hostTarget()?.name
  if (isHost && process.env.AIOS_NEUTRALINO_BIN) return process.env.AIOS_NEUTRALINO_BIN
  if (!target || !existsSync(join(bin, target.core))) return undefined
  const isOfAnotherVersion = existsSync(record) && readFileSync(record, 'utf8') !== shellConfig().cli.binaryVersion
  return isOfAnotherVersion ? undefined : join(bin, target.core)
}

/** How to get a core, for people. */
export const howToGetCore = (target: Target) =>
  `"npx neu update" on a machine that reaches its releases puts it at bin/${target.core}.`

type FetchOptions = {
  signal?: AbortSignal
  /** Milliseconds without a byte more after which it is given up. */
  patience?: number
}

/**
 * Fetches the core of the pinned version for every system to `bin/`, by `neu update`. It runs in a folder of its own,
 * so what it leaves half-done is never in ours.
 *
 * @throws when the releases cannot be reached, nothing comes any more, or `signal` aborts
 */
export const fetchCore = async ({ signal, patience = 15_000 }: FetchOptions = {}): Promise<void> => {
  const { applicationId, cli } = shellConfig()
  const { binaryVersion } = cli
  const folder = mkdtempSync(join(tmpdir(), 'aios-core-'))
  const enough = new AbortController()
  try {
    // Without a name for the client library neu fetches the core alone; the client comes from npm.
    const config = { applicationId, cli: { binaryName: 'aios', resourcesPath: '/resources/', binaryVersion } }
    writeFileSync(join(folder, 'neutralino.config.json'), JSON.stringify(config))
    const neu = command(process.execPath, [at('node_modules/@neutralinojs/neu/bin/neu.js'), 'update'], {
      cwd: folder,
      env: { ...process.env, NODE_USE_ENV_PROXY: '1' },
      signal: AbortSignal.any([enough.signal, ...(signal ? [signal] : [])]),
    })
    const growth = watchGrowth(join(folder, '.tmp', 'binaries.zip'), patience, enough)
    await neu.finally(() => clearInterval(growth))
    if (!existsSync(join(folder, 'bin'))) throw new Error('neu update ended without a core.')
    mkdirSync(bin, { recursive: true })
    cpSync(join(folder, 'bin'), bin, { recursive: true })
    writeFileSync(record, binaryVersion)
  } catch (error) {
    throw enough.signal.aborted ? enough.signal.reason : error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Aborts `enough` when a file has not grown for `patience` ms. */
const watchGrowth = (path: string, patience: number, enough: AbortController) => {
  let size = -1
  let since = Date.now()
  return setInterval(() => {
    const now = statSync(path, { throwIfNoEntry: false })?.size ?? 0
    if (now !== size) {
      size = now
      since = Date.now()
    }
    if (Date.now() - since > patience) enough.abort(new Error(`Nothing came for ${patience / 1000} s.`))
  }, 250)
}
