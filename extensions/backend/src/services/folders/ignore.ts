import { posix } from 'node:path'
import { alwaysIgnored } from '../../shared/contract/ignored.ts'

const names = alwaysIgnored.names.map((glob) => glob.replace(/[.+$]/g, '\\$&').replaceAll('*', '.*'))
const endings = (list: readonly string[]) => `\\.(?:${list.join('|')})`

/** Of files and folders. */
const litter = new RegExp(`^(?:${names.join('|')}|.*${endings(alwaysIgnored.unfinished)})$`, 'is')
/** Of files only. */
const textless = new RegExp(`${endings(alwaysIgnored.textless)}$`, 'i')

export type IsIgnored = (path: string, isFolder: boolean) => boolean

/**
 * What of a folder is left out, by paths within it with `/` between their parts. A glob without a slash holds at every
 * depth, one that ends with it for folders only.
 */
export const ignoring = (globs: readonly string[]): IsIgnored => {
  const tests = globs.map((glob) => {
    const bare = glob
      .replaceAll('\\', '/')
      .replace(/^\.?\//, '')
      .replace(/\/$/, '')
    const isForFolders = /[\\/]$/.test(glob)
    const isAnywhere = !bare.includes('/')
    return (path: string, isFolder: boolean) =>
      (isFolder || !isForFolders) && posix.matchesGlob(isAnywhere ? posix.basename(path) : path, bare)
  })
  return (path, isFolder) => {
    const name = posix.basename(path)
    if (litter.test(name) || (!isFolder && textless.test(name))) return true
    return tests.some((test) => test(path, isFolder))
  }
}
