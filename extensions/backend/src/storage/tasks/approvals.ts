import { randomUUIDv7 } from 'node:crypto'
import type { Approval, ApprovalDecision, ApprovalQuery, ListedApproval } from '../../shared/contract/approvals.ts'
import { type Database, transaction } from '../database/database.ts'

type Row = {
  id: string
  task_id: string
  step_id: string
  call: string
  kind: Approval['kind']
  tool: string
  title: string
  risk: Approval['risk']
  arguments: string
  choices: string | null
  status: Approval['status']
  decision: Approval['decision'] | null
  feedback: string | null
  created_at: string
  decided_at: string | null
  identity: string | null
}
type ListedRow = Row & { agent_id: string; workspace_id: string; prompt: string }

/**
 * An approval with the call that it is about, by a name that is the same all through the task, and with what the tool was
 * then, where others make it.
 */
export type StoredApproval = Approval & { call: string; identity?: string | undefined }

const toApproval = (row: Row): Approval => ({
  id: row.id,
  taskId: row.task_id,
  stepId: row.step_id,
  tool: row.tool,
  title: row.title,
  risk: row.risk,
  arguments: JSON.parse(row.arguments) as unknown,
  kind: row.kind,
  ...(row.choices !== null && { choices: JSON.parse(row.choices) as string[] }),
  status: row.status,
  ...(row.decision !== null && { decision: row.decision }),
  ...(row.feedback !== null && { feedback: row.feedback }),
  createdAt: row.created_at,
  ...(row.decided_at !== null && { decidedAt: row.decided_at }),
})

/** What is asked; the step that waits is added with it. */
export type Asked = Pick<
  StoredApproval,
  'call' | 'kind' | 'tool' | 'title' | 'risk' | 'arguments' | 'choices' | 'identity'
>

/** Questions of tasks to their user, and what was decided. */
export const approvalStore = (db: Database) => {
  // By row: several are asked within a millisecond, in which neither times nor ids have an order.
  const ofTask = db.prepare('SELECT * FROM approval WHERE task_id = ? ORDER BY rowid')
  const one = db.prepare('SELECT * FROM approval WHERE task_id = ? AND id = ?')
  const list = db.prepare(`
    SELECT approval.*, task.agent_id, task.workspace_id, task.prompt FROM approval
    JOIN task ON task.id = approval.task_id JOIN workspace ON workspace.id = task.workspace_id
    WHERE removed_at IS NULL AND (:status IS NULL OR approval.status = :status)
      AND (:workspaceId IS NULL OR task.workspace_id = :workspaceId)
    ORDER BY approval.created_at DESC, approval.rowid DESC LIMIT 500`)
  const insert = db.prepare(`
    INSERT INTO approval
      (id, task_id, step_id, call, kind, tool, title, risk, arguments, choices, identity, status, created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?)`)
  const decide = db.prepare(`
    UPDATE approval SET status = ?, decision = ?, feedback = ?, decided_at = ? WHERE id = ? AND status = 'pending'`)
  const withdraw = db.prepare(`
    UPDATE approval SET status = 'withdrawn', decided_at = ? WHERE task_id = ? AND status = 'pending'`)
  const grant = db.prepare(`
    INSERT INTO agent_grant (id, agent_id, tool, identity, created_at)
    SELECT ?, agent_id, tool, identity, ? FROM approval JOIN task ON task.id = task_id
    WHERE approval.id = ? AND agent_id IN (SELECT id FROM agent)
    ON CONFLICT (agent_id, tool) DO UPDATE SET identity = excluded.identity, created_at = excluded.created_at`)

  const find = (taskId: string, id: string): Approval | undefined => {
    const found = one.get(taskId, id) as Row | undefined
    return found && toApproval(found)
  }

  return {
    find,
    ofTask: (taskId: string): StoredApproval[] =>
      (ofTask.all(taskId) as Row[]).map((row) => ({
        ...toApproval(row),
        call: row.call,
        ...(row.identity !== null && { identity: row.identity }),
      })),
    list: ({ status, workspaceId }: ApprovalQuery): ListedApproval[] =>
      (list.all({ status: status ?? null, workspaceId: workspaceId ?? null }) as ListedRow[]).map((row) => ({
        ...toApproval(row),
        agentId: row.agent_id,
        workspaceId: row.workspace_id,
        prompt: row.prompt,
      })),

    /** Adds a question. `addStep` adds the step that waits for the answer, or gives nothing where the claim was lost. */
    ask(taskId: string, asked: Asked, addStep: (id: string) => string | undefined): Approval | undefined {
      return transaction(db, () => {
        const id = randomUUIDv7()
        const stepId = addStep(id)
        if (stepId === undefined) return undefined
        const { call, kind, tool, title, risk, choices, identity = null } = asked
        const texts = [JSON.stringify(asked.arguments ?? null), choices ? JSON.stringify(choices) : null]
        insert.run(id, taskId, stepId, call, kind, tool, title, risk, ...texts, identity, new Date().toISOString())
        return find(taskId, id)
      })
    },

    /** Stores a decision, and what it allows from now on; false when it was decided already. */
    decide(id: string, { decision, feedback }: ApprovalDecision, at: string): boolean {
      const status = decision === 'deny' ? 'denied' : 'approved'
      if (decide.run(status, decision, feedback ?? null, at, id).changes !== 1) return false
      if (decision === 'always') grant.run(randomUUIDv7(), at, id)
      return true
    },
    /** Takes back what a task still asks. */
    withdraw: (taskId: string, at: string): void => void withdraw.run(at, taskId),
  }
}
export type ApprovalStore = ReturnType<typeof approvalStore>
