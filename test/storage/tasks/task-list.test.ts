import { expect, it } from 'vitest'
import { openDatabase } from '../../../extensions/backend/src/storage/database/database.ts'
import { temporaryFolder } from '../../support/folder.ts'

it('a page of the tasks of all workspaces is read without going through every task', async () => {
  const db = await openDatabase(temporaryFolder())
  const plan = (where: string) =>
    db
      .prepare(`EXPLAIN QUERY PLAN SELECT id, status FROM task ${where} ORDER BY created_at DESC, id DESC LIMIT 50`)
      .all()
      .map(({ detail }) => detail)
      .join()
  const after = "WHERE (created_at, id) < (SELECT created_at, id FROM task WHERE id = 'x')"
  for (const steps of [plan(''), plan(after)]) {
    expect(steps).toContain('task_created')
    expect(steps).not.toContain('TEMP B-TREE')
  }
  db.close()
})
