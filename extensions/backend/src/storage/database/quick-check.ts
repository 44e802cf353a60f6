import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { isDamage } from './corruption.ts'
import { migrations } from './migrations.ts'

/** Faults that are named; one is enough to know. */
const mostFaults = 20

/** Tables that every database of AIOS has. */
export const ours = ['workspace', 'document', 'task']

/** A copy that nobody writes to, for SQLite to read without a log or a lock of its own beside it. */
export const copyAt = (path: string): URL => {
  const url = pathToFileURL(path)
  const hasLog = (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
  if (!hasLog) url.searchParams.set('immutable', '1')
  return url
}

/**
 * What SQLite finds wrong with a database, in its own words; nothing when it is sound. Reads all of it, which takes about a
 * second for each few hundred megabytes.
 */
export const quickCheck = (path: string | URL): string[] => {
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(path, { readOnly: true, timeout: 5000 })
    const rows = db.prepare(`PRAGMA quick_check(${mostFaults})`).all() as { quick_check: string }[]
    return rows.map(({ quick_check }) => quick_check).filter((words) => words !== 'ok')
  } catch (error) {
    if (!isDamage(error)) throw error
    return [(error as Error).message]
  } finally {
    db?.close()
  }
}

/** What kind of file stands there: a database of ours, one that a newer AIOS wrote, or another's; `new` has nothing in it. */
export const kindOf = (db: DatabaseSync): 'ours' | 'newer' | 'foreign' | 'new' => {
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number }
  const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[]
  const names = new Set(tables.map(({ name }) => name))
  const isOurs = ours.every((name) => names.has(name))
  if (version > migrations.length && (isOurs || names.size === 0)) return 'newer'
  if (version === 0 && names.size === 0) return 'new'
  return isOurs && version > 0 ? 'ours' : 'foreign'
}
