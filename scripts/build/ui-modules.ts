import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { at, dist, root } from '../project.ts'

const record = join(dist, 'made-from', 'ui-modules.json')
const backend = at('extensions', 'backend')

/** Remembers which files of the backend the UI was built from; `modules` are the bundler's, with all else in them. */
export const recordUiModules = (modules: Iterable<string>): void => {
  const files = [...modules]
    .map((id) => id.replace(/[?#].*$/, ''))
    .filter((id) => !relative(backend, id).startsWith('..'))
  const paths = [...new Set(files)].map((file) => relative(root, file).replaceAll('\\', '/')).sort()
  mkdirSync(dirname(record), { recursive: true })
  writeFileSync(record, JSON.stringify(paths, null, 2))
}

/**
 * The files of the backend that the UI was built from at last, absolute; undefined where it was not built here. Whatever makes
 * another one belong to them is a change in one of them or in the UI's own source.
 */
export const uiModules = (): string[] | undefined =>
  existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')).map((path: string) => at(path)) : undefined
