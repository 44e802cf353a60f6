import { cpSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { at, backendBin } from '../project.ts'
import { passthrough } from '../run-command.ts'
import { Stop } from '../script.ts'
import { hostTarget, type Target } from '../targets.ts'
import { type Product, recordAsFresh, unlessFresh } from './fingerprint.ts'

const recipes = [at('package-lock.json'), at('package.json'), at('scripts', 'build')]
const source = at('extensions', 'backend', 'src')
const backendInputs = [source, ...recipes]
const uiInputs = [
  at('src'),
  join(source, 'shared'),
  at('scripts', 'package', 'licences'), // the window shows them
  at('vite.config.ts'),
  at('tsconfig.json'),
  ...recipes,
]

const build = async (product: 'ui' | 'backend'): Promise<void> => {
  const code = await passthrough(process.execPath, [at('scripts', 'build', 'one.ts'), product])
  if (code !== 0) throw new Stop(`Building the ${product} failed.`)
}

const ui: Product = {
  name: 'ui',
  inputs: uiInputs,
  outputs: [at('resources', 'ui', 'index.html')],
}

/** Builds the UI to `resources/ui`, if it is not there or older than its sources. */
export const ensureUi = () =>
  unlessFresh(ui, async () => {
    console.error('Building the interface …')
    await build('ui')
  })

const executable = join(backendBin, hostTarget()?.executable ?? 'aios-backend')
const bundle = join(backendBin, 'main.cjs')
const isPackedThere = () => existsSync(executable) && !existsSync(bundle)

const backend = (): Product => ({
  name: 'backend',
  inputs: backendInputs,
  settings: [process.execPath], // the bundle's launcher names it
  outputs: [isPackedThere() ? executable : bundle],
})

/**
 * Sees to a backend in `extensions/backend/bin`: bundled there, if it is not there or older than its sources. One that was
 * packed from these very sources will do.
 */
export const ensureBackend = () =>
  unlessFresh(backend(), async () => {
    console.error('Building the backend …')
    await build('backend')
  })

/** Puts a backend that was packed just now where the shell starts it. */
export const installBackend = (folder: string): void => {
  rmSync(backendBin, { recursive: true, force: true })
  cpSync(folder, backendBin, { recursive: true })
  recordAsFresh(backend())
}

/** How the backend in `extensions/backend/bin` is started, besides by the shell. */
export const backendCommand = (): [string, ...string[]] => (isPackedThere() ? [executable] : [process.execPath, bundle])

/** Packs the backend for `target` to `dist/pack/`, if it is not there or older than its sources. */
export const ensurePacked = (target: Target) =>
  unlessFresh(
    {
      name: `packed-${target.name}`,
      inputs: [...backendInputs, ...uiInputs, at('scripts', 'pack')],
      outputs: [at('dist', 'pack', target.name, target.executable)],
    },
    async () => {
      console.error(`Packing the backend for ${target.name} …`)
      await ensureUi()
      await (await import('../pack/backend.ts')).packBackend(target)
    },
  )
