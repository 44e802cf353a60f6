import type { DatabaseSync } from 'node:sqlite'
import { freeSpace } from './disk-space.ts'
import { pace } from './pace.ts'

/** Free pages (of 4 KiB) that stay in the file for what comes next. */
const keptPages = 512
/** Pages given back in one transaction at most, in which others from the file's end take their place. */
const pagesAtOnce = 256
/** Bytes up to which a database is converted, which takes a second for every 150 MB. */
const largestConverted = 1024 ** 3

const number = (db: DatabaseSync, pragma: string) => {
  using statement = db.prepare(`PRAGMA ${pragma}`)
  return Object.values(statement.get() ?? {})[0] as number
}

const canGiveBack = (db: DatabaseSync) => number(db, 'auto_vacuum') === 2

/** Whether more pages stand empty than are kept. */
export const hasFreePages = (db: DatabaseSync): boolean => canGiveBack(db) && number(db, 'freelist_count') > keptPages

const paced = pace({ least: 32, most: pagesAtOnce })

/** Gives some empty pages back to the file system; false once there are none to give. */
export const giveSomeBack = (db: DatabaseSync): boolean => {
  if (!hasFreePages(db)) return false
  // Not prepared and stepped once: that would give back one page.
  paced((count) => {
    const given = Math.min(count, number(db, 'freelist_count') - keptPages)
    db.exec(`PRAGMA incremental_vacuum(${given})`)
    return given
  })
  return true
}

/**
 * Folds the log into the database and empties it, which is what lets the files shrink; waits for nobody. False when somebody
 * reads or writes just now.
 */
export const foldLog = (db: DatabaseSync): boolean => {
  const patience = number(db, 'busy_timeout')
  try {
    db.exec('PRAGMA busy_timeout = 0')
    // What empties the log keeps others from writing as long as it folds in; most of that is done here, beside them.
    number(db, 'wal_checkpoint(PASSIVE)')
    return number(db, 'wal_checkpoint(TRUNCATE)') === 0
  } finally {
    db.exec(`PRAGMA busy_timeout = ${patience}`)
  }
}

/**
 * Lets a database that was made before that could be give its pages back, which writes all of it anew. One that is too large
 * for a short start, or for the disk, stays as it is; false then.
 * @throws what SQLite says, as where another instance writes
 */
export const makeShrinkable = (db: DatabaseSync, dataDir: string): boolean => {
  if (canGiveBack(db)) return true
  const size = number(db, 'page_count') * number(db, 'page_size')
  if (size > largestConverted || freeSpace(dataDir) < 3 * size) return false
  db.exec('PRAGMA auto_vacuum = INCREMENTAL; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)')
  return true
}
