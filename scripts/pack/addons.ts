import { copyFileSync, globSync } from 'node:fs'
import { join } from 'node:path'
import type { Target } from '../targets.ts'
import { packageFor } from './foreign.ts'

/** Lays the native addons for a target beside its backend, where `addonFor` looks for them. */
export const layAddons = async (target: Target, folder: string): Promise<void> => {
  const from = await packageFor(target, target.keyring)
  const [addon] = globSync('*.node', { cwd: from })
  if (!addon) throw new Error(`${target.keyring} holds no addon.`)
  copyFileSync(join(from, addon), join(folder, 'keyring.node'))
}
