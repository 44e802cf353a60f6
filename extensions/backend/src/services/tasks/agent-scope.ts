import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import type { Agent, RunRequest } from '../../shared/contract/agents.ts'
import type { Task } from '../../shared/contract/tasks.ts'

/** Refuses what the agent does not see. @throws AppError `agent.scope` (409) */
export const checkScope = ({ name, scope }: Agent, { workspaceId, documentIds = [] }: RunRequest) => {
  if (scope?.workspaceId !== undefined && scope.workspaceId !== workspaceId)
    fail('agent.scope', words.tasks.otherWorkspace(name), { status: 409 })
  const seen = scope?.documentIds
  if (seen && documentIds.some((id) => !seen.includes(id)))
    fail('agent.scope', words.tasks.hiddenDocuments(name), { status: 409 })
}

/** The task with the documents that it is about and its agent sees. */
export const withinScope = (task: Task, { scope }: Agent): Task => {
  if (!scope?.documentIds) return task
  const seen = new Set(scope.documentIds)
  return { ...task, documentIds: task.documentIds?.filter((id) => seen.has(id)) ?? scope.documentIds }
}
