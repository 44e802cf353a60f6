import type { StatementSync } from 'node:sqlite'
import type { Task, TaskQuery } from '../../shared/contract/tasks.ts'
import { openStatuses } from '../../shared/task-states.ts'
import type { Database } from '../database/database.ts'
import { statusIn, type TaskRow, toTask } from './task-rows.ts'

/** Columns of a task that a list of many shows: without its result, and the documents it is narrowed to. */
const summary = `
  id, agent_id, workspace_id, prompt, NULL AS document_ids, exhaustive, continues, parent_id, schedule_id, priority,
  status, attempt, error, NULL AS result, usage, change, created_at, started_at, finished_at`

const escaped = (words: string) => words.replace(/[\\%_]/g, (sign) => `\\${sign}`)

/** Lists of tasks, the newest first. */
export const taskList = (db: Database) => {
  const statements = new Map<string, StatementSync>()
  const prepared = (sql: string) => {
    const statement = statements.get(sql) ?? db.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  const mark = db.prepare('SELECT count(*) AS tasks, coalesce(sum(change), 0) AS changes FROM task')
  const markOf = db.prepare(
    'SELECT count(*) AS tasks, coalesce(sum(change), 0) AS changes FROM task WHERE workspace_id = ?',
  )
  const counts = db.prepare(`
    SELECT status, count(*) AS n FROM task WHERE ${statusIn(openStatuses)}
      AND workspace_id IN (SELECT id FROM workspace WHERE removed_at IS NULL) GROUP BY status`)

  return {
    list({ workspaceId, status, parentId, agentId, scheduleId, q, ids, before, limit, fields }: TaskQuery): Task[] {
      const filters: [condition: string, value: string | undefined][] = [
        ['workspace_id = ?', workspaceId],
        ['status = ?', status],
        ['parent_id = ?', parentId],
        ['agent_id = ?', agentId],
        ['schedule_id = ?', scheduleId],
        ["prompt LIKE ? ESCAPE '\\'", q && `%${escaped(q)}%`],
        ['id IN (SELECT value FROM json_each(?))', ids && JSON.stringify(ids)],
        ['(created_at, id) < (SELECT created_at, id FROM task WHERE id = ?)', before],
      ]
      const wanted = filters.filter((filter): filter is [string, string] => filter[1] !== undefined)
      const where = wanted.length > 0 ? `WHERE ${wanted.map(([condition]) => condition).join(' AND ')}` : ''
      const sql = `SELECT ${fields === 'summary' ? summary : '*'} FROM task ${where} ORDER BY created_at DESC, id DESC LIMIT ?`
      return (prepared(sql).all(...wanted.map(([, value]) => value), limit ?? -1) as TaskRow[]).map(toTask)
    },

    /** Two numbers that are the same as long as no task of the workspace, or of any, has changed. */
    mark(workspaceId?: string): string {
      const row = workspaceId === undefined ? mark.get() : markOf.get(workspaceId)
      const { tasks, changes } = row as { tasks: number; changes: number }
      return `${tasks}-${changes}`
    },

    /** How many tasks are open, by state. */
    counts(): Record<(typeof openStatuses)[number], number> {
      const found = counts.all() as { status: (typeof openStatuses)[number]; n: number }[]
      return { queued: 0, running: 0, waiting: 0, ...Object.fromEntries(found.map(({ status, n }) => [status, n])) }
    },
  }
}
