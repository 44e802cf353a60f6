import type { Result, Step, Task, TaskPriority, TaskStatus } from '../../shared/contract/tasks.ts'
import { claimedStatuses } from '../../shared/task-states.ts'

export type TaskRow = {
  id: string
  agent_id: string
  workspace_id: string
  prompt: string
  document_ids: string | null
  exhaustive: number | null
  continues: string | null
  parent_id: string | null
  schedule_id: string | null
  priority: number
  status: TaskStatus
  attempt: number
  error: string | null
  result: string | null
  usage: string | null
  change: number
  crashes: number
  lease_owner: string | null
  lease_until: number | null
  created_at: string
  started_at: string | null
  finished_at: string | null
}

export type StepRow = {
  id: string
  task_id: string
  number: number
  attempt: number
  kind: Step['kind']
  status: Step['status']
  title: string
  detail: string
  change: number
  started_at: string
  finished_at: string | null
}

/** A task's priority is stored as its place here, so that the database can sort by it. */
const priorities: readonly TaskPriority[] = ['low', 'normal', 'high']
const normal = priorities.indexOf('normal')

/** Whether the status of a row is one of these, as a condition of SQL. */
export const statusIn = (statuses: readonly TaskStatus[]): string =>
  `status IN (${statuses.map((status) => `'${status}'`).join(', ')})`

export const isAtWork = statusIn(claimedStatuses)

export const toPriority = (priority: TaskPriority = 'normal'): number => priorities.indexOf(priority)
export const fromPriority = (stored: number): TaskPriority => priorities[stored] ?? 'normal'

export const toTask = (row: TaskRow): Task => ({
  id: row.id,
  agentId: row.agent_id,
  workspaceId: row.workspace_id,
  prompt: row.prompt,
  ...(row.document_ids !== null && { documentIds: JSON.parse(row.document_ids) as string[] }),
  ...(row.exhaustive !== null && { exhaustive: row.exhaustive === 1 }),
  ...(row.continues !== null && { continues: row.continues }),
  ...(row.parent_id !== null && { parentId: row.parent_id }),
  ...(row.schedule_id !== null && { scheduleId: row.schedule_id }),
  ...(row.priority !== normal && { priority: fromPriority(row.priority) }),
  status: row.status,
  attempt: row.attempt,
  ...(row.error !== null && { error: row.error }),
  ...(row.result !== null && { result: JSON.parse(row.result) as Result }),
  ...(row.usage !== null && { usage: JSON.parse(row.usage) as Task['usage'] }),
  createdAt: row.created_at,
  ...(row.started_at !== null && { startedAt: row.started_at }),
  ...(row.finished_at !== null && { finishedAt: row.finished_at }),
})

export const toStep = (row: StepRow): Step => ({
  id: row.id,
  taskId: row.task_id,
  number: row.number,
  attempt: row.attempt,
  kind: row.kind,
  status: row.status,
  title: row.title,
  detail: JSON.parse(row.detail) as Step['detail'],
  startedAt: row.started_at,
  ...(row.finished_at !== null && { finishedAt: row.finished_at }),
})
