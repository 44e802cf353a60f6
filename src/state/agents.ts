import { createContext } from '@lit/context'
import type { Agent, AgentChange, agentsApi, NewAgent } from '../api/agents.ts'
import { Observable } from '../observable.ts'
import { text } from '../strings/index.ts'
import type { Notices } from './notices.ts'
import { refresher } from './refresher.ts'

type State = { items?: readonly Agent[]; error?: string }

/** Who can be asked. */
export class Agents extends Observable<State> {
  readonly #api
  readonly #notices: Notices
  readonly refresh
  #leaving = new Set<string>()

  constructor(api: ReturnType<typeof agentsApi>, notices: Notices) {
    super({})
    this.#api = api
    this.#notices = notices
    this.refresh = refresher(async (signal) => {
      try {
        this.#show(await api.list(signal))
      } catch (error) {
        if (!signal.aborted) this.patch({ error: (error as Error).message })
      }
    }).refresh
  }

  find(id: string): Agent | undefined {
    return this.value.items?.find((agent) => agent.id === id)
  }

  /** Who answers when nobody was chosen: the first that needs no model. */
  get usual(): Agent | undefined {
    return this.value.items?.find((agent) => agent.mode === 'extractive') ?? this.value.items?.[0]
  }

  async add(agent: NewAgent): Promise<void> {
    const added = await this.#api.add(agent)
    this.#show([...(this.value.items ?? []).filter(({ id }) => id !== added.id), added])
  }

  async change(id: string, change: AgentChange): Promise<void> {
    const changed = await this.#api.change(id, change)
    this.#show((this.value.items ?? []).map((agent) => (agent.id === id ? changed : agent)))
  }

  /** Takes an agent away at once and removes it after a while, unless the reader thinks better of it. */
  remove({ id, name }: Agent): void {
    const back = () => {
      this.#leaving.delete(id)
      void this.refresh()
    }
    this.#leaving.add(id)
    this.#show(this.value.items ?? [])
    this.#notices.undoable(text.agents.deleted(name), {
      undo: back,
      commit: () => this.#api.remove(id, { keepalive: true }),
    })
  }

  #show(items: readonly Agent[]): void {
    this.set({ items: items.filter(({ id }) => !this.#leaving.has(id)) })
  }
}

export const agentsContext = createContext<Agents>('agents')
