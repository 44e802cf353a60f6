import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { backup, type DatabaseSync } from 'node:sqlite'
import { diskSpace } from './disk-space.ts'

const kept = 3
export const snapshotFolder = (dataDir: string) => join(dataDir, 'snapshots')

/** What a database is called that was saved when its file was replaced under the running server. It is not counted, nor removed. */
export const rescuedName = (stamp: string) => `aios-${stamp}-rescued.db`
const isRescued = ({ name }: { name: string }) => name.endsWith(rescuedName('').slice('aios-'.length))

/** The ones that were saved so in the last so many milliseconds. */
export const rescued = (dataDir: string, within: number): string[] =>
  snapshots(dataDir)
    .filter(
      (each) => isRescued(each) && Date.now() - (statSync(each.path, { throwIfNoEntry: false })?.mtimeMs ?? 0) < within,
    )
    .map(({ name }) => name)

/** The copies of the database that are there, the oldest first. */
export const snapshots = (dataDir: string): { name: string; path: string }[] => {
  const folder = snapshotFolder(dataDir)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => /^aios-.*\.db$/.test(name))
    .sort()
    .map((name) => ({ name, path: join(folder, name) }))
}

/**
 * Copies the database to `snapshots/` and keeps the last three copies; gives back the copy's path.
 * @throws AppError `storage.full` (507) when the disk has no room for it
 */
export const snapshot = async (db: DatabaseSync, dataDir: string): Promise<string> => {
  diskSpace(dataDir).check(statSync(join(dataDir, 'aios.db')).size)
  const folder = snapshotFolder(dataDir)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `aios-${new Date().toISOString().replaceAll(':', '-')}.db`)
  const part = `${path}.part`
  await backup(db, part)
  renameSync(part, path)
  for (const older of snapshots(dataDir)
    .filter((each) => !isRescued(each))
    .slice(0, -kept))
    rmSync(older.path)
  return path
}
