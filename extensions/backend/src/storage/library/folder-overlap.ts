import { isAbsolute, relative } from 'node:path'
import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import type { StoredFolder } from './folders.ts'

/** Is `path` that folder, or in it? */
export const contains = (folder: string, path: string): boolean => {
  const way = relative(folder, path)
  return way === '' || !(/^\.\.(?:[\\/]|$)/.test(way) || isAbsolute(way))
}

/** A file that two folders hold would be two documents. @throws AppError `folder.known` (409) */
export const refuseOverlap = (folders: readonly StoredFolder[], path: string): void => {
  const other = folders.find((each) => contains(each.path, path) || contains(path, each.path))
  if (!other) return
  const why = other.path === path ? words.folders.synced(path) : words.folders.overlaps(path, other.path)
  fail('folder.known', why, { status: 409 })
}
