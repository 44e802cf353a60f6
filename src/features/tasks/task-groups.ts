import type { Task } from '../../api/tasks.ts'

export const groups = ['attention', 'running', 'queued', 'done'] as const
export type Group = (typeof groups)[number]

export const groupOf = ({ status }: Task): Group => {
  if (status === 'waiting' || status === 'failed' || status === 'interrupted') return 'attention'
  if (status === 'running' || status === 'queued') return status
  return 'done'
}

export const needsAttention = (task: Task): boolean => groupOf(task) === 'attention'

export const groupings = ['state', 'agent', 'workspace'] as const
export type Grouping = (typeof groupings)[number]

/** What is shown of a list of tasks. */
type Filter = { words: string; group: Group | undefined; agentId: string }

export const fits = ({ words, group, agentId }: Filter) => {
  const wanted = words.trim().toLocaleLowerCase()
  return (task: Task): boolean =>
    (!group || groupOf(task) === group) &&
    (!agentId || task.agentId === agentId) &&
    task.prompt.toLocaleLowerCase().includes(wanted)
}

/** A line of the list: a heading, or a task. */
export type Row = { key: string; heading: string; count: number } | { key: string; task: Task }

/** Tasks under headings; `keyOf` and `nameOf` say what belongs together, and `order` what comes first. */
export const rowsOf = (
  tasks: readonly Task[],
  { keyOf, nameOf, order = [] }: { keyOf(task: Task): string; nameOf(key: string): string; order?: readonly string[] },
): Row[] => {
  const together = Map.groupBy(tasks, keyOf)
  const keys = [
    ...order.filter((key) => together.has(key)),
    ...[...together.keys()].filter((key) => !order.includes(key)),
  ]
  return keys.flatMap((key): Row[] => {
    const ours = together.get(key) ?? []
    return [{ key, heading: nameOf(key), count: ours.length }, ...ours.map((task) => ({ key: task.id, task }))]
  })
}
