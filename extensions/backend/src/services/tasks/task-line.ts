import type { Agent } from '../../shared/contract/agents.ts'
import type { Task } from '../../shared/contract/tasks.ts'
import type { TaskStore } from '../../storage/tasks/tasks.ts'

const strictest = ['deny', 'ask', 'allow'] as const

/** The task and those that launched it, one by the other. */
export const lineOf = (store: Pick<TaskStore, 'find'>, task: Task): Task[] => {
  const parent = task.parentId === undefined ? undefined : store.find(task.parentId)
  return parent ? [task, ...lineOf(store, parent)] : [task]
}

/** What is to be done about calls of a risk, by the strictest of the agents of these tasks. */
export const strictestRule = (
  line: readonly Task[],
  agents: readonly Agent[],
  risk: keyof Agent['approvals'],
): Agent['approvals'][typeof risk] => {
  const rules = line.flatMap(({ agentId }) => agents.find(({ id }) => id === agentId)?.approvals[risk] ?? [])
  return strictest.find((each) => rules.includes(each)) ?? 'ask'
}
