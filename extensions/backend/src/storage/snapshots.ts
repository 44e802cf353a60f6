import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { backup, type DatabaseSync } from 'node:sqlite'

const kept = 3
const folderOf = (dataDir: string) => join(dataDir, 'snapshots')

/** The copies of the database that are there, the oldest first. */
export const snapshots = (dataDir: string): { name: string; path: string }[] => {
  const folder = folderOf(dataDir)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => /^aios-.*\.db$/.test(name))
    .sort()
    .map((name) => ({ name, path: join(folder, name) }))
}

/** Copies the database to `snapshots/` and keeps the last three copies; gives back the copy's path. */
export const snapshot = async (db: DatabaseSync, dataDir: string): Promise<string> => {
  const folder = folderOf(dataDir)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `aios-${new Date().toISOString().replaceAll(':', '-')}.db`)
  const part = `${path}.part`
  await backup(db, part)
  renameSync(part, path)
  for (const older of snapshots(dataDir).slice(0, -kept)) rmSync(older.path)
  return path
}
