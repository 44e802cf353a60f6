import { isAbsolute, relative } from 'node:path'
import { fail } from '../../base/errors.ts'
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
  const how = other.path === path ? 'is in this workspace already' : `overlaps with ${other.path}, which is in it`
  fail('folder.known', `${path} ${how}. Remove that one first, or choose another folder.`, { status: 409 })
}
