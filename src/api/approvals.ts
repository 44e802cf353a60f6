import type { ApprovalDecision } from '../../extensions/backend/src/shared/contract/approvals.ts'
import type { TaskWithSteps } from '../../extensions/backend/src/shared/contract/tasks.ts'
import type { Api } from './client.ts'

export type { ApprovalDecision, Grant, ListedApproval } from '../../extensions/backend/src/shared/contract/approvals.ts'

export const approvalsApi = (api: Api) => ({
  /** What tasks of all workspaces wait for. */
  pending: (signal?: AbortSignal) =>
    api.call((client, options) => client.api.approvals.$get({ query: { status: 'pending' } }, options), signal),
  decide: async ({ taskId, id }: { taskId: string; id: string }, decision: ApprovalDecision) =>
    // The client cannot type a step's facts, which may be any JSON.
    (await api.call((client) =>
      client.api.tasks[':id'].approvals[':approvalId'].$post({ param: { id: taskId, approvalId: id }, json: decision }),
    )) as TaskWithSteps,
  grants: (signal?: AbortSignal) => api.call((client, options) => client.api.grants.$get(undefined, options), signal),
  revoke: (id: string) => api.call((client) => client.api.grants[':id'].$delete({ param: { id } })),
})
