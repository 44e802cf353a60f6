import { randomUUIDv7 } from 'node:crypto'
import type { Step } from '../../shared/contract/tasks.ts'
import type { FinalStatus } from '../../shared/task-states.ts'
import { type Database, transaction } from '../database/database.ts'
import { isAtWork, type StepRow, toStep } from './task-rows.ts'

/** How the steps that still ran are left when their task ends. */
const stepEnd = { succeeded: 'done', failed: 'failed', cancelled: 'cancelled', interrupted: 'interrupted' } as const

const now = () => new Date().toISOString()

/** What tasks do, step by step. Each change of a step counts as one of its task. */
export const taskSteps = (db: Database) => {
  const all = db.prepare('SELECT * FROM step WHERE task_id = ? ORDER BY number')
  const since = db.prepare('SELECT * FROM step WHERE task_id = ? AND change > ? ORDER BY change, number')
  const touch = db.prepare(`
    UPDATE task SET change = change + 1 WHERE id = ? AND lease_owner = ? AND ${isAtWork} RETURNING change`)
  const add = db.prepare(`
    INSERT INTO step (id, task_id, number, attempt, kind, status, title, detail, change, started_at)
    SELECT ?, id, (SELECT coalesce(max(number), 0) + 1 FROM step WHERE task_id = task.id), attempt, ?, 'running', ?, ?,
      change, ? FROM task WHERE id = ?`)
  const change = db.prepare(`
    UPDATE step SET status = ?, title = ?, detail = ?, finished_at = ?, change = ? WHERE id = ?`)
  const end = db.prepare(`
    UPDATE step SET status = ?, finished_at = ?, change = (SELECT change FROM task WHERE id = step.task_id)
    WHERE task_id = ? AND status = 'running'`)
  // What waits for an answer is not cut off by a crash.
  const cut = db.prepare(`
    UPDATE step SET status = 'interrupted', finished_at = ?, change = (SELECT change FROM task WHERE id = step.task_id)
    WHERE task_id = ? AND status = 'running' AND kind <> 'approval'`)

  return {
    all: (taskId: string): Step[] => (all.all(taskId) as StepRow[]).map(toStep),
    /** Those that changed after change number `after` of their task, each with its own. */
    since: (taskId: string, after: number): { step: Step; change: number }[] =>
      (since.all(taskId, after) as StepRow[]).map((row) => ({ step: toStep(row), change: row.change })),

    /** Adds a running step; nothing when the task is no longer under this claim. */
    start(taskId: string, lease: string, { kind, title, detail }: Pick<Step, 'kind' | 'title' | 'detail'>) {
      return transaction(db, () => {
        if (!touch.get(taskId, lease)) return undefined
        const id = randomUUIDv7()
        add.run(id, kind, title, JSON.stringify(detail), now(), taskId)
        return id
      })
    },
    /** Stores what a step has come to; false when the task is no longer under this claim. */
    change(taskId: string, lease: string, step: Pick<Step, 'id' | 'status' | 'title' | 'detail'>): boolean {
      return transaction(db, () => {
        const touched = touch.get(taskId, lease) as { change: number } | undefined
        if (!touched) return false
        const { id, status, title, detail } = step
        change.run(status, title, JSON.stringify(detail), status === 'running' ? null : now(), touched.change, id)
        return true
      })
    },

    /** Ends the step that waited for an answer, with the change of its task that the answer is. */
    answered: ({ id, title, detail }: Pick<Step, 'id' | 'title' | 'detail'>, at: string, changeOfTask: number): void =>
      void change.run('done', title, JSON.stringify(detail), at, changeOfTask, id),
    /** Ends what still runs of a task that has ended. */
    end: (taskId: string, status: FinalStatus): void => void end.run(stepEnd[status], now(), taskId),
    /** Marks what ran as cut off, for whoever takes the task up again. */
    cut: (taskId: string): void => void cut.run(now(), taskId),
  }
}
