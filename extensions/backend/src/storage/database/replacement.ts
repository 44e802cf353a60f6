import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { snapshotFolder } from './snapshots.ts'

/**
 * Another database in the place of `aios.db`, which is kept as a snapshot. What a crash cuts short is ended at the next
 * start: the database that is to come waits in a folder of its own, under the name that the present one is kept under.
 */
const waiting = (dataDir: string) => join(snapshotFolder(dataDir), 'next')

/** Puts the database file at `prepared` in the place of the present one, which is kept under the name `keptAs`. */
export const replaceDatabase = (dataDir: string, prepared: string, keptAs: string): void => {
  sync(prepared)
  mkdirSync(waiting(dataDir), { recursive: true, mode: 0o700 })
  renameSync(prepared, join(waiting(dataDir), keptAs))
  sync(waiting(dataDir))
  finishReplacement(dataDir)
}

const waitingName = (dataDir: string): string | undefined =>
  existsSync(waiting(dataDir)) ? readdirSync(waiting(dataDir))[0] : undefined

/** Was a replacement begun and not ended? */
export const isReplacing = (dataDir: string): boolean => waitingName(dataDir) !== undefined

/** Ends a replacement that was begun; false where there is none. */
export const finishReplacement = (dataDir: string): boolean => {
  const folder = waiting(dataDir)
  const keptAs = waitingName(dataDir)
  if (keptAs === undefined) return false
  const present = join(dataDir, 'aios.db')
  const kept = join(snapshotFolder(dataDir), keptAs)
  // The log first: beside a database that it does not belong to, it would be taken for that one's.
  if (existsSync(`${present}-wal`)) renameSync(`${present}-wal`, `${kept}-wal`)
  rmSync(`${present}-shm`, { force: true })
  if (existsSync(present)) renameSync(present, kept)
  sync(snapshotFolder(dataDir))
  renameSync(join(folder, keptAs), present)
  sync(dataDir)
  return true
}

/** Makes a file's bytes, or a rename in a folder, last. Windows has no such thing for folders, and needs none. */
const sync = (path: string) => {
  try {
    const handle = openSync(path, 'r')
    try {
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
  } catch (error) {
    if (process.platform !== 'win32') throw error
  }
}
