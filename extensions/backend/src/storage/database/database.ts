import { chmodSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { isBusy, isFull } from '../../base/store-failures.ts'
import * as words from '../../base/words/index.ts'
import { diskSpace } from './disk-space.ts'
import { checkIdentity } from './file-identity.ts'
import { migrations } from './migrations.ts'
import { kindOf } from './quick-check.ts'
import { snapshot } from './snapshots.ts'
import { makeShrinkable } from './vacuum.ts'

export type Database = DatabaseSync

/**
 * Milliseconds that a statement waits for another connection's write to end. The server waits on the thread that answers
 * everybody, so it gives up soon; what must be stored is tried again.
 */
const busyTimeout = { server: 1000, writer: 30_000, reader: 5000 }

/**
 * A connection to `aios.db` in `dataDir`. `writer` is for worker threads that write passages: what they write can
 * be made again from the original, so a commit need not wait for the disk.
 */
export const connect = (dataDir: string, role: 'server' | 'writer' | 'reader' = 'server'): Database => {
  const path = join(dataDir, 'aios.db')
  // Only the server makes a database: a thread that starts when the file was deleted must not put an empty one in its place.
  const there = pathToFileURL(path)
  there.searchParams.set('mode', 'rw')
  const place = role === 'writer' ? there : path
  const db = new DatabaseSync(place, { readOnly: role === 'reader', timeout: busyTimeout[role] })
  try {
    if (role !== 'server') checkIdentity(path)
    db.exec('PRAGMA foreign_keys = ON')
    if (role === 'reader') return db
    if (isNew(db)) db.exec('PRAGMA auto_vacuum = INCREMENTAL') // said before its first page is written, or never
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${role === 'writer' ? 'NORMAL' : 'FULL'}`)
    db.exec(`PRAGMA journal_size_limit = ${largestLog}`)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Bytes of the log that stay on the disk once it was folded in; it grows past that where somebody reads for long. */
const largestLog = 4 * 1024 ** 2

/** Milliseconds that instances which start at the same moment wait for each other, and between two tries. */
const longestOpening = 60_000
const pause = 50

/**
 * Opens the data directory's database, making or migrating it first; a snapshot is kept before each migration. While
 * another instance makes it, SQLite refuses at once in some places where it could wait, so this waits instead. On a full disk
 * it costs the reserve.
 */
export const openDatabase = async (dataDir: string): Promise<Database> => {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  for (const end = Date.now() + longestOpening; ; await delay(pause)) {
    try {
      return await open(dataDir)
    } catch (error) {
      if (isFull(error) && diskSpace(dataDir).giveUp()) continue
      if (!isBusy(error) || Date.now() > end) throw error
    }
  }
}

const open = async (dataDir: string): Promise<Database> => {
  refuseOthers(dataDir)
  const db = connect(dataDir)
  try {
    chmodSync(join(dataDir, 'aios.db'), 0o600)
    if (hasTables(db) && versionOf(db) < migrations.length) await snapshot(db, dataDir)
    migrate(db)
    letShrink(db, dataDir)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Before anything is written to it: what is not of this version, or not AIOS's, stays as it is. */
const refuseOthers = (dataDir: string) => {
  if (!statSync(join(dataDir, 'aios.db'), { throwIfNoEntry: false })?.size) return
  const db = connect(dataDir, 'reader')
  const kind = (() => {
    try {
      return kindOf(db)
    } finally {
      db.close()
    }
  })()
  if (kind === 'foreign') throw new ForeignDatabase(words.database.foreign(dataDir))
  if (kind !== 'newer') return
  throw new Error(words.database.newer(dataDir))
}

/** What stands in the place of the database is another program's. */
export class ForeignDatabase extends Error {}

const letShrink = (db: Database, dataDir: string) => {
  try {
    makeShrinkable(db, dataDir)
  } catch (error) {
    // It stays as it is: another instance at work, a full disk, a damaged page are no reason not to open it.
    if ((error as { errcode?: number }).errcode === undefined) throw error
  }
}

const isNew = (db: Database) => (db.prepare('PRAGMA page_count').get() as { page_count: number }).page_count === 0

const versionOf = (db: Database) => (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version

/** Whether its tables are those of this version. */
export const isCurrent = (db: Database): boolean => versionOf(db) === migrations.length

const hasTables = (db: Database) => db.prepare('SELECT 1 FROM sqlite_master LIMIT 1').get() !== undefined

/** All that is missing in one transaction: whoever else starts meanwhile sees none of it, or finds it done. */
const migrate = (db: Database) => {
  if (versionOf(db) === migrations.length) return
  transaction(db, () => {
    for (const sql of migrations.slice(versionOf(db))) db.exec(sql)
    db.exec(`PRAGMA user_version = ${migrations.length}`)
  })
}

/**
 * Runs `work` inside BEGIN IMMEDIATE: all of it is stored, or nothing. Inside another one it joins that. `undo` takes back
 * what it did elsewhere, while nobody else may write yet.
 */
export const transaction = <T>(db: Database, work: () => T, undo: () => void = () => undefined): T => {
  if (db.isTransaction) return work()
  db.exec('BEGIN IMMEDIATE')
  try {
    const value = work()
    db.exec('COMMIT')
    return value
  } catch (error) {
    try {
      undo()
    } finally {
      if (db.isTransaction) db.exec('ROLLBACK')
    }
    throw error
  }
}

/** Counts the commits of other connections, as far as this one has heard of them. */
export const foreignChanges = (db: Database): (() => number) => {
  const version = db.prepare('PRAGMA data_version')
  return () => (version.get() as { data_version: number }).data_version
}
