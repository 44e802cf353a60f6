import { DatabaseSync } from 'node:sqlite'

/** Is it the database itself that is wrong? SQLITE_CORRUPT and SQLITE_NOTADB. */
const isDamage = (error: unknown) => [11, 26].includes(((error as { errcode?: number }).errcode ?? 0) & 0xff)

/**
 * What SQLite finds wrong with a database, a line for each; nothing in one that is sound. `isThorough` reads its indexes
 * and what refers to what, too. @throws what keeps it from being read
 */
export const faultsOfDatabase = (path: string, { isThorough = false } = {}): string[] => {
  try {
    const db = new DatabaseSync(path, { readOnly: true, timeout: 5000 })
    try {
      const check = isThorough ? 'integrity_check' : 'quick_check'
      const lines = db
        .prepare(`PRAGMA ${check}(100)`)
        .all()
        .map((row) => String(Object.values(row)[0]))
      const dangling = isThorough ? (db.prepare('PRAGMA foreign_key_check').all() as Dangling[]) : []
      return [...lines.filter((line) => line !== 'ok'), ...dangling.map(wordsFor)]
    } finally {
      db.close()
    }
  } catch (error) {
    if (isDamage(error)) return [(error as Error).message]
    throw error
  }
}

type Dangling = { table: string; rowid: number | null; parent: string }

const wordsFor = ({ table, rowid, parent }: Dangling) => `row ${rowid} of ${table} belongs to none of ${parent}`
