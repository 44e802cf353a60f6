import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { unlessFresh } from '../build/fingerprint.ts'
import { at, dist } from '../project.ts'
import { shellConfig } from './core.ts'

/** The window's files in one archive, as the core reads them. */
export const resources = join(dist, 'app', 'resources.neu')

/**
 * Puts configuration, icons and the built UI into `resources.neu`, if that is not there or older. The core is never
 * given a folder to serve: it hands out files above it.
 */
export const ensureResources = () =>
  unlessFresh(
    { name: 'resources', inputs: [at('neutralino.config.json'), at('resources')], outputs: [resources] },
    async () => {
      const { createPackage } = await import('@electron/asar')
      const folder = mkdtempSync(join(tmpdir(), 'aios-resources-'))
      try {
        // What neu itself needs (where binaries come from, how to develop) is nobody else's business.
        const { cli: _, ...config } = shellConfig()
        writeFileSync(join(folder, 'neutralino.config.json'), JSON.stringify(config))
        for (const name of ['ui', 'icons'])
          cpSync(at('resources', name), join(folder, 'resources', name), { recursive: true })
        mkdirSync(dirname(resources), { recursive: true })
        await createPackage(folder, resources)
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
  )
