import { createContext } from '@lit/context'
import type { AppEvent } from '../../extensions/backend/src/contract/events.ts'
import type { agentsApi, RunRequest } from '../api/agents.ts'
import type { Step, Task, TaskStatus, TaskWithSteps, tasksApi } from '../api/tasks.ts'
import { Observable } from '../observable.ts'
import type { Notices } from './notices.ts'
import { refresher } from './refresher.ts'
import { watchTask } from './watch-task.ts'

type State = {
  /** Tasks of the open workspace, the newest first; undefined until the first answer. */
  items?: readonly Task[]
  /** Steps of the tasks that somebody looked at. */
  steps: ReadonlyMap<string, readonly Step[]>
  error?: string
}

export const isOver = (status: TaskStatus): boolean => !['queued', 'running', 'waiting'].includes(status)

/** The tasks of the open workspace, kept in step with the backend. */
export class Tasks extends Observable<State> {
  readonly #tasks
  readonly #agents
  readonly #notices: Notices
  readonly #refresher
  /** Null until it is known whether there is a workspace. */
  #workspaceId: string | undefined | null = null
  #watched = new Map<string, { count: number; stop: () => void }>()

  constructor(tasks: ReturnType<typeof tasksApi>, agents: ReturnType<typeof agentsApi>, notices: Notices) {
    super({ steps: new Map() })
    this.#tasks = tasks
    this.#agents = agents
    this.#notices = notices
    this.#refresher = refresher((signal) => this.#fetch(signal))
  }

  open(workspaceId: string | undefined): void {
    if (workspaceId === this.#workspaceId) return
    this.#workspaceId = workspaceId
    this.set({ steps: new Map(), ...(workspaceId ? {} : { items: [] }) })
    void this.#refresher.restart()
  }

  refresh(): Promise<void> {
    return this.#refresher.refresh()
  }

  find(id: string): Task | undefined {
    return this.value.items?.find((task) => task.id === id)
  }

  hint(event: Extract<AppEvent, { type: 'task.changed' }>): void {
    if (event.workspaceId !== this.#workspaceId) return
    if (event.status === 'removed') {
      const items = this.value.items?.filter(({ id }) => id !== event.id)
      this.patch({ items })
      return
    }
    const isWatched = this.#watched.has(event.id) && this.find(event.id) && !isOver(event.status)
    if (!isWatched) void this.refresh()
  }

  /** Launches an agent. @throws ApiError */
  async run(request: RunRequest): Promise<Task> {
    const task = await this.#agents.run(request)
    this.#put(task)
    return task
  }

  async cancel(id: string): Promise<void> {
    await this.#act(() => this.#tasks.cancel(id))
  }

  async retry(id: string): Promise<void> {
    await this.#act(() => this.#tasks.retry(id))
    if (this.#watched.has(id)) this.#follow(id)
  }

  /** Keeps a task and its steps up to date while somebody looks at it; gives back the way to stop. */
  watch(id: string): () => void {
    const entry = this.#watched.get(id) ?? { count: 0, stop: () => undefined }
    entry.count++
    this.#watched.set(id, entry)
    if (entry.count === 1) this.#follow(id)
    return () => {
      entry.count--
      if (entry.count > 0) return
      entry.stop()
      this.#watched.delete(id)
    }
  }

  #follow(id: string): void {
    const entry = this.#watched.get(id)
    if (!entry) return
    entry.stop()
    entry.stop = watchTask(this.#tasks, id, {
      task: (task) => this.#put(task),
      steps: (steps) => this.patch({ steps: new Map(this.value.steps).set(id, steps) }),
      error: (error) => this.#notices.error(error),
    })
  }

  async #act(act: () => Promise<Task>): Promise<void> {
    try {
      this.#put(await act())
    } catch (error) {
      this.#notices.error(error)
      void this.refresh()
    }
  }

  async #fetch(signal: AbortSignal): Promise<void> {
    const workspaceId = this.#workspaceId
    if (!workspaceId) return
    try {
      const items = await this.#tasks.list(workspaceId, signal)
      if (workspaceId !== this.#workspaceId) return
      this.patch({ items: items.map((task) => later(task, this.find(task.id))), error: undefined })
    } catch (error) {
      if (!signal.aborted) this.patch({ error: (error as Error).message })
    }
  }

  #put(task: Task | TaskWithSteps): void {
    if (task.workspaceId !== this.#workspaceId) return
    const items = this.value.items ?? []
    const isKnown = items.some(({ id }) => id === task.id)
    this.patch({ items: isKnown ? items.map((known) => (known.id === task.id ? task : known)) : [task, ...items] })
  }
}

/** The answer to a list can be older than what the task's own stream has said meanwhile. */
const later = (fetched: Task, known: Task | undefined): Task => {
  if (!known || known.attempt < fetched.attempt) return fetched
  if (known.attempt > fetched.attempt) return known
  return isOver(known.status) && !isOver(fetched.status) ? known : fetched
}

export const tasksContext = createContext<Tasks>('tasks')
