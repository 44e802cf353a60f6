import { createContext } from '@lit/context'
import type { Agent, agentsApi } from '../api/agents.ts'
import { Observable } from '../observable.ts'
import { refresher } from './refresher.ts'

type State = { items?: readonly Agent[]; error?: string }

/** Who can be asked. */
export class Agents extends Observable<State> {
  readonly #refresher
  readonly refresh

  constructor(api: ReturnType<typeof agentsApi>) {
    super({})
    this.#refresher = refresher(async (signal) => {
      try {
        this.set({ items: await api.list(signal) })
      } catch (error) {
        if (!signal.aborted) this.patch({ error: (error as Error).message })
      }
    })
    this.refresh = this.#refresher.refresh
  }

  find(id: string): Agent | undefined {
    return this.value.items?.find((agent) => agent.id === id)
  }

  /** Who answers when nobody was chosen: the first that needs no model. */
  get usual(): Agent | undefined {
    return this.value.items?.find((agent) => agent.mode === 'extractive') ?? this.value.items?.[0]
  }
}

export const agentsContext = createContext<Agents>('agents')
