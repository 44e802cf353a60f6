import { join } from 'node:path'
import { at, backendBin } from '../project.ts'
import { unlessFresh } from './fingerprint.ts'

const recipes = [at('package-lock.json'), at('package.json'), at('scripts', 'build')]
const backendInputs = [at('extensions', 'backend', 'src'), ...recipes]
const contract = at('extensions', 'backend', 'src', 'contract')
const uiInputs = [at('src'), contract, at('vite.config.ts'), at('tsconfig.json'), ...recipes]

/** Builds the UI to `resources/ui`, if it is not there or older than its sources. */
export const ensureUi = () =>
  unlessFresh({ name: 'ui', inputs: uiInputs, outputs: [at('resources', 'ui', 'index.html')] }, async () => {
    console.error('Building the interface …')
    await (await import('./ui.ts')).buildUi()
  })

/** Bundles the backend to `extensions/backend/bin`, if it is not there or older than its sources. */
export const ensureBackend = () =>
  unlessFresh(
    {
      name: 'backend',
      inputs: backendInputs,
      settings: [process.execPath], // the launcher names it
      outputs: [join(backendBin, 'main.cjs')],
    },
    async () => {
      console.error('Building the backend …')
      await (await import('./backend.ts')).buildBackend()
    },
  )
