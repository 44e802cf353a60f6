import { expect, it } from 'vitest'
import { type Database, transaction } from '../../../extensions/backend/src/storage/database/database.ts'
import {
  clearIndex,
  createIndex,
  dropIndex,
  emptyDetached,
  tables,
} from '../../../extensions/backend/src/storage/index/passage-index.ts'
import { openStore } from '../store.ts'

const names = (db: Database, like: string) =>
  (db.prepare('SELECT name FROM sqlite_master WHERE name LIKE ?').all(like) as { name: string }[]).map(
    ({ name }) => name,
  )
const isSound = (db: Database) => Object.values(db.prepare('PRAGMA integrity_check').get() ?? {})[0]
const found = (db: Database, workspace: number, word: string) => {
  const { passages } = tables(workspace)
  return db.prepare(`SELECT rowid FROM ${passages} WHERE ${passages} MATCH ?`).all(word).length
}

/** An index of some 15 MB: each passage has words of its own. */
const fill = (db: Database, workspace: number, passages: number) => {
  createIndex(db, workspace)
  const { passages: table, words } = tables(workspace)
  const index = db.prepare(`INSERT INTO ${table} (rowid, text, title, heading) VALUES (?, ?, '', '')`)
  const word = db.prepare(`INSERT INTO ${words} (word) VALUES (?)`)
  transaction(db, () => {
    for (let n = 1; n <= passages; n++) {
      index.run(n, Array.from({ length: 100 }, (_, w) => `${(n * 7919 + w * 104_729) % 999_983}mooring`).join(' '))
      word.run(`mooring${n}`)
    }
  })
}

it('a large index goes at once, what it holds little by little', async () => {
  const { db } = await openStore()
  fill(db, 1, 12_000)
  fill(db, 2, 10)
  dropIndex(db, 1)
  expect(['passage_index_1%', 'document_index_1%', 'passage_words_1'].flatMap((name) => names(db, name))).toEqual([])
  expect(names(db, 'detached%').length).toBe(5)
  let steps = 0
  while (emptyDetached(db)) steps++
  expect(steps).toBeGreaterThan(10)
  expect(names(db, 'detached%')).toEqual([])
  expect(found(db, 2, '7919mooring')).toBe(1)
  expect(isSound(db)).toBe('ok')
}, 60_000)

it('a large index whose last document went is empty at once, and can be filled again', async () => {
  const { db, workspaces } = await openStore()
  const { number } = workspaces.add('Harbour')
  fill(db, number, 12_000)
  clearIndex(db, number)
  expect(found(db, number, '7919mooring')).toBe(0)
  fill(db, number, 10) // before the old one is gone
  expect(names(db, 'detached%').length).toBe(5)
  while (emptyDetached(db));
  expect(found(db, number, '7919mooring')).toBe(1)
  expect(isSound(db)).toBe('ok')
}, 60_000)

it('a small index is dropped as a whole, and tables of FTS5 stay closed to everything else', async () => {
  const { db } = await openStore()
  fill(db, 1, 10)
  dropIndex(db, 1)
  expect(names(db, 'detached%').concat(names(db, 'passage_index_1%'))).toEqual([])
  expect(emptyDetached(db)).toBe(false)
  dropIndex(db, 1) // a removal that a crash cut off is begun anew
  fill(db, 2, 10)
  expect(() => db.exec('DELETE FROM passage_index_2_data')).toThrow('may not be modified')
})
