import { build, type Plugin } from 'vite'
import { at } from '../project.ts'
import { recordPackages } from './packages.ts'

/** Where the built UI lies. */
export const uiFolder = at('resources', 'ui')

/** Builds the window's user interface, as vite.config.ts says. */
export const buildUi = async (): Promise<void> => {
  await build({ configFile: at('vite.config.ts'), logLevel: 'warn', plugins: [packageRecorder()] })
}

const packageRecorder = (): Plugin => ({
  name: 'aios:packages',
  generateBundle(_, bundle) {
    const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
    recordPackages(
      'ui',
      chunks.flatMap((chunk) => chunk.moduleIds),
    )
  },
})
