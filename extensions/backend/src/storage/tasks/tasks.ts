import { randomUUIDv7 } from 'node:crypto'
import { isLeaseDead, leaseTime, newLease } from '../../base/lease.ts'
import type { RunRequest } from '../../shared/contract/agents.ts'
import type { Result, Step, Task, TaskPriority, TaskWithSteps } from '../../shared/contract/tasks.ts'
import { type Database, transaction } from '../database/database.ts'
import { taskList } from './task-list.ts'
import { type StepRow, type TaskRow, toPriority, toStep, toTask } from './task-rows.ts'

const toFlag = (value: boolean | undefined) => (value === undefined ? null : Number(value))
const toJson = (value: unknown) => (value === undefined ? null : JSON.stringify(value))

export type FinalStatus = 'succeeded' | 'failed' | 'cancelled' | 'interrupted'

/** The task that launches another, and with which of its calls. */
export type Parent = { id: string; call: string }

type Ending = { error?: string; result?: Result; lease?: string }

/** How the steps that still ran are left when their task ends. */
const stepEnd = { succeeded: 'done', failed: 'failed', cancelled: 'cancelled', interrupted: 'interrupted' } as const

/** `afterCrash`: the server before this one crashed, maybe over what it was at. */
export const taskStore = (db: Database, { afterCrash = false } = {}) => {
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
  // Nothing of a workspace on its way out is taken up.
  const open = 'workspace_id IN (SELECT id FROM workspace WHERE removed_at IS NULL) ORDER BY created_at, id'
  const nextQueued = db.prepare(`
    SELECT task.* FROM task JOIN workspace ON workspace.id = workspace_id AND workspace.removed_at IS NULL
    WHERE status = 'queued' AND agent_id NOT IN (SELECT value FROM json_each(?))
    ORDER BY priority DESC, served, task.created_at, task.id LIMIT 1`)
  const serve = db.prepare('UPDATE workspace SET served = (SELECT max(served) FROM workspace) + 1 WHERE id = ?')
  const running = db.prepare(`
    SELECT * FROM task WHERE (status = 'running' OR (status = 'waiting' AND lease_owner IS NOT NULL)) AND ${open}`)
  const claim = db.prepare(`
    UPDATE task SET status = 'running', started_at = coalesce(started_at, ?), lease_owner = ?, lease_until = ?,
      crashes = crashes + ?, change = change + 1 WHERE id = ?`)
  // One that waits under its claim is at work for somebody who answers it.
  const claimed = "status IN ('running', 'waiting')"
  const beat = db.prepare(`UPDATE task SET lease_until = ? WHERE id = ? AND lease_owner = ? AND ${claimed}`)
  const touch = db.prepare(`
    UPDATE task SET change = change + 1 WHERE id = ? AND lease_owner = ? AND ${claimed} RETURNING change`)
  const end = db.prepare(`
    UPDATE task SET status = ?, error = ?, result = ?, finished_at = ?, lease_owner = NULL, lease_until = NULL,
      change = change + 1 WHERE id = ? AND status IN ('queued', 'running', 'waiting')`)
  const isOurs = db.prepare(`SELECT 1 FROM task WHERE id = ? AND lease_owner = ? AND ${claimed}`)
  const endSteps = db.prepare(`
    UPDATE step SET status = ?, finished_at = ?, change = (SELECT change FROM task WHERE id = step.task_id)
    WHERE task_id = ? AND status = 'running'`)
  // What waits for an answer is not cut off by a crash.
  const cutSteps = db.prepare(`
    UPDATE step SET status = 'interrupted', finished_at = ?, change = (SELECT change FROM task WHERE id = step.task_id)
    WHERE task_id = ? AND status = 'running' AND kind <> 'approval'`)
  const withdraw = db.prepare(`
    UPDATE approval SET status = 'withdrawn', decided_at = ? WHERE task_id = ? AND status = 'pending'`)
  const wakeParent = db.prepare(`
    UPDATE task SET status = 'queued', change = change + 1
    WHERE status = 'waiting' AND id = (SELECT parent_id FROM task WHERE id = ?)`)
  const park = db.prepare(`
    UPDATE task SET status = 'waiting', crashes = 0, lease_owner = NULL, lease_until = NULL, change = change + 1
    WHERE id = ?`)
  const hold = db.prepare(`
    UPDATE task SET status = 'waiting', change = change + 1 WHERE id = ? AND lease_owner = ? AND status = 'running'`)
  const leave = db.prepare(`
    UPDATE task SET status = 'queued', lease_owner = NULL, lease_until = NULL, change = change + 1 WHERE id = ?`)
  const keep = db.prepare(`
    UPDATE task SET result = ?, change = change + 1 WHERE id = ? AND attempt = ? AND status IN ('cancelled', 'interrupted')`)
  const used = db.prepare(`UPDATE task SET usage = ?, crashes = 0 WHERE id = ?`)
  const prioritise = db.prepare(`
    UPDATE task SET priority = ?, change = change + 1 WHERE id = ? AND status IN ('queued', 'running', 'waiting')`)
  const again = db.prepare(`
    UPDATE task SET status = 'queued', attempt = attempt + 1, error = NULL, result = NULL,
      usage = CASE WHEN :goesOn THEN usage END, crashes = 0, started_at = NULL, finished_at = NULL,
      first_step = CASE WHEN :goesOn THEN first_step
        ELSE (SELECT coalesce(max(number), 0) + 1 FROM step WHERE task_id = task.id) END, change = change + 1
    WHERE id = :id AND status IN ('succeeded', 'failed', 'cancelled', 'interrupted')`)
  const steps = db.prepare('SELECT * FROM step WHERE task_id = ? ORDER BY number')
  const stepsSince = db.prepare('SELECT * FROM step WHERE task_id = ? AND change > ? ORDER BY change, number')
  const addStep = db.prepare(`
    INSERT INTO step (id, task_id, number, attempt, kind, status, title, detail, change, started_at)
    SELECT ?, id, (SELECT coalesce(max(number), 0) + 1 FROM step WHERE task_id = task.id), attempt, ?, 'running', ?, ?,
      change, ? FROM task WHERE id = ?`)
  const changeStep = db.prepare(`
    UPDATE step SET status = ?, title = ?, detail = ?, finished_at = ?, change = ? WHERE id = ?`)

  const row = (id: string) => one.get(id) as TaskRow | undefined
  const find = (id: string): Task | undefined => {
    const found = row(id)
    return found && toTask(found)
  }
  const now = () => new Date().toISOString()

  return {
    find,
    steps: (id: string): Step[] => (steps.all(id) as StepRow[]).map(toStep),
    ...taskList(db),

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
            randomUUIDv7(),
            id,
            index + 1,
            attempt,
            kind,
            over,
            title,
            json,
            startedAt,
            finishedAt ?? null,
          )
        }
        return true
      })
    },

    /**
     * Takes up a task whose process died (its running steps become `interrupted`), else the oldest queued one of the
     * highest priority, of the workspace that had no turn for longest; none of these while `paused`, and none of `busy`
     * agents. `crashes` says how often a server crashed over it.
     */
    claim({
      busy = [],
      paused = false,
    }: {
      busy?: readonly string[]
      paused?: boolean
    } = {}): { task: Task; lease: string; crashes: number } | undefined {
      return transaction(db, () => {
        const isFree = ({ agent_id, lease_owner, lease_until }: TaskRow) =>
          !busy.includes(agent_id) && isLeaseDead(lease_owner, lease_until)
        const abandoned = (running.all() as TaskRow[]).find(isFree)
        const queued = () => (paused ? undefined : (nextQueued.get(JSON.stringify(busy)) as TaskRow | undefined))
        const next = abandoned ?? queued()
        if (!next) return undefined
        serve.run(next.workspace_id)
        const lease = newLease()
        const crash = abandoned && afterCrash ? 1 : 0
        claim.run(now(), lease, Date.now() + leaseTime, crash, next.id)
        if (abandoned) cutSteps.run(now(), next.id)
        return { task: find(next.id) as Task, lease, crashes: next.crashes + crash }
      })
    },
    /** Keeps the claim; false when the task is no longer under it: it was cancelled, or taken over. */
    heartbeat: (id: string, lease: string) => beat.run(Date.now() + leaseTime, id, lease).changes === 1,
    isOurs: (id: string, lease: string) => isOurs.get(id, lease) !== undefined,

    /** Adds a running step; nothing when the task is no longer under this claim. */
    startStep(
      taskId: string,
      lease: string,
      { kind, title, detail }: Pick<Step, 'kind' | 'title' | 'detail'>,
    ): string | undefined {
      return transaction(db, () => {
        if (!touch.get(taskId, lease)) return undefined
        const id = randomUUIDv7()
        addStep.run(id, kind, title, JSON.stringify(detail), now(), taskId)
        return id
      })
    },
    /** Stores what a step has come to; false when the task is no longer under this claim. */
    changeStep(
      taskId: string,
      lease: string,
      { id, status, title, detail }: Pick<Step, 'id' | 'status' | 'title' | 'detail'>,
    ): boolean {
      return transaction(db, () => {
        const touched = touch.get(taskId, lease) as { change: number } | undefined
        if (!touched) return false
        const finishedAt = status === 'running' ? null : now()
        changeStep.run(status, title, JSON.stringify(detail), finishedAt, touched.change, id)
        return true
      })
    },

    /** Ends a task that has not ended; false when it had, or is no longer under `lease`, where one is given. */
    end(id: string, status: FinalStatus, { error, result, lease }: Ending = {}): boolean {
      return transaction(db, () => {
        if (lease !== undefined && !isOurs.get(id, lease)) return false
        const json = result ? JSON.stringify(result) : null
        if (end.run(status, error ?? null, json, now(), id).changes !== 1) return false
        endSteps.run(stepEnd[status], now(), id)
        withdraw.run(now(), id)
        wakeParent.run(id)
        return true
      })
    },
    /** Queues an ended task again as its next attempt, to go on from its steps or anew; false when it has not ended. */
    again: (id: string, { goesOn = false } = {}) => again.run({ id, goesOn: Number(goesOn) }).changes === 1,

    /**
     * Lets a task wait, under no claim, for as long as `isStill` holds, which is looked at in the same transaction as the
     * task: what it waits for may just have come. False when it did not, or when the claim was lost.
     */
    park: (id: string, lease: string, isStill: () => boolean): boolean =>
      transaction(db, () => {
        if (!isOurs.get(id, lease) || !isStill()) return false
        return park.run(id).changes === 1
      }),
    /** Lets a task wait under its claim: who decides for it lets it run again. False when the claim was lost. */
    hold: (id: string, lease: string): boolean => hold.run(id, lease).changes === 1,
    /** Puts a task that can go on from its steps back into the queue. */
    leave: (id: string, lease: string): boolean =>
      transaction(db, () => {
        if (!isOurs.get(id, lease)) return false
        leave.run(id)
        cutSteps.run(now(), id)
        return true
      }),
    /** Keeps what an attempt had that was cancelled or interrupted; false when the task is no longer that. */
    keepResult: (id: string, attempt: number, result: Result): boolean =>
      keep.run(JSON.stringify(result), id, attempt).changes === 1,
    /** Stores what a task has used, and that it got on. */
    gotOn: (id: string, usage: Task['usage']): void => void used.run(toJson(usage), id),

    /** The task and those of its steps that changed after `change`, with the task's own change number. */
    since(
      id: string,
      change: number,
    ): { task: Task; steps: { step: Step; change: number }[]; change: number } | undefined {
      const found = row(id)
      if (!found) return undefined
      const changed = stepsSince.all(id, change) as StepRow[]
      return {
        task: toTask(found),
        change: found.change,
        steps: changed.map((each) => ({ step: toStep(each), change: each.change })),
      }
    },
  }
}
export type TaskStore = ReturnType<typeof taskStore>
