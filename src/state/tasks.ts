import { createContext } from '@lit/context'
import type { AppEvent } from '../../extensions/backend/src/shared/contract/events.ts'
import { isOver } from '../../extensions/backend/src/shared/task-states.ts'
import type { agentsApi, RunRequest } from '../api/agents.ts'
import type { Step, Task, TaskPriority, tasksApi } from '../api/tasks.ts'
import { refresher } from '../base/refresher.ts'
import { Collection, type Listed } from './collection.ts'
import type { Notices } from './notices.ts'
import { latest, merged } from './task-merge.ts'
import { watchTask } from './watch-task.ts'

/** `items` are those of the open workspace, the newest first. */
type State = Listed<Task> & {
  /** Those of all workspaces. Only those that somebody looked at have their results. */
  all?: readonly Task[] | undefined
  /** Steps of the tasks that somebody looked at. */
  steps: ReadonlyMap<string, readonly Step[]>
  /** What models are saying just now, by task. */
  streamed: ReadonlyMap<string, string>
}

/** Tasks of a page; the first is shown while the others come. */
const page = 500
/** So many changed tasks are fetched one by one; of more, all are. */
const MAX_SINGLE = 100

/** All tasks, kept in step with the backend. */
export class Tasks extends Collection<Task, State> {
  readonly #tasks
  readonly #agents
  readonly #changes
  #workspaceId: string | undefined
  #etag: string | undefined
  #changed = new Set<string>()
  readonly #queueListeners = new Set<() => void>()
  #watched = new Map<string, { count: number; stop: () => void }>()

  constructor(tasks: ReturnType<typeof tasksApi>, agents: ReturnType<typeof agentsApi>, notices: Notices) {
    super(notices, { steps: new Map(), streamed: new Map() })
    this.#tasks = tasks
    this.#agents = agents
    this.#changes = refresher(
      (signal) => this.#fetchChanged(signal),
      () => this.refresh(),
    )
  }

  open(workspaceId: string | undefined): void {
    if (workspaceId === this.#workspaceId && this.value.items) return
    this.#workspaceId = workspaceId
    if (this.all) this.show(this.all)
    else if (!workspaceId) this.patch({ items: [] })
  }

  /** Also one of another workspace. */
  override find(id: string): Task | undefined {
    return this.all?.find((task) => task.id === id)
  }

  hint(event: Extract<AppEvent, { type: 'task.changed' }>): void {
    if (event.status === 'removed') {
      this.drop([event.id])
      return
    }
    const isFollowed = this.#watched.has(event.id) && this.find(event.id) && !isOver(event.status)
    if (isFollowed) return
    // What it had when it was stopped comes after its end.
    if (this.#watched.has(event.id)) {
      this.#follow(event.id)
      return
    }
    this.#changed.add(event.id)
    void (this.#changed.size > MAX_SINGLE ? this.refresh() : this.#changes.refresh())
  }

  /** Calls back when the queue was paused, resumed or given other limits; gives back how to stop. */
  onQueue(listener: () => void): () => void {
    this.#queueListeners.add(listener)
    return () => this.#queueListeners.delete(listener)
  }

  hintQueue(): void {
    for (const listener of this.#queueListeners) listener()
  }

  /** A workspace went, and its tasks with it. */
  forget(workspaceId: string): void {
    if (this.all) this.show(this.all.filter((task) => task.workspaceId !== workspaceId))
  }

  /** Launches an agent. @throws ApiError */
  async run(request: RunRequest): Promise<Task> {
    const task = await this.#agents.run(request)
    this.put(task)
    return task
  }

  async cancel(id: string): Promise<void> {
    await this.#act(() => this.#tasks.cancel(id))
  }

  async retry(id: string): Promise<void> {
    await this.#act(() => this.#tasks.retry(id))
    if (this.#watched.has(id)) this.#follow(id)
  }

  /** Changes what comes first among the tasks that are queued. */
  async prioritise(id: string, priority: TaskPriority): Promise<void> {
    await this.#act(() => this.#tasks.prioritise(id, priority))
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
      task: (task) => this.put(task),
      steps: (steps) => this.patch({ steps: new Map(this.value.steps).set(id, steps) }),
      streamed: (words) => this.patch({ streamed: new Map(this.value.streamed).set(id, words) }),
      error: (error) => this.notices.error(error),
    })
  }

  async #act(act: () => Promise<Task>): Promise<void> {
    try {
      this.put(await act())
    } catch (error) {
      this.notices.error(error)
      void this.refresh()
    }
  }

  protected override async fetch(signal: AbortSignal): Promise<readonly Task[] | undefined> {
    const first = await this.#tasks.list({ limit: page }, { signal, etag: this.#etag })
    if (!first) return undefined
    let listed = first.tasks
    if (!this.all) this.show(listed)
    for (let last = listed; last.length === page; ) {
      const before = last.at(-1)?.id as string
      last = (await this.#tasks.list({ limit: page, before }, { signal }))?.tasks ?? []
      listed = [...listed, ...last]
    }
    this.#changed.clear()
    this.#etag = first.etag
    return listed.map((task) => latest(task, this.find(task.id)))
  }

  async #fetchChanged(signal: AbortSignal): Promise<void> {
    const ids = [...this.#changed]
    this.#changed.clear()
    if (ids.length === 0) return
    const { tasks } = (await this.#tasks.list({ ids }, { signal })) ?? { tasks: [] }
    this.#merge(tasks.map((task) => latest(task, this.find(task.id))))
  }

  /** The newest is the first. */
  protected override put(task: Task): void {
    this.#merge([task])
  }

  #merge(tasks: readonly Task[]): void {
    this.show(merged(this.all ?? [], tasks))
  }

  protected override shown(all: readonly Task[] | undefined): Partial<State> {
    return { all, items: all?.filter(({ workspaceId }) => workspaceId === this.#workspaceId), error: undefined }
  }
}

export const tasksContext = createContext<Tasks>('tasks')
