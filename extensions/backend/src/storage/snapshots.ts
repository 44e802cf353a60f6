import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { backup, type DatabaseSync } from 'node:sqlite'

const kept = 3

/** Copies the database to `snapshots/` and keeps the last three copies; gives back the copy's path. */
export const snapshot = async (db: DatabaseSync, dataDir: string): Promise<string> => {
  const folder = join(dataDir, 'snapshots')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `aios-${new Date().toISOString().replaceAll(':', '-')}.db`)
  await backup(db, path)
  const older = readdirSync(folder)
    .filter((name) => /^aios-.*\.db$/.test(name))
    .sort()
    .slice(0, -kept)
  for (const name of older) rmSync(join(folder, name))
  return path
}
