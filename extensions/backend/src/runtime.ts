import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isSea } from 'node:sea'

/**
 * How this program is being run, in one place. There are three ways:
 * - from source: `node extensions/backend/src/main.ts <role>`
 * - bundled: `node <folder>/main.cjs <role>`, by esbuild to CommonJS with `--define:__AIOS_VERSION__='"1.2.3"'`
 * - packed: the same bundle inside an executable, `<folder>/aios-backend <role>`
 * A bundle (of a worker, too) is told from source by that definition alone; workers and the UI lie beside it.
 */
declare const __AIOS_VERSION__: string | undefined

const isBundled = typeof __AIOS_VERSION__ === 'string'

/** True inside the packed executable: a release, where nothing of development holds. */
export const isPacked = isSea()

/** The folder of the executable or the bundle; from source, the one of this file. */
export const programFolder = isBundled ? __dirname : import.meta.dirname

const repository = join(programFolder, '../../..')

/** The version that package.json had when this was bundled, or has now. */
export const version: string = isBundled
  ? __AIOS_VERSION__
  : JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')).version

/** Where a worker's code is, for `new Worker(…)`: `workerFile('index')` is `workers/index.worker.ts` in source. */
export const workerFile = (name: string): string =>
  isBundled ? join(programFolder, `${name}.worker.cjs`) : join(programFolder, 'workers', `${name}.worker.ts`)

const addons = { keyring: '@napi-rs/keyring' }

/** What to `require` for a native addon: `<name>.node` beside the bundle; from source, the package that it comes from. */
export const addonFor = (name: keyof typeof addons): string =>
  isBundled ? join(programFolder, `${name}.node`) : addons[name]

/** The built UI that came with this program, where there is one. */
export const uiFolder = (): string | undefined => {
  const folder = isBundled ? join(programFolder, 'ui') : join(repository, 'resources/ui')
  return existsSync(join(folder, 'index.html')) ? folder : undefined
}

/**
 * Megabytes of each half of the room for young objects. V8 takes four times as much under load and keeps it, so that a server
 * that works all day grew by 60 MB; threads have the same limit (`workers/thread.ts`). An executable takes such options from
 * the environment only.
 */
const young = '--max-semi-space-size=4'

/** What is in `NODE_OPTIONS` for the server, and must not be for the programs that it starts. */
export const serverOptions = {
  added: (options = ''): string => `${young} ${options}`.trim(),
  taken: (options = ''): string => options.replace(young, '').trim(),
}

/** The command line that runs this program in a role. */
export const commandFor = (role: string): { command: string; args: string[] } => {
  const script = isPacked ? [] : [join(programFolder, isBundled ? 'main.cjs' : 'main.ts')]
  return { command: process.execPath, args: [...script, role] }
}
