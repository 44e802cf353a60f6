import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { dist } from '../project.ts'
import type { Target } from '../targets.ts'
import { lockedPackage, packageFor } from './foreign.ts'
import { stripElf } from './strip.ts'
import { trimLocales } from './trim-locales.ts'

type Base = { node: string; licence: string }

/** Where the target's Node lies as npm delivered it, with its licence; fetched on first use. */
export const nodeFor = async (target: Target): Promise<Base> => {
  const folder = await packageFor(target, target.base)
  return { node: join(folder, target.node), licence: join(folder, 'LICENSE') }
}

/**
 * Lays the target's Node, stripped where that is possible and without names that nobody asks for, where pkg looks for what it has downloaded before, so that it
 * downloads nothing. The `.ok` files are how pkg knows that a file is whole.
 *
 * @returns the home folder that pkg is to be started with
 */
export const layBase = async (target: Target): Promise<string> => {
  const { version } = lockedPackage(target.base)
  const home = join(dist, 'cache', 'pkg-trimmed')
  const name = `node-v${version}-${target.os === 'win32' ? 'win' : target.os}-${target.arch}`
  const archive = join(home, '.pkg-cache', 'sea', target.platform === 'win' ? `${name}.zip` : `${name}.tar.gz`)
  const node = join(dirname(archive), target.platform === 'win' ? `${name}.exe` : join(name, 'bin', 'node'))
  if (existsSync(`${archive}.ok`)) return home
  const bytes = readFileSync((await nodeFor(target)).node)
  mkdirSync(dirname(node), { recursive: true })
  writeFileSync(node, trimLocales(target.platform === 'linux' ? stripElf(bytes) : bytes), { mode: 0o755 })
  for (const path of [`${node}.ok`, archive, `${archive}.ok`]) writeFileSync(path, '')
  return home
}
