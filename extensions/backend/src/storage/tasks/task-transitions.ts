import { isLeaseDead, leaseTime, newLease } from '../../base/lease.ts'
import type { Approval, ApprovalDecision } from '../../shared/contract/approvals.ts'
import type { Result, Step, Task } from '../../shared/contract/tasks.ts'
import { type FinalStatus, transitions } from '../../shared/task-states.ts'
import { type Database, transaction } from '../database/database.ts'
import { approvalStore } from './approvals.ts'
import { isAtWork, statusIn, type TaskRow, toTask } from './task-rows.ts'
import { taskSteps } from './task-steps.ts'

type Ending = { error?: string; result?: Result; lease?: string }

/** Which tasks may be taken up: none of `busy` agents, and none that is queued while `paused`. */
type Claimable = { busy?: readonly string[]; paused?: boolean }

const { claim, hold, park, resume, wake, leave, end, again } = transitions

const now = () => new Date().toISOString()

/**
 * All that changes the state of a task: each looks, in one transaction, whether the task is in a state from which it may.
 * `afterCrash`: the server before this one crashed, maybe over what it was at.
 */
export const taskTransitions = (db: Database, { afterCrash }: { afterCrash: boolean }) => {
  const steps = taskSteps(db)
  const approvals = approvalStore(db)
  const one = db.prepare('SELECT * FROM task WHERE id = ?')
  const isOurs = db.prepare(`SELECT 1 FROM task WHERE id = ? AND lease_owner = ? AND ${isAtWork}`)
  // Nothing of a workspace on its way out is taken up.
  const atWork = db.prepare(`
    SELECT * FROM task WHERE ${isAtWork} AND (status <> 'waiting' OR lease_owner IS NOT NULL)
      AND workspace_id IN (SELECT id FROM workspace WHERE removed_at IS NULL) ORDER BY created_at, id`)
  const nextQueued = db.prepare(`
    SELECT task.* FROM task JOIN workspace ON workspace.id = workspace_id AND workspace.removed_at IS NULL
    WHERE status = 'queued' AND agent_id NOT IN (SELECT value FROM json_each(?))
    ORDER BY priority DESC, served, task.created_at, task.id LIMIT 1`)
  const serve = db.prepare('UPDATE workspace SET served = (SELECT max(served) FROM workspace) + 1 WHERE id = ?')
  const beat = db.prepare(`UPDATE task SET lease_until = ? WHERE id = ? AND lease_owner = ? AND ${isAtWork}`)

  const toClaimed = db.prepare(`
    UPDATE task SET status = 'running', started_at = coalesce(started_at, ?), lease_owner = ?, lease_until = ?,
      crashes = crashes + ?, change = change + 1 WHERE id = ? AND ${statusIn(claim.from)}`)
  const toHeld = db.prepare(`
    UPDATE task SET status = 'waiting', change = change + 1
    WHERE id = ? AND lease_owner = ? AND ${statusIn(hold.from)}`)
  const toParked = db.prepare(`
    UPDATE task SET status = 'waiting', crashes = 0, lease_owner = NULL, lease_until = NULL, change = change + 1
    WHERE id = ? AND lease_owner = ? AND ${statusIn(park.from)}`)
  const toLeft = db.prepare(`
    UPDATE task SET status = 'queued', lease_owner = NULL, lease_until = NULL, change = change + 1
    WHERE id = ? AND lease_owner = ? AND ${statusIn(leave.from)}`)
  const toEnded = db.prepare(`
    UPDATE task SET status = :status, error = :error, result = :result, finished_at = :at, lease_owner = NULL,
      lease_until = NULL, change = change + 1
    WHERE id = :id AND (:lease IS NULL OR lease_owner = :lease) AND ${statusIn(end.from)}`)
  const toAgain = db.prepare(`
    UPDATE task SET status = 'queued', attempt = attempt + 1, error = NULL, result = NULL,
      usage = CASE WHEN :goesOn THEN usage END, crashes = 0, started_at = NULL, finished_at = NULL,
      first_step = CASE WHEN :goesOn THEN first_step
        ELSE (SELECT coalesce(max(number), 0) + 1 FROM step WHERE task_id = task.id) END, change = change + 1
    WHERE id = :id AND ${statusIn(again.from)}`)
  /** What a decision makes of the task that asked: one that waits goes on, under its claim or in the queue. */
  const toAnswered = db.prepare(`
    UPDATE task SET change = change + 1, status = CASE
      WHEN lease_owner IS NULL AND ${statusIn(wake.from)} THEN 'queued'
      WHEN lease_owner IS NOT NULL AND ${statusIn(resume.from)} THEN 'running'
      ELSE status END
    WHERE id = ? RETURNING change`)
  /** Who launched it, and who launched that, are parked for as long as it waits: they go on when it does, or ends. */
  const wakeAbove = db.prepare(`
    WITH RECURSIVE above (id) AS (
      SELECT parent_id FROM task WHERE id = ? UNION SELECT parent_id FROM task JOIN above USING (id))
    UPDATE task SET status = 'queued', change = change + 1
    WHERE id IN (SELECT id FROM above) AND lease_owner IS NULL AND ${statusIn(wake.from)}`)

  return {
    /**
     * Takes up a task whose process died (its running steps become `interrupted`), else the oldest queued one of the
     * highest priority, of the workspace that had no turn for longest. `crashes` says how often a server crashed over it.
     */
    claim({ busy = [], paused = false }: Claimable = {}): { task: Task; lease: string; crashes: number } | undefined {
      return transaction(db, () => {
        const isFree = ({ agent_id, lease_owner, lease_until }: TaskRow) =>
          !busy.includes(agent_id) && isLeaseDead(lease_owner, lease_until)
        const abandoned = (atWork.all() as TaskRow[]).find(isFree)
        const queued = () => (paused ? undefined : (nextQueued.get(JSON.stringify(busy)) as TaskRow | undefined))
        const next = abandoned ?? queued()
        if (!next) return undefined
        serve.run(next.workspace_id)
        const lease = newLease()
        const crash = abandoned && afterCrash ? 1 : 0
        toClaimed.run(now(), lease, Date.now() + leaseTime, crash, next.id)
        if (abandoned) steps.cut(next.id)
        return { task: toTask(one.get(next.id) as TaskRow), lease, crashes: next.crashes + crash }
      })
    },
    /** Keeps the claim; false when the task is no longer under it: it was cancelled, or taken over. */
    heartbeat: (id: string, lease: string) => beat.run(Date.now() + leaseTime, id, lease).changes === 1,
    isOurs: (id: string, lease: string) => isOurs.get(id, lease) !== undefined,

    /** Lets a task wait under its claim: who decides for it lets it run again. False when the claim was lost. */
    hold: (id: string, lease: string): boolean => toHeld.run(id, lease).changes === 1,
    /**
     * Lets a task wait, under no claim, for as long as `isStill` holds, which is looked at in the same transaction as the
     * task: what it waits for may just have come. False when it did not, or when the claim was lost.
     */
    park: (id: string, lease: string, isStill: () => boolean): boolean =>
      transaction(db, () => isStill() && toParked.run(id, lease).changes === 1),
    /** Puts a task that can go on from its steps back into the queue; false when the claim was lost. */
    leave: (id: string, lease: string): boolean =>
      transaction(db, () => {
        if (toLeft.run(id, lease).changes !== 1) return false
        steps.cut(id)
        return true
      }),

    /** Stores what the user decided, and lets the task that asked go on with it; false when it was decided already. */
    decide({ id, taskId, stepId }: Approval, decided: ApprovalDecision, step: Pick<Step, 'title' | 'detail'>): boolean {
      return transaction(db, () => {
        const at = now()
        if (!approvals.decide(id, decided, at)) return false
        const { change } = toAnswered.get(taskId) as { change: number }
        steps.answered({ ...step, id: stepId }, at, change)
        wakeAbove.run(taskId)
        return true
      })
    },

    /** Ends a task that has not ended; false when it had, or is no longer under `lease`, where one is given. */
    end(id: string, status: FinalStatus, { error, result, lease }: Ending = {}): boolean {
      return transaction(db, () => {
        const at = now()
        const json = result ? JSON.stringify(result) : null
        const ended = toEnded.run({ id, status, error: error ?? null, result: json, at, lease: lease ?? null })
        if (ended.changes !== 1) return false
        steps.end(id, status)
        approvals.withdraw(id, at)
        wakeAbove.run(id)
        return true
      })
    },
    /** Queues an ended task again as its next attempt, to go on from its steps or anew; false when it has not ended. */
    again: (id: string, { goesOn = false } = {}) => toAgain.run({ id, goesOn: Number(goesOn) }).changes === 1,
  }
}
