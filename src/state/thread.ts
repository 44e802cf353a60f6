import { createContext } from '@lit/context'
import { Observable } from '../base/observable.ts'

type State = {
  /** Questions asked in this sitting, the oldest first: ids of tasks. */
  taskIds: readonly string[]
  draft: string
  /** Who is to answer; undefined for the usual agent. */
  agentId?: string
  /** Look in these documents only; empty for all. */
  documentIds: readonly string[]
  /** Have every document checked; otherwise the question decides. */
  isExhaustive: boolean
  /** Ask without what was asked and answered above. */
  isStandalone: boolean
}

const blank: State = { taskIds: [], draft: '', documentIds: [], isExhaustive: false, isStandalone: false }

/** The sheet of questions on the Ask screen, one a workspace; it lasts as long as the window. */
export class Thread extends Observable<State> {
  #workspaceId: string | undefined

  constructor() {
    super(blank)
  }

  open(workspaceId: string | undefined): void {
    if (workspaceId === this.#workspaceId) return
    // What was written and chosen before it was known which workspace is open belongs to it.
    const begun = this.#workspaceId === undefined ? this.value : blank
    this.#workspaceId = workspaceId
    const kept = workspaceId && sessionStorage.getItem(keyOf(workspaceId))
    this.set({ ...begun, taskIds: kept ? (JSON.parse(kept) as string[]) : [] })
  }

  /** A clean sheet; what was asked stays under Tasks. */
  startOver(): void {
    this.#keep([])
    this.set({ ...blank, ...(this.value.agentId && { agentId: this.value.agentId }) })
  }

  asked(taskId: string): void {
    this.#keep([...this.value.taskIds, taskId])
    this.patch({ taskIds: [...this.value.taskIds, taskId], draft: '', isStandalone: false })
  }

  /** Shows one earlier question on the sheet. */
  reopen(taskId: string): void {
    this.#keep([taskId])
    this.patch({ taskIds: [taskId] })
  }

  write(draft: string): void {
    this.patch({ draft })
  }

  choose(agentId: string | undefined): void {
    this.patch({ agentId })
  }

  /** Looks in these documents only. */
  narrow(documentIds: readonly string[]): void {
    this.patch({ documentIds })
  }

  checkAll(isExhaustive: boolean): void {
    this.patch({ isExhaustive })
  }

  /** The next question stands for itself. */
  askStandalone(): void {
    this.patch({ isStandalone: true })
  }

  #keep(taskIds: readonly string[]): void {
    if (this.#workspaceId) sessionStorage.setItem(keyOf(this.#workspaceId), JSON.stringify(taskIds))
  }
}

const keyOf = (workspaceId: string) => `aios.thread.${workspaceId}`

export const threadContext = createContext<Thread>('thread')
