import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import { markDoubt } from '../originals/doubt.ts'
import { openDatabase } from './database.ts'
import { copyAt, kindOf, quickCheck } from './quick-check.ts'
import type { RepairReport } from './repair-report.ts'
import { finishReplacement, replaceDatabase } from './replacement.ts'
import {
  candidates,
  noteCheck,
  noteKnown,
  type Snapshot,
  snapshotFolder,
  snapshotName,
  snapshots,
} from './snapshots.ts'

/** The copy of that name, which is compared with those that are there. @throws AppError `snapshot.unknown` (404) */
export const findSnapshot = (dataDir: string, name: string): Snapshot =>
  snapshots(dataDir).find((each) => each.name === name) ??
  fail('snapshot.unknown', words.snapshots.unknown(name.slice(0, 200)), { status: 404 })

/** Is it a sound database that this version can open? Reads all of it, and notes what it found. */
export const checkSnapshot = (dataDir: string, { name, path }: Pick<Snapshot, 'name' | 'path'>): boolean => {
  const isSound = quickCheck(copyAt(path)).length === 0 && isUsable(path)
  noteCheck(dataDir, name, isSound)
  return isSound
}

const isUsable = (path: string): boolean => {
  const db = new DatabaseSync(copyAt(path), { readOnly: true })
  try {
    return kindOf(db) === 'ours'
  } finally {
    db.close()
  }
}

/** Puts a copy of the database file at `path` in the place of the present one. */
const putInPlace = (dataDir: string, path: string, keptAs: string) => {
  const prepared = join(snapshotFolder(dataDir), 'restoring.db')
  try {
    copyFileSync(path, prepared)
    if (existsSync(`${path}-wal`)) {
      copyFileSync(`${path}-wal`, `${prepared}-wal`)
      const db = new DatabaseSync(prepared)
      db.exec('PRAGMA journal_mode = DELETE')
      db.close()
    }
    replaceDatabase(dataDir, prepared, keptAs)
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${prepared}${suffix}`, { force: true })
  }
}

/**
 * Goes back to a copy of the database, for who is alone with the data; what is there now, if anything, is kept as a copy, too.
 * @throws AppError `snapshot.unknown` (404), `snapshot.damaged` (409)
 */
export const restoreAlone = (dataDir: string, name: string): { from: string; keptAs?: string } => {
  const chosen = findSnapshot(dataDir, name)
  if (!checkSnapshot(dataDir, chosen)) {
    fail('snapshot.damaged', words.snapshots.unusable(name), { status: 409 })
  }
  finishReplacement(dataDir) // one that a crash cut short: the file and its log are apart until then
  const keptAs = snapshotName('before-restore')
  const isThere = existsSync(join(dataDir, 'aios.db'))
  markDoubt(dataDir, 'restored')
  putInPlace(dataDir, chosen.path, keptAs)
  if (chosen.kind === 'rescued') noteKnown(dataDir)
  return { from: name, ...(isThere && { keptAs }) }
}

const stateOf = (path: string): 'damaged' | 'missing' | 'foreign' => {
  if (!existsSync(path)) return 'missing'
  return isForeign(path) ? 'foreign' : 'damaged'
}

/** Is it a sound database of another program? */
const isForeign = (path: string): boolean => {
  if (quickCheck(path).length > 0) return false
  const db = new DatabaseSync(path, { readOnly: true })
  try {
    return kindOf(db) === 'foreign'
  } finally {
    db.close()
  }
}

/** The newest sound copy in the place of a database that cannot be read; else a new one. The damaged one is kept. */
export const putBack = async (dataDir: string): Promise<RepairReport> => {
  const chosen = candidates(dataDir).find((each) => checkSnapshot(dataDir, each))
  const keptAs = snapshotName('damaged')
  const was = stateOf(join(dataDir, 'aios.db'))
  markDoubt(dataDir, chosen ? 'restored' : 'new')
  mkdirSync(snapshotFolder(dataDir), { recursive: true, mode: 0o700 })
  if (chosen) putInPlace(dataDir, chosen.path, keptAs)
  else {
    const empty = join(snapshotFolder(dataDir), 'restoring.db')
    rmSync(empty, { force: true })
    const db = new DatabaseSync(empty)
    db.exec('PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = DELETE; VACUUM')
    db.close()
    replaceDatabase(dataDir, empty, keptAs)
  }
  const opened = await openDatabase(dataDir)
  const count = (table: string) => (opened.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n
  try {
    return {
      how: chosen ? 'restored' : 'new',
      was,
      ...(was !== 'missing' && { keptAs }),
      ...(chosen && { from: chosen.name }),
      workspaces: count('workspace'),
      documents: count('document'),
      tasks: count('task'),
      requeued: 0,
      damaged: [],
    }
  } finally {
    opened.close()
  }
}
