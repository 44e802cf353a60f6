import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import type {
  Approval,
  ApprovalDecision,
  ApprovalQuery,
  Grant,
  ListedApproval,
} from '../../shared/contract/approvals.ts'
import type { TaskWithSteps } from '../../shared/contract/tasks.ts'
import type { ApprovalStore } from '../../storage/tasks/approvals.ts'
import type { GrantStore } from '../../storage/tasks/grants.ts'
import type { Runner } from './task-queue.ts'
import type { TaskService } from './tasks.ts'

type Parts = { store: ApprovalStore; grants: GrantStore; tasks: TaskService; runner: Runner }

/** What tasks ask their user, and what agents were allowed for always. */
export const approvalService = ({ store, grants, tasks, runner }: Parts) => ({
  list: (query: ApprovalQuery): ListedApproval[] => store.list(query),

  /**
   * Stores what the user says; the task goes on with it.
   * @throws AppError `task.unknown`, `approval.unknown` (404), `approval.decided`, `approval.not-always` (409),
   *   `approval.unanswered` (400)
   */
  decide(taskId: string, id: string, decided: ApprovalDecision): TaskWithSteps {
    const approval =
      store.find(tasks.find(taskId).id, id) ?? fail('approval.unknown', words.decisions.unknown(id), { status: 404 })
    if (decided.decision === 'always' && approval.kind !== 'call')
      fail('approval.not-always', words.decisions.onceOnly, { status: 409 })
    if (approval.kind === 'question' && decided.decision === 'once' && !decided.feedback)
      fail('approval.unanswered', words.decisions.noAnswer)
    const detail = { tool: approval.tool, approvalId: id, ...decided }
    if (!tasks.decide(approval, decided, { title: wordsOf(approval, decided), detail })) {
      const status = store.find(taskId, id)?.status ?? 'withdrawn'
      fail('approval.decided', words.decisions.tooLate(status), { status: 409 })
    }
    tasks.tell(tasks.find(taskId))
    runner.wake()
    return tasks.get(taskId)
  },

  grants: (): Grant[] => grants.all(),
  /** From now on the agent asks again. @throws AppError `grant.unknown` (404) */
  revoke(id: string): void {
    if (!grants.remove(id)) fail('grant.unknown', words.decisions.unknownPermission(id), { status: 404 })
  },
})

const wordsOf = ({ kind, title }: Approval, { decision }: ApprovalDecision): string => {
  const { notAnswered, answered, decided, decidedOn } = words.decisions
  if (kind === 'question') return (decision === 'deny' ? notAnswered : answered)(title)
  return decidedOn(decided[decision], title)
}
