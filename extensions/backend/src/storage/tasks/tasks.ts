import { randomUUIDv7 } from 'node:crypto'
import type { RunRequest } from '../../shared/contract/agents.ts'
import type { Result, Step, Task, TaskPriority, TaskWithSteps } from '../../shared/contract/tasks.ts'
import { openStatuses, stoppedStatuses } from '../../shared/task-states.ts'
import { type Database, transaction } from '../database/database.ts'
import { taskList } from './task-list.ts'
import { statusIn, type TaskRow, toPriority, toTask } from './task-rows.ts'
import { taskSteps } from './task-steps.ts'
import { taskTransitions } from './task-transitions.ts'

const toFlag = (value: boolean | undefined) => (value === undefined ? null : Number(value))
const toJson = (value: unknown) => (value === undefined ? null : JSON.stringify(value))

/** The task that launches another, and with which of its calls. */
export type Parent = { id: string; call: string }

/** `afterCrash`: the server before this one crashed, maybe over what it was at. */
export const taskStore = (db: Database, { afterCrash = false } = {}) => {
  const taskStepStore = taskSteps(db)
  const one = db.prepare('SELECT * FROM task WHERE id = ?')
  const insert = db.prepare(`
    INSERT INTO task (id, agent_id, workspace_id, prompt, document_ids, exhaustive, continues, parent_id, parent_call,
      priority, created_at, schedule_id, status)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(?, (SELECT schedule_id FROM task WHERE id = ?)), 'queued')`)
  const ofCall = db.prepare('SELECT * FROM task WHERE parent_id = ? AND parent_call = ?')
  const restore = db.prepare(`
    INSERT INTO task (id, agent_id, workspace_id, prompt, document_ids, exhaustive, status, attempt, error, result, usage,
      first_step, change, created_at, started_at, finished_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?) ON CONFLICT (id) DO NOTHING`)
  const restoreStep = db.prepare(`
    INSERT INTO step (id, task_id, number, attempt, kind, status, title, detail, change, started_at, finished_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)`)
  const keep = db.prepare(`
    UPDATE task SET result = ?, change = change + 1
    WHERE id = ? AND attempt = ? AND ${statusIn(stoppedStatuses)}`)
  const used = db.prepare('UPDATE task SET usage = ?, crashes = 0 WHERE id = ?')
  const prioritise = db.prepare(
    `UPDATE task SET priority = ?, change = change + 1 WHERE id = ? AND ${statusIn(openStatuses)}`,
  )

  const row = (id: string) => one.get(id) as TaskRow | undefined
  const find = (id: string): Task | undefined => {
    const found = row(id)
    return found && toTask(found)
  }
  const now = () => new Date().toISOString()

  return {
    find,
    ...taskList(db),
    ...taskTransitions(db, { afterCrash }),
    steps: taskStepStore.all,
    startStep: taskStepStore.start,
    changeStep: taskStepStore.change,

    add(request: RunRequest, parent?: Parent, scheduleId?: string): Task {
      const { agentId, workspaceId, prompt, documentIds, exhaustive, continues, priority } = request
      const id = randomUUIDv7()
      const from = [continues ?? null, parent?.id ?? null, parent?.call ?? null]
      insert.run(
        ...[id, agentId, workspaceId, prompt, toJson(documentIds), toFlag(exhaustive), ...from],
        ...[toPriority(priority), now(), scheduleId ?? null, parent?.id ?? null],
      )
      return find(id) as Task
    },
    /** False when the task has ended. */
    setPriority: (id: string, priority: TaskPriority): boolean =>
      prioritise.run(toPriority(priority), id).changes === 1,

    /** The task that another one launched with this call. */
    ofCall({ id, call }: Parent): Task | undefined {
      const found = ofCall.get(id, call) as TaskRow | undefined
      return found && toTask(found)
    },

    /** Adds a task that ended elsewhere, with its steps; false when the id is taken. */
    restore({ steps, ...task }: TaskWithSteps): boolean {
      const { id, agentId, workspaceId, prompt, status, attempt, createdAt } = task
      const [documentIds, result, usage] = [task.documentIds, task.result, task.usage].map(toJson)
      return transaction(db, () => {
        const added = restore.run(
          ...[id, agentId, workspaceId, prompt, documentIds ?? null, toFlag(task.exhaustive)],
          ...[status, attempt, task.error ?? null, result ?? null, usage ?? null],
          // What its steps held stays elsewhere, so it cannot go on from them.
          ...[steps.length + 1, createdAt, task.startedAt ?? null, task.finishedAt ?? null],
        )
        if (added.changes !== 1) return false
        for (const [index, { attempt, kind, status, title, detail, startedAt, finishedAt }] of steps.entries()) {
          const over = status === 'running' ? 'interrupted' : status
          const json = JSON.stringify(detail)
          restoreStep.run(
            ...[randomUUIDv7(), id, index + 1, attempt, kind, over, title, json, startedAt, finishedAt ?? null],
          )
        }
        return true
      })
    },

    /** Keeps what an attempt had that was cancelled or interrupted; false when the task is no longer that. */
    keepResult: (id: string, attempt: number, result: Result): boolean =>
      keep.run(JSON.stringify(result), id, attempt).changes === 1,
    /** Stores what a task has used, and that it made progress: crashes before that do not count. */
    noteProgress: (id: string, usage: Task['usage']): void => void used.run(toJson(usage), id),

    /** The task and those of its steps that changed after `change`, with the task's own change number. */
    since(
      id: string,
      change: number,
    ): { task: Task; steps: { step: Step; change: number }[]; change: number } | undefined {
      const found = row(id)
      return found && { task: toTask(found), change: found.change, steps: taskStepStore.since(id, change) }
    },
  }
}
export type TaskStore = ReturnType<typeof taskStore>
