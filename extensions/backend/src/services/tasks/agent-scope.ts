import { fail } from '../../base/errors.ts'
import type { Agent, RunRequest } from '../../shared/contract/agents.ts'
import type { Task } from '../../shared/contract/tasks.ts'

/** Refuses what the agent does not see. @throws AppError `agent.scope` (409) */
export const checkScope = ({ name, scope }: Agent, { workspaceId, documentIds = [] }: RunRequest) => {
  if (scope?.workspaceId !== undefined && scope.workspaceId !== workspaceId)
    fail('agent.scope', `${name} works in another workspace only. Choose that one, or change the agent.`, {
      status: 409,
    })
  const seen = scope?.documentIds
  if (seen && documentIds.some((id) => !seen.includes(id)))
    fail('agent.scope', `${name} does not see all of these documents. Leave some out, or change the agent.`, {
      status: 409,
    })
}

/** The task with the documents that it is about and its agent sees. */
export const withinScope = (task: Task, { scope }: Agent): Task => {
  if (!scope?.documentIds) return task
  const seen = new Set(scope.documentIds)
  return { ...task, documentIds: task.documentIds?.filter((id) => seen.has(id)) ?? scope.documentIds }
}
