import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from './neutralino-host/config.ts'

/**
 * A folder like the installed app's, with a backend that runs from source where the packed one would be, and a fresh
 * data directory.
 */
export const stageApp = () => {
  const root = mkdtempSync(join(tmpdir(), 'aios-app-'))
  const bin = join(root, 'extensions/backend/bin')
  mkdirSync(bin, { recursive: true })
  const main = join(projectRoot, 'extensions/backend/src/main.ts')
  writeFileSync(join(bin, 'aios-backend'), `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`, { mode: 0o755 })
  return {
    root,
    dataDir: join(root, 'data'),
    env: (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
      ...process.env,
      AIOS_DATA_DIR: join(root, 'data'),
      ...more,
    }),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }),
  }
}
