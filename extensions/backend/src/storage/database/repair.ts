import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { buildIndex } from '../index/reindex.ts'
import { markDoubt } from '../originals/doubt.ts'
import { migrations } from './migrations.ts'
import { aloneWithData } from './presence.ts'
import { copyAt, quickCheck } from './quick-check.ts'
import type { RepairReport } from './repair-report.ts'
import { finishReplacement, replaceDatabase } from './replacement.ts'
import { putBack } from './restore.ts'
import { copyRows, type Salvaged } from './salvage/copy.ts'
import { openPages } from './salvage/pages.ts'
import { fillFrom, makeWhole } from './salvage/whole.ts'
import { candidates, snapshotFolder, snapshotName } from './snapshots.ts'

export type RepairOptions = {
  /** From 0 to 1. */
  onProgress?: ((done: number) => void) | undefined
  signal?: AbortSignal | undefined
}

/**
 * Makes the database whole: a new one from all rows that can be read, lost ones from the newest sound copy, the text index
 * from the pages, and what lost its pages queued to be read again. Where nothing can be read, the newest sound copy takes its
 * place. The damaged file stays in `snapshots/`; a repair that is cut off changes nothing and can be made again.
 * @throws AppError `data.in-use` (409) when another process has the data open
 */
export const repairDatabase = (dataDir: string, options: RepairOptions = {}): Promise<RepairReport> =>
  aloneWithData(dataDir, async () => repairAlone(dataDir, options))

/** The same for who is alone with the data. */
export const repairAlone = async (dataDir: string, options: RepairOptions = {}): Promise<RepairReport> => {
  const made = join(snapshotFolder(dataDir), 'repairing.db')
  mkdirSync(snapshotFolder(dataDir), { recursive: true, mode: 0o700 })
  finishReplacement(dataDir) // one that a crash cut short: the file and its log are apart until then
  try {
    const report = rebuild(dataDir, made, options)
    if (!report) return await putBack(dataDir)
    const keptAs = snapshotName('damaged')
    markDoubt(dataDir, 'repaired')
    replaceDatabase(dataDir, made, keptAs)
    return { ...report, how: 'copied', keptAs }
  } finally {
    rmSync(made, { force: true })
  }
}

/** How much of the work copying is; the rest is the text index. */
const copying = 0.4

/** Makes a sound database at `made`; undefined where nothing can be read. */
const rebuild = (dataDir: string, made: string, { onProgress, signal }: RepairOptions) => {
  const damagedFile = join(dataDir, 'aios.db')
  const pages = existsSync(damagedFile) ? openPages(damagedFile) : undefined
  if (!pages) return undefined
  rmSync(made, { force: true })
  const db = emptyDatabase(made, pages.version)
  try {
    const triggers = dropTriggers(db)
    const salvaged = copyRows(pages, db, {
      signal,
      onProgress: (done, total) => onProgress?.((copying * done) / total),
    })
    if (!salvaged) return undefined
    const damaged = salvaged.filter(({ isDamaged }) => isDamaged)
    const from = fillGaps(dataDir, db, damaged)
    if (hasCatalogue(db)) db.exec('INSERT OR IGNORE INTO catalogue (number, is_upgraded) VALUES (1, 0)')
    const { requeued } = makeWhole(db, salvaged)
    for (const sql of triggers) db.exec(sql)
    buildIndex(db, {
      signal,
      onProgress: (done, total) => onProgress?.(copying + ((1 - copying) * done) / Math.max(total, 1)),
    })
    const report = reportOf(db, salvaged)
    if (report.workspaces + report.documents + report.tasks === 0 && damaged.length > 0) return undefined
    db.close()
    const [fault] = quickCheck(made)
    if (fault) throw new Error(`The repaired database is not sound: ${fault}`)
    return { ...report, requeued, ...(from !== undefined && { from }) }
  } finally {
    if (db.isOpen) db.close()
    pages.close()
  }
}

/** With the tables of that version, made fast: it is worth nothing until it is complete. */
const emptyDatabase = (path: string, version: number): DatabaseSync => {
  const db = new DatabaseSync(path)
  const isKnown = version >= 1 && version <= migrations.length
  const schema = isKnown ? migrations.slice(0, version) : migrations
  db.exec('PRAGMA auto_vacuum = INCREMENTAL') // as every new database
  db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF')
  for (const sql of schema) db.exec(sql)
  if (hasCatalogue(db)) db.exec('DELETE FROM catalogue') // so that the row which is copied finds its place
  db.exec(`PRAGMA user_version = ${schema.length}`)
  return db
}

const hasCatalogue = (db: DatabaseSync) =>
  db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'catalogue'").get() !== undefined

/** What changes of rows set off has been set off already. */
const dropTriggers = (db: DatabaseSync): string[] => {
  const triggers = db.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all() as {
    name: string
    sql: string
  }[]
  for (const { name } of triggers) db.exec(`DROP TRIGGER "${name}"`)
  return triggers.map(({ sql }) => sql)
}

/** Takes lost rows from the newest sound copy; gives back its name where it had any. */
const fillGaps = (dataDir: string, db: DatabaseSync, damaged: readonly Salvaged[]): string | undefined => {
  if (damaged.length === 0) return undefined
  const newest = candidates(dataDir).find(({ path }) => quickCheck(copyAt(path)).length === 0)
  if (!newest) return undefined
  db.prepare('ATTACH ? AS copy').run(copyAt(newest.path).href)
  try {
    return fillFrom(db, damaged) > 0 ? newest.name : undefined
  } finally {
    db.exec('DETACH copy')
  }
}

const reportOf = (db: DatabaseSync, salvaged: readonly Salvaged[]) => {
  const count = (table: string) => (db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n
  return {
    workspaces: count('workspace'),
    documents: count('document'),
    tasks: count('task'),
    damaged: salvaged.filter(({ isDamaged }) => isDamaged).map(({ table }) => table),
  }
}
