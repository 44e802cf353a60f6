import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { at, dist } from '../project.ts'
import { npm } from '../run-command.ts'
import type { Target } from '../targets.ts'
import { stripElf } from './strip.ts'

type Base = { node: string; licence: string }

/** Where the target's Node lies as npm delivered it, with its licence; fetched on first use, integrity as in package-lock.json. */
export const nodeFor = async (target: Target): Promise<Base> => {
  const installed = at('node_modules', target.base)
  if (existsSync(join(installed, target.node))) return filesOf(installed, target)
  return filesOf(await fetchBase(target), target)
}

const filesOf = (folder: string, target: Target): Base => ({
  node: join(folder, target.node),
  licence: join(folder, 'LICENSE'),
})

type Lock = { packages: Record<string, { version: string; integrity: string } | undefined> }

export const lockedBase = (target: Target) => {
  const lock = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')) as Lock
  const entry = lock.packages[`node_modules/${target.base}`]
  if (!entry) throw new Error(`package-lock.json does not name ${target.base}; it belongs to optionalDependencies.`)
  return entry
}

/** npm installs packages of other systems only when told so, so they get a project of their own with our lock's entry. */
const fetchBase = async (target: Target): Promise<string> => {
  const entry = lockedBase(target)
  const project = join(dist, 'cache', `${target.base}-${entry.version}`)
  const folder = join(project, 'node_modules', target.base)
  if (existsSync(join(folder, target.node))) return folder
  console.error(`Fetching Node ${entry.version} for ${target.name} …`)
  rmSync(project, { recursive: true, force: true })
  mkdirSync(project, { recursive: true })
  const about = { name: 'base', version: '0.0.0', dependencies: { [target.base]: entry.version } }
  writeFileSync(join(project, 'package.json'), JSON.stringify(about))
  const packages = { '': about, [`node_modules/${target.base}`]: entry }
  writeFileSync(
    join(project, 'package-lock.json'),
    JSON.stringify({ ...about, lockfileVersion: 3, requires: true, packages }),
  )
  await npm(['ci', '--force', '--ignore-scripts'], { cwd: project }) // by force: it is for another system
  return folder
}

/**
 * Lays the target's Node, stripped where that is possible, where pkg looks for what it has downloaded before, so that it
 * downloads nothing. The `.ok` files are how pkg knows that a file is whole.
 *
 * @returns the home folder that pkg is to be started with
 */
export const layBase = async (target: Target): Promise<string> => {
  const { version } = lockedBase(target)
  const home = join(dist, 'cache', 'pkg-home')
  const name = `node-v${version}-${target.os === 'win32' ? 'win' : target.os}-${target.arch}`
  const archive = join(home, '.pkg-cache', 'sea', target.platform === 'win' ? `${name}.zip` : `${name}.tar.gz`)
  const node = join(dirname(archive), target.platform === 'win' ? `${name}.exe` : join(name, 'bin', 'node'))
  if (existsSync(`${archive}.ok`)) return home
  const bytes = readFileSync((await nodeFor(target)).node)
  mkdirSync(dirname(node), { recursive: true })
  writeFileSync(node, target.platform === 'linux' ? stripElf(bytes) : bytes, { mode: 0o755 })
  for (const path of [`${node}.ok`, archive, `${archive}.ok`]) writeFileSync(path, '')
  return home
}
