import type { ReactiveController, ReactiveElement } from 'lit'
import type { Use } from '../base/use.ts'
import type { Tasks } from './tasks.ts'

/**
 * Keeps the tasks that its host shows up to date, with their steps, as long as it shows them:
 *
 *     new TaskWatch(this, this.#tasks, () => [this.taskId])
 */
export class TaskWatch implements ReactiveController {
  readonly #host: ReactiveElement
  readonly #tasks: Use<Tasks>
  readonly #shown: () => readonly string[]
  readonly #stops = new Map<string, () => void>()

  constructor(host: ReactiveElement, tasks: Use<Tasks>, shown: () => readonly string[]) {
    this.#host = host
    this.#tasks = tasks
    this.#shown = shown
    host.addController(this)
  }

  hostConnected(): void {
    this.#host.requestUpdate()
  }

  hostUpdate(): void {
    if (!this.#host.isConnected) return // an update that was still to come
    const shown = new Set(this.#shown().filter((id) => id !== ''))
    for (const id of shown) if (!this.#stops.has(id)) this.#stops.set(id, this.#tasks.store.watch(id))
    for (const id of this.#stops.keys()) if (!shown.has(id)) this.#stop(id)
  }

  hostDisconnected(): void {
    for (const id of this.#stops.keys()) this.#stop(id)
  }

  #stop(id: string): void {
    this.#stops.get(id)?.()
    this.#stops.delete(id)
  }
}
