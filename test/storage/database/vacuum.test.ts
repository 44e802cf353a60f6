import { statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it, onTestFinished } from 'vitest'
import { connect, foreignChanges, openDatabase } from '../../../extensions/backend/src/storage/database/database.ts'
import { migrations } from '../../../extensions/backend/src/storage/database/migrations.ts'
import { foldLog, giveSomeBack, makeShrinkable } from '../../../extensions/backend/src/storage/database/vacuum.ts'
import { temporaryFolder } from '../../support/folder.ts'

const pragma = (db: DatabaseSync, name: string) => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]
const sizeOf = (folder: string, suffix = '') => statSync(join(folder, `aios.db${suffix}`)).size

/** Adds rows of 16 MB, and takes them out again. */
const fillAndEmpty = (db: DatabaseSync) => {
  db.exec('CREATE TABLE filler (bytes BLOB)')
  const insert = db.prepare('INSERT INTO filler VALUES (randomblob(1048576))')
  for (let n = 0; n < 16; n++) insert.run()
  db.exec('DELETE FROM filler')
}

it('a new database gives back to the disk what is deleted, in small steps', async () => {
  const folder = temporaryFolder()
  const db = await openDatabase(folder)
  onTestFinished(() => db.close())
  foldLog(db)
  const before = sizeOf(folder)
  fillAndEmpty(db)
  foldLog(db)
  expect(sizeOf(folder)).toBeGreaterThan(16_000_000)
  let steps = 0
  while (giveSomeBack(db)) steps++
  expect(steps).toBeGreaterThan(10)
  expect(foldLog(db)).toBe(true)
  // What stays is kept for what comes next: 512 pages of 4 KiB.
  expect(sizeOf(folder)).toBeLessThan(before + 3_000_000)
  expect(sizeOf(folder, '-wal')).toBe(0)
  expect(pragma(db, 'integrity_check')).toBe('ok')
})

it('the log is not waited for while somebody reads', async () => {
  const folder = temporaryFolder()
  const db = await openDatabase(folder)
  const reader = connect(folder, 'reader')
  onTestFinished(() => {
    reader.close()
    db.close()
  })
  const rows = reader.prepare('SELECT name FROM sqlite_master').iterate()
  rows.next()
  fillAndEmpty(db)
  expect(foldLog(db)).toBe(false)
  rows.return?.()
  expect(foldLog(db)).toBe(true)
  expect(pragma(db, 'busy_timeout')).toBe(1000)
})

it('a database of an earlier version can give back, too, once it was opened; its rows are all there', async () => {
  const folder = temporaryFolder()
  const old = new DatabaseSync(join(folder, 'aios.db'))
  old.exec(`
    PRAGMA journal_mode = WAL;
    ${migrations[0]};
    PRAGMA user_version = 1;
    CREATE TABLE keepsake (word TEXT);
    INSERT INTO keepsake VALUES ('here')`)
  fillAndEmpty(old)
  expect(pragma(old, 'auto_vacuum')).toBe(0)
  old.close()
  const db = await openDatabase(folder)
  onTestFinished(() => db.close())
  expect(pragma(db, 'auto_vacuum')).toBe(2)
  expect(db.prepare('SELECT word FROM keepsake').get()).toEqual({ word: 'here' })
  expect(sizeOf(folder)).toBeLessThan(4_000_000)
})

it('is not written to by being opened again', async () => {
  const folder = temporaryFolder()
  const first = await openDatabase(folder)
  onTestFinished(() => first.close())
  const changes = foreignChanges(first)
  const before = changes()
  connect(folder, 'writer').close()
  ;(await openDatabase(folder)).close()
  expect(changes()).toBe(before)
})

it('one that another instance writes to is opened as it is', async () => {
  const folder = temporaryFolder()
  const first = await openDatabase(folder)
  first.exec('PRAGMA auto_vacuum = NONE; VACUUM')
  onTestFinished(() => first.close())
  first.exec('BEGIN IMMEDIATE')
  const second = await openDatabase(folder)
  expect(pragma(second, 'auto_vacuum')).toBe(0)
  first.exec('COMMIT')
  expect(makeShrinkable(second, folder)).toBe(true)
  expect(pragma(second, 'auto_vacuum')).toBe(2)
  second.close()
})
