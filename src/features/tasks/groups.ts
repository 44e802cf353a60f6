import type { Task } from '../../api/tasks.ts'

export const groups = ['attention', 'running', 'queued', 'done'] as const
export type Group = (typeof groups)[number]

export const groupOf = ({ status }: Task): Group => {
  if (status === 'waiting' || status === 'failed' || status === 'interrupted') return 'attention'
  if (status === 'running' || status === 'queued') return status
  return 'done'
}

export const needsAttention = (task: Task): boolean => groupOf(task) === 'attention'
