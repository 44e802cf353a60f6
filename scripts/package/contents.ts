import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { packedBackend } from '../pack/backend.ts'
import { at, version } from '../project.ts'
import { resources } from '../start/resources.ts'
import type { Target } from '../targets.ts'
import { thirdPartyLicences } from './licences.ts'
import { icns, infoPlist, macLauncher } from './mac.ts'

/** One file of a package: where in it, what, and whether it is a program. */
export type Entry = { path: string; content: Buffer; executable?: boolean }

/** All that goes into the package of a system, and nothing else. */
export const packageContents = async (target: Target, core: string): Promise<Entry[]> => {
  const notices: Entry[] = [
    { path: 'LICENSE', content: readFileSync(at('LICENSE')) },
    { path: 'THIRD-PARTY-LICENCES.txt', content: Buffer.from(await thirdPartyLicences(target)) },
  ]
  const app: Entry[] = [{ path: 'resources.neu', content: readFileSync(resources) }, ...backendEntries(target)]
  const program = { content: readFileSync(core), executable: true }
  return layouts[target.platform]({ notices, app, program })
}

type Parts = { notices: Entry[]; app: Entry[]; program: Omit<Entry, 'path'> }

const within = (folder: string, entries: Entry[]) =>
  entries.map((entry) => ({ ...entry, path: `${folder}/${entry.path}` }))

const folder = `AIOS-${version}`

const layouts: Record<Target['platform'], (parts: Parts) => Entry[]> = {
  linux: ({ notices, app, program }) => {
    const launcher = readFileSync(at('scripts', 'package', 'aios.sh'))
    const start = { path: 'aios', content: launcher, executable: true }
    return within(folder, [start, { path: 'aios-window', ...program }, ...app, ...notices])
  },
  win: ({ notices, app, program }) => within(folder, [{ path: 'AIOS.exe', ...program }, ...app, ...notices]),
  macos: ({ notices, app, program }) => {
    const icon = { path: 'AIOS.icns', content: icns(at('resources', 'icons', 'icon.png')) }
    return within('AIOS.app/Contents', [
      { path: 'Info.plist', content: Buffer.from(infoPlist()) },
      { path: 'MacOS/AIOS', content: Buffer.from(macLauncher), executable: true },
      { path: 'MacOS/aios-window', ...program },
      ...within('Resources', [icon, ...app, ...notices]),
    ])
  },
}

const backendEntries = (target: Target): Entry[] => {
  const packed = packedBackend(target)
  return globSync('**/*', { cwd: packed })
    .filter((path) => statSync(join(packed, path)).isFile())
    .map((path) => ({
      path: `extensions/backend/bin/${path.replaceAll('\\', '/')}`,
      content: readFileSync(join(packed, path)),
      executable: path === target.executable,
    }))
}
