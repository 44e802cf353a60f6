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
 * that works all day grew by 60 MB; threads have the same limit (`base/thread.ts`). An executable takes such options from
 * the environment only.
 */
const young = '--max-semi-space-size=4'

/**
 * For glibc's allocator, which keeps what was freed in a pool for each thread, eight a core, so that threads which start and end
 * all day leave ever more behind. Two of them are enough, as they hardly allocate at the same time. A threshold, any, keeps it
 * from raising the size up to which it keeps freed memory to that of the largest file read. Other systems know neither.
 */
const allocator = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: `${128 * 1024}` }

/** What the server has in its environment, and the programs that it starts must not have. */
export const serverEnvironment = {
  /** The environment with it; what its user set counts more. */
  added: ({ NODE_OPTIONS = '', ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
    ...(process.platform === 'linux' && allocator),
    ...env,
    NODE_OPTIONS: `${young} ${NODE_OPTIONS}`.trim(),
  }),
  /** Takes it out of the environment again. */
  take(env: NodeJS.ProcessEnv): void {
    env.NODE_OPTIONS = env.NODE_OPTIONS?.replace(young, '').trim() ?? ''
    for (const [name, value] of Object.entries(allocator)) if (env[name] === value) delete env[name]
  },
}

/** The command line that runs this program in a role. */
export const commandFor = (role: string): { command: string; args: string[] } => {
  const script = isPacked ? [] : [join(programFolder, isBundled ? 'main.cjs' : 'main.ts')]
  return { command: process.execPath, args: [...script, role] }
}
