import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { at, dist } from '../project.ts'
import { npm } from '../run-command.ts'
import type { Target } from '../targets.ts'

type Lock = { packages: Record<string, { version: string; integrity: string } | undefined> }

/** What package-lock.json says of a package that only some systems install. */
export const lockedPackage = (name: string) => {
  const lock = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')) as Lock
  const entry = lock.packages[`node_modules/${name}`]
  if (!entry) throw new Error(`package-lock.json does not name ${name}, which must be an optional dependency.`)
  return entry
}

/**
 * The folder of a package that is made for the target's system, which need not be this one: the installed one, or one that
 * is fetched on first use, integrity as in package-lock.json.
 */
export const packageFor = async (target: Target, name: string): Promise<string> => {
  const installed = at('node_modules', name)
  if (existsSync(join(installed, 'package.json'))) return installed
  const entry = lockedPackage(name)
  const project = join(dist, 'cache', `${name.replace('/', '-')}-${entry.version}`)
  const folder = join(project, 'node_modules', name)
  if (existsSync(join(folder, 'package.json'))) return folder
  console.error(`Fetching ${name} ${entry.version} for ${target.name} …`)
  rmSync(project, { recursive: true, force: true })
  mkdirSync(project, { recursive: true })
  // npm installs packages of other systems only when told so, so they get a project of their own with our lock's entry.
  const about = { name: 'foreign', version: '0.0.0', dependencies: { [name]: entry.version } }
  const packages = { '': about, [`node_modules/${name}`]: entry }
  writeFileSync(join(project, 'package.json'), JSON.stringify(about))
  writeFileSync(
    join(project, 'package-lock.json'),
    JSON.stringify({ ...about, lockfileVersion: 3, requires: true, packages }),
  )
  await npm(['ci', '--force', '--ignore-scripts'], { cwd: project }) // by force: it is for another system
  return folder
}
