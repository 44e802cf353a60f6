import type { Hit } from '../../shared/contract/search.ts'
import { type Database, transaction } from '../database/database.ts'

/** Where a passage stands that a model was shown. */
type TaskSource = Pick<Hit, 'documentId' | 'documentName' | 'page' | 'passageId' | 'start' | 'end'>

type Row = {
  number: number
  document_id: string
  document_name: string
  page: number
  passage_id: string
  start: number
  end: number
}

/** Passages that models were shown, by the number that they cite them with: the same one all through a task. */
export const taskSourceStore = (db: Database) => {
  const one = db.prepare(`
    SELECT number FROM task_source WHERE task_id = ? AND document_id = ? AND page = ? AND start = ? AND "end" = ?`)
  const insert = db.prepare(`
    INSERT INTO task_source (task_id, number, document_id, document_name, page, passage_id, start, "end")
    VALUES (?, (SELECT coalesce(max(number), 0) + 1 FROM task_source WHERE task_id = ?), ?, ?, ?, ?, ?, ?)
    RETURNING number`)
  const ofTask = db.prepare('SELECT * FROM task_source WHERE task_id = ? ORDER BY number')

  return {
    /** The number of a passage, from 1. */
    number(taskId: string, { documentId, documentName, page, passageId, start, end }: TaskSource): number {
      return transaction(db, () => {
        const known = one.get(taskId, documentId, page, start, end) as { number: number } | undefined
        if (known) return known.number
        const place = [documentId, documentName, page, passageId, start, end]
        return (insert.get(taskId, taskId, ...place) as { number: number }).number
      })
    },
    /** All of a task, the first under number 1. */
    ofTask: (taskId: string): TaskSource[] =>
      (ofTask.all(taskId) as Row[]).map((row) => ({
        documentId: row.document_id,
        documentName: row.document_name,
        page: row.page,
        passageId: row.passage_id,
        start: row.start,
        end: row.end,
      })),
  }
}
export type TaskSourceStore = ReturnType<typeof taskSourceStore>
