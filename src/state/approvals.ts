import { createContext } from '@lit/context'
import type { AppEvent } from '../../extensions/backend/src/shared/contract/events.ts'
import type { ApprovalDecision, approvalsApi, ListedApproval } from '../api/approvals.ts'
import { Collection } from './collection.ts'
import type { Notices } from './notices.ts'

/** What tasks of all workspaces ask their user, the oldest first. */
export class Approvals extends Collection<ListedApproval> {
  readonly #api

  constructor(api: ReturnType<typeof approvalsApi>, notices: Notices) {
    super(notices, {})
    this.#api = api
  }

  protected override async fetch(signal: AbortSignal): Promise<readonly ListedApproval[]> {
    return (await this.#api.pending(signal)).toReversed()
  }

  /** What is shown stays; the next event, or the connection's return, asks again. */
  protected override failed(error: Error): void {
    if (!this.value.items) this.notices.error(error)
  }

  hint(event: Extract<AppEvent, { type: 'task.changed' }>): void {
    if (event.status === 'waiting' || this.ofTask(event.id).length > 0) void this.refresh()
  }

  ofTask(taskId: string): readonly ListedApproval[] {
    return this.value.items?.filter((approval) => approval.taskId === taskId) ?? []
  }

  /** How many tasks wait for their user. */
  get waiting(): number {
    return new Set(this.value.items?.map(({ taskId }) => taskId)).size
  }

  /** Gives back whether it was taken; if not, it is asked again, or was decided elsewhere. */
  async decide(approval: ListedApproval, decision: ApprovalDecision): Promise<boolean> {
    this.hide([approval.id]) // a list that was on its way may still name it
    try {
      await this.#api.decide(approval, decision)
      return true
    } catch (error) {
      this.unhide([approval.id])
      this.notices.error(error)
      return false
    } finally {
      void this.refresh()
    }
  }
}

export const approvalsContext = createContext<Approvals>('approvals')
