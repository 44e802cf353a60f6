import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { packedFolder } from '../support/backend.ts'

/** A new folder that goes with the test. */
const folder = (prefix: string): string => {
  const path = mkdtempSync(join(tmpdir(), prefix))
  onTestFinished(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }))
  return path
}

/** The packed backend, copied to where no node_modules is in reach; gives back the executable's path. */
export const copyPacked = (): string => {
  const path = folder('aios-packed-')
  cpSync(packedFolder, path, { recursive: true })
  return join(path, 'aios-backend')
}

/**
 * An app's folder whose backend is what `command` says. The shell that starts an extension needs a PATH to be found; the
 * backend gets none.
 */
export const stageBackend = (command: readonly string[]) => {
  const root = folder('aios-staged-')
  const bin = join(root, 'extensions/backend/bin')
  mkdirSync(bin, { recursive: true })
  const words = command.map((word) => `'${word}'`).join(' ')
  writeFileSync(join(bin, 'aios-backend'), `#!/bin/sh\nPATH=\nexec ${words} "$@"\n`, { mode: 0o755 })
  return { root, dataDir: join(root, 'data') }
}
