import { createContext } from '@lit/context'
import type { AppEvent } from '../../extensions/backend/src/shared/contract/events.ts'
import type { ApprovalDecision, approvalsApi, ListedApproval } from '../api/approvals.ts'
import { Observable } from '../base/observable.ts'
import { refresher } from '../base/refresher.ts'
import type { Notices } from './notices.ts'

type State = {
  /** What tasks of all workspaces wait for, the oldest first; undefined until the first answer. */
  items?: readonly ListedApproval[]
}

/** What tasks ask their user, kept in step with the backend. */
export class Approvals extends Observable<State> {
  readonly #api
  readonly #notices: Notices
  readonly refresh
  /** Decided here, though a list that was on its way may still name them. */
  #decided = new Set<string>()

  constructor(api: ReturnType<typeof approvalsApi>, notices: Notices) {
    super({})
    this.#api = api
    this.#notices = notices
    this.refresh = refresher(
      async (signal) => this.#show((await api.pending(signal)).toReversed()),
      (error) => {
        // What is shown stays; the next event, or the connection's return, asks again.
        if (!this.value.items) notices.error(error)
      },
    ).refresh
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
    this.#decided.add(approval.id)
    this.#show(this.value.items ?? [])
    try {
      await this.#api.decide(approval, decision)
      return true
    } catch (error) {
      this.#decided.delete(approval.id)
      this.#notices.error(error)
      return false
    } finally {
      void this.refresh()
    }
  }

  #show(items: readonly ListedApproval[]): void {
    this.set({ items: items.filter(({ id }) => !this.#decided.has(id)) })
  }
}

export const approvalsContext = createContext<Approvals>('approvals')
