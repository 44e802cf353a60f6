import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import {
  connect,
  ForeignDatabase,
  openDatabase,
  transaction,
} from '../../../extensions/backend/src/storage/database/database.ts'
import { migrations } from '../../../extensions/backend/src/storage/database/migrations.ts'
import { snapshot } from '../../../extensions/backend/src/storage/database/snapshots.ts'
import { temporaryFolder } from '../../support/folder.ts'

const pragma = (db: DatabaseSync, name: string) => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]

describe('the database', () => {
  it('is made with all migrations, in WAL, with foreign keys', async () => {
    const db = await openDatabase(join(temporaryFolder(), 'new', 'folder'))
    expect(pragma(db, 'user_version')).toBe(migrations.length)
    expect(pragma(db, 'journal_mode')).toBe('wal')
    expect(pragma(db, 'foreign_keys')).toBe(1)
    db.close()
  })

  it('is made once by instances that start at the same moment', async () => {
    const code = `
      const { openDatabase } = await import(process.argv[1])
      const db = await openDatabase(process.argv[2])
      console.log(Object.values(db.prepare('PRAGMA user_version').get())[0])`
    const module = join(import.meta.dirname, '../../../extensions/backend/src/storage/database/database.ts')
    for (let round = 0; round < 3; round++) {
      const folder = temporaryFolder()
      const args = ['--input-type=module', '--eval', code, module, folder]
      const runs = Array.from({ length: 6 }, () => promisify(execFile)(process.execPath, args))
      const made = await Promise.all(runs)
      expect(made.map(({ stdout }) => stdout.trim())).toEqual(made.map(() => String(migrations.length)))
      expect(readdirSync(folder)).not.toContain('snapshots')
    }
  })

  it('keeps a snapshot before it migrates, and none when it is new', async () => {
    const folder = temporaryFolder()
    const old = new DatabaseSync(join(folder, 'aios.db'))
    old.exec(`${migrations[0]}; PRAGMA user_version = 1`)
    old.exec("CREATE TABLE keepsake (word TEXT); INSERT INTO keepsake VALUES ('here')")
    old.close()
    const db = await openDatabase(folder)
    const [copy] = readdirSync(join(folder, 'snapshots'))
    const before = new DatabaseSync(join(folder, 'snapshots', copy as string), { readOnly: true })
    expect(before.prepare('SELECT word FROM keepsake').get()).toEqual({ word: 'here' })
    expect(before.prepare("SELECT name FROM sqlite_master WHERE name = 'schedule'").get()).toBeUndefined()
    before.close()
    db.close()
    const other = temporaryFolder()
    const fresh = await openDatabase(other)
    expect(readdirSync(other)).not.toContain('snapshots')
    fresh.close()
  })

  it('keeps the last three snapshots', async () => {
    const folder = temporaryFolder()
    const db = await openDatabase(folder)
    const made: string[] = []
    for (let n = 0; n < 5; n++) {
      made.push(await snapshot(db, folder))
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(
      readdirSync(join(folder, 'snapshots'))
        .map((name) => join(folder, 'snapshots', name))
        .sort(),
    ).toEqual(made.slice(-3))
    db.close()
  })

  it('refuses data of a newer version and leaves it as it is', async () => {
    const folder = temporaryFolder()
    const newer = new DatabaseSync(join(folder, 'aios.db'))
    newer.exec('PRAGMA user_version = 9999')
    newer.close()
    await expect(openDatabase(folder)).rejects.toThrow(/newer version of AIOS/)
    const after = new DatabaseSync(join(folder, 'aios.db'))
    expect(pragma(after, 'user_version')).toBe(9999)
    after.close()
  })

  it('refuses the database of another program and leaves it as it is', async () => {
    const folder = temporaryFolder()
    const other = new DatabaseSync(join(folder, 'aios.db'))
    other.exec('CREATE TABLE recipe (name TEXT)')
    other.close()
    await expect(openDatabase(folder)).rejects.toThrow(ForeignDatabase)
    const after = new DatabaseSync(join(folder, 'aios.db'))
    expect(after.prepare('SELECT name FROM sqlite_master').all()).toEqual([{ name: 'recipe' }])
    after.close()
  })

  it('stores all of a transaction or nothing', async () => {
    const folder = temporaryFolder()
    const db = await openDatabase(folder)
    const add = (id: string) => db.prepare("INSERT INTO workspace (id, name, created_at) VALUES (?, 'n', 't')").run(id)
    expect(() =>
      transaction(db, () => {
        add('a')
        transaction(db, () => add('b'))
        throw new Error('stop')
      }),
    ).toThrow('stop')
    expect(db.prepare('SELECT count(*) AS n FROM workspace').get()).toEqual({ n: 0 })
    transaction(db, () => add('c'))
    const reader = connect(folder, 'reader')
    expect(reader.prepare('SELECT id FROM workspace').all()).toEqual([{ id: 'c' }])
    expect(() => reader.exec('DELETE FROM workspace')).toThrow(/readonly/)
    reader.close()
    db.close()
  })
})
