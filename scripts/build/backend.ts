import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { layAddons } from '../pack/addons.ts'
import { backendBin } from '../project.ts'
import { hostTarget } from '../targets.ts'
import { bundleBackend } from './bundle.ts'

/** Bundles the backend to where the shell starts it, with a launcher in place of the executable. */
export const buildBackend = async (): Promise<void> => {
  rmSync(backendBin, { recursive: true, force: true })
  await bundleBackend(backendBin)
  const host = hostTarget()
  if (host) await layAddons(host, backendBin)
  if (process.platform === 'win32') {
    writeFileSync(join(backendBin, 'aios-backend.cmd'), `@"${process.execPath}" "%~dp0main.cjs" %*\r\n`)
    return
  }
  const node = process.execPath.replaceAll("'", String.raw`'\''`)
  const launcher = `#!/bin/sh\nexec '${node}' "\${0%/*}/main.cjs" "$@"\n`
  writeFileSync(join(backendBin, 'aios-backend'), launcher, { mode: 0o755 })
}
