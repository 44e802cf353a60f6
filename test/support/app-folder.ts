import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from './neutralino-host/config.ts'

/**
 * A folder like the installed app's, with a backend that runs from source where the packed one would be, and a fresh
 * data directory. The launcher leaves a copy of the handshake that the core gave it, so that a test can join in.
 */
export const stageApp = () => {
  const root = mkdtempSync(join(tmpdir(), 'aios-app-'))
  const bin = join(root, 'extensions/backend/bin')
  mkdirSync(bin, { recursive: true })
  const main = join(projectRoot, 'extensions/backend/src/main.ts')
  const handshake = join(root, 'handshake.json')
  const launcher = `#!/bin/sh
cat > '${handshake}.part' && mv '${handshake}.part' '${handshake}'
exec '${process.execPath}' '${main}' "$@" < '${handshake}'
`
  writeFileSync(join(bin, 'aios-backend'), launcher, { mode: 0o755 })
  return {
    root,
    handshake,
    dataDir: join(root, 'data'),
    env: (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
      ...process.env,
      AIOS_DATA_DIR: join(root, 'data'),
      ...more,
    }),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }),
  }
}
