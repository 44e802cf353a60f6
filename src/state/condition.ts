import { createContext } from '@lit/context'
import type { conditionApi, Problem } from '../api/condition.ts'
import { Observable } from '../observable.ts'
import { refresher } from './refresher.ts'

/** What is wrong with the data; nothing as long as all is well. */
export class Condition extends Observable<{ problems: readonly Problem[] }> {
  readonly refresh

  constructor(api: ReturnType<typeof conditionApi>) {
    super({ problems: [] })
    this.refresh = refresher(
      async (signal) => {
        const { problems } = await api.get(signal)
        if (problems.length > 0 || this.value.problems.length > 0) this.set({ problems })
      },
      // What is shown stays; the next event, or the connection's return, asks again.
      () => undefined,
    ).refresh
  }
}

export const conditionContext = createContext<Condition>('condition')
