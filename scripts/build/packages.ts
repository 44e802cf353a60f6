import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { dist, root } from '../project.ts'

/**
 * Remembers which packages of node_modules went into a bundle, for the licences that go with it. `files` are paths of
 * modules, absolute or from the root, as the bundlers report them.
 */
export const recordPackages = (bundle: 'ui' | 'backend', files: Iterable<string>): void => {
  const folders = [...new Set([...files].flatMap((file) => packageFolder(file) ?? []))].sort()
  mkdirSync(join(dist, 'packages'), { recursive: true })
  writeFileSync(recordOf(bundle), JSON.stringify(folders, null, 2))
}

/** The folders of the packages in a bundle, from the root. @throws when the bundle was not built here */
export const recordedPackages = (bundle: 'ui' | 'backend'): string[] => {
  if (!existsSync(recordOf(bundle))) throw new Error(`What is in the ${bundle} bundle is not known: npm run build.`)
  return JSON.parse(readFileSync(recordOf(bundle), 'utf8'))
}

const recordOf = (bundle: string) => join(dist, 'packages', `${bundle}.json`)

/** `node_modules/@scope/name`, also of a package within another one's node_modules; undefined for our own files. */
const packageFolder = (file: string): string | undefined => {
  const path = (file.startsWith(root) ? relative(root, file) : file).replaceAll('\\', '/')
  const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/?]+)\//.exec(path) ?? []
  return folder
}
