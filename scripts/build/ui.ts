import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Plugin } from 'vite'
import { at } from '../project.ts'
import { licencesToShow } from './licences.ts'
import { recordPackages } from './packages.ts'

/** Where the built UI lies. */
export const uiFolder = at('resources', 'ui')

/** Builds the window's user interface, as vite.config.ts says, with the licences that it shows. */
export const buildUi = async (): Promise<void> => {
  // A test runner sets it to its own word, and Vite would take Lit's development build.
  const { NODE_ENV } = process.env
  process.env.NODE_ENV = 'production'
  try {
    await build({ configFile: at('vite.config.ts'), logLevel: 'warn', plugins: [recorder()] })
    writeFileSync(join(uiFolder, 'licences.txt'), licencesToShow())
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = NODE_ENV
  }
}

/** Remembers which packages went in, for their licences. */
const recorder = (): Plugin => ({
  name: 'aios:recorder',
  generateBundle(_, bundle) {
    const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
    recordPackages(
      'ui',
      chunks.flatMap((chunk) => chunk.moduleIds),
    )
  },
})
