import { randomUUID } from 'node:crypto'
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { backup } from 'node:sqlite'
import { markDoubt } from '../originals/doubt.ts'
import type { Database } from './database.ts'
import { identityOf, noteIdentity } from './file-identity.ts'
import { rescuedName, snapshotFolder } from './snapshots.ts'

/** What became of the open database's files: deleted, another one in its place, or what belongs to it deleted alone. */
export type Loss = 'deleted' | 'replaced' | 'parted'

/** `placed`: it is in its place again. `kept`: another file is there, and ours is beside the snapshots, under `path`. */
type Rescue = { outcome: 'placed' | 'kept'; path: string }

/** Pages that are copied at a time. */
const batch = 10_000

/** The files of an open database, by which it is seen whether anybody deleted or replaced them under it. */
export const databaseFile = (db: Database, dataDir: string) => {
  const main = join(dataDir, 'aios.db')
  const beside = [`${main}-wal`, `${main}-shm`]
  // They are made by the first read.
  db.prepare('PRAGMA user_version').get()
  const own = new Map([main, ...beside].map((path) => [path, identityOf(path)]))
  noteIdentity(main)
  const isOwn = (path: string) => identityOf(path) === own.get(path)

  const loss = (): Loss | undefined => {
    const now = identityOf(main)
    if (now === undefined) return 'deleted'
    if (now !== own.get(main)) return 'replaced'
    return beside.every(isOwn) ? undefined : 'parted'
  }

  /** Out of the way of what takes the place: our own log is in the copy already, another's is kept. */
  const clear = (stamp: string) => {
    for (const path of beside) {
      if (isOwn(path)) rmSync(path, { force: true })
      else if (existsSync(path))
        renameSync(path, join(snapshotFolder(dataDir), `aios-${stamp}.db${path.slice(main.length)}`))
    }
  }

  return {
    loss,

    /**
     * Saves all that the open connection has, and puts it in the place of the file that is gone; nothing may be written
     * meanwhile. Where another file is there, that one stays. `prove` looks whether the copy is sound.
     */
    async rescue(prove: (path: string) => Promise<unknown>): Promise<Rescue> {
      const folder = snapshotFolder(dataDir)
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const part = join(dataDir, `aios.db.${randomUUID()}.part`)
      const stamp = new Date().toISOString().replaceAll(':', '-')
      const saved = join(folder, rescuedName(stamp))
      try {
        await backup(db, part, { rate: batch })
        await prove(part)
        sync(part)
        renameSync(part, saved)
      } finally {
        for (const end of ['', '-wal', '-shm']) rmSync(part + end, { force: true })
      }
      const what = loss()
      if (what) clear(stamp)
      // Undefined where somebody has put the file back meanwhile.
      const isPlaced =
        what === undefined ||
        (what === 'parted' && exchange(saved, main, join(folder, `aios-${stamp}.db`))) ||
        (what === 'deleted' && place(saved, main))
      if (!isPlaced) {
        markDoubt(dataDir, 'foreign')
        return { outcome: 'kept', path: saved }
      }
      sync(dataDir)
      rmSync(saved, { force: true })
      return { outcome: 'placed', path: main }
    },
  }
}
export type DatabaseFile = ReturnType<typeof databaseFile>

/** Puts a file where there is none; false where there is one by now. */
const place = (from: string, to: string): boolean => {
  for (const put of [linkSync, copyAnew]) {
    try {
      put(from, to)
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
      if (put === copyAnew) throw error // else a file system without links
    }
  }
  return false
}

const copyAnew = (from: string, to: string) => {
  copyFileSync(from, to, constants.COPYFILE_EXCL)
  sync(to)
}

/** Puts a file in the place of another, which is kept aside; at no moment there is none. */
const exchange = (from: string, to: string, aside: string): true => {
  try {
    linkSync(to, aside)
  } catch {
    copyFileSync(to, aside)
  }
  renameSync(from, to)
  return true
}

/** Makes a file, or what a folder lists, last. Windows has no such thing for folders, and needs none. */
const sync = (path: string) => {
  if (process.platform === 'win32' && statSync(path).isDirectory()) return
  const handle = openSync(path, process.platform === 'win32' ? 'r+' : 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
