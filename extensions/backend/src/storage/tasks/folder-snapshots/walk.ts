import type { BigIntStats } from 'node:fs'
import { lstat, opendir, realpath } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'

/** Folders of what tools fetch or make again, and of versions: nobody writes in there by hand. */
export const leftOut: readonly string[] = [
  ...['.git', '.hg', '.svn', '.jj', 'node_modules', 'bower_components', '.venv', 'venv', '__pycache__', '.mypy_cache'],
  ...['.pytest_cache', '.ruff_cache', '.tox', '.gradle', '.next', '.turbo', '.cache'],
]
/** What AIOS itself writes for a moment before it is renamed. */
const ours = /^\.[0-9a-f-]{36}\.aios$/

export type FoundFile = { path: string; facts: BigIntStats }

/** The files of a folder, from one folder to the next; links are neither followed nor told. */
export const walk = async function* (folder: string, { avoid }: { avoid: string }): AsyncGenerator<FoundFile> {
  const folders = [folder]
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    for await (const entry of await entriesOf(at)) {
      const path = join(at, entry.name)
      if (isWithin(path, avoid)) continue
      if (entry.isDirectory()) {
        if (!leftOut.includes(entry.name)) folders.push(path)
      } else if (entry.isFile() && !ours.test(entry.name)) {
        const facts = await factsOf(path)
        if (facts?.isFile()) yield { path, facts }
      }
    }
  }
}

/** A folder that may not be read, or is gone by now, has nothing to tell. */
const entriesOf = async (folder: string) => {
  try {
    return await opendir(folder)
  } catch {
    return []
  }
}

/** Of the path itself, not of what it leads to; undefined where it cannot be told. */
export const factsOf = (path: string): Promise<BigIntStats | undefined> =>
  lstat(path, { bigint: true }).catch(() => undefined)

export const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(folder + sep)

/** Looks whether a file still is where its path says: folders on the way may have become links that lead elsewhere. */
export const realFolders = () => {
  const known = new Map<string, Promise<boolean>>()
  return (path: string): Promise<boolean> => {
    const folder = dirname(path)
    const isReal =
      known.get(folder) ??
      realpath(folder)
        .then((real) => real === folder)
        .catch(() => false)
    known.set(folder, isReal)
    return isReal
  }
}
