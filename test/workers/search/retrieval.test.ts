import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../extensions/backend/src/storage/database/database.ts'
import { createIndex } from '../../../extensions/backend/src/storage/index/passage-index.ts'
import { retrieval } from '../../../extensions/backend/src/workers/search/retrieval.ts'
import { temporaryFolder } from '../../support/folder.ts'

/** The statements of a connection that are not closed yet. */
const openStatements = (db: DatabaseSync): Set<StatementSync> => {
  const open = new Set<StatementSync>()
  const prepare = db.prepare.bind(db)
  db.prepare = (sql) => {
    const statement = prepare(sql)
    const close = statement.close.bind(statement)
    open.add(statement)
    statement.close = () => {
      open.delete(statement)
      close()
    }
    statement[Symbol.dispose] = statement.close
    return statement
  }
  return open
}

it('keeps the statements of a few workspaces only, however many are searched', async () => {
  const db = await openDatabase(temporaryFolder())
  onTestFinished(() => db.close())
  const open = openStatements(db)
  const { search } = retrieval(db)
  const searchIn = (workspaceNumber: number) => search({ workspaceId: 'w', workspaceNumber, q: 'fee', limit: 5 })
  const numbers = Array.from({ length: 40 }, (_, n) => n + 1)
  for (const number of numbers) createIndex(db, number)

  for (const number of numbers.slice(0, 12)) searchIn(number)
  const few = open.size
  for (const number of numbers) searchIn(number)
  expect(open.size).toBe(few)
  // One that was let go of is found again.
  expect(searchIn(1).hits).toEqual([])
  expect(open.size).toBe(few)
})
