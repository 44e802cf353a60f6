import { createContext } from '@lit/context'
import type { conditionApi, Problem } from '../api/condition.ts'
import { Observable } from '../base/observable.ts'
import { refresher } from '../base/refresher.ts'

/** Milliseconds between two looks at how far a repair is. */
const POLL_MS = 1000

/** What is wrong with the data; nothing as long as all is well. */
export class Condition extends Observable<{ problems: readonly Problem[] }> {
  readonly refresh
  readonly #api: ReturnType<typeof conditionApi>
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(api: ReturnType<typeof conditionApi>) {
    super({ problems: [] })
    this.#api = api
    this.refresh = refresher(
      async (signal) => {
        const { problems } = await api.get(signal)
        if (problems.length > 0 || this.value.problems.length > 0) this.set({ problems })
        // Nobody tells how far a repair is while no data is open.
        clearTimeout(this.#timer)
        if (this.repairing) this.#timer = setTimeout(() => void this.refresh(), POLL_MS)
      },
      // What is shown stays; the next event, or the connection's return, asks again.
      () => undefined,
    ).refresh
  }

  /** The database is being repaired or put back just now, so that nothing else can be had. */
  get repairing(): Problem | undefined {
    return this.value.problems.find(({ code }) => code === 'database.repairing')
  }

  /** Somebody has read it. */
  async dismiss(code: string): Promise<void> {
    await this.#api.dismiss(code)
    await this.refresh()
  }
}

export const conditionContext = createContext<Condition>('condition')
