import { createContext } from '@lit/context'
import type { Agent, AgentChange, AgentFile, agentsApi, ExternalChange, NewAgent } from '../api/agents.ts'
import { Observable } from '../base/observable.ts'
import { refresher } from '../base/refresher.ts'
import { text } from '../strings/index.ts'
import type { Notices } from './notices.ts'

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
    this.refresh = refresher(
      async (signal) => this.#show(await api.list(signal)),
      ({ message }) => this.patch({ error: message }),
    ).refresh
  }

  find(id: string): Agent | undefined {
    return this.value.items?.find((agent) => agent.id === id)
  }

  /** Who answers when nobody was chosen: the first that needs no model. */
  get usual(): Agent | undefined {
    return this.value.items?.find((agent) => agent.mode === 'extractive') ?? this.value.items?.[0]
  }

  /** @throws ApiError */
  async add(agent: NewAgent): Promise<Agent> {
    return this.#added(await this.#api.add(agent))
  }

  /** Adds an agent from a file that AIOS wrote, and says so, or what is wrong with it. */
  async import(file: File): Promise<void> {
    try {
      const { name } = this.#added(await this.#api.import(await agentIn(file)))
      this.#notices.info(text.agentForm.imported(name))
    } catch (error) {
      this.#notices.error(error)
    }
  }

  #added(added: Agent): Agent {
    this.#show([...(this.value.items ?? []).filter(({ id }) => id !== added.id), added])
    return added
  }

  /** @throws ApiError */
  async change(id: string, change: AgentChange): Promise<Agent> {
    const changed = await this.#api.change(id, change)
    this.#show((this.value.items ?? []).map((agent) => (agent.id === id ? changed : agent)))
    return changed
  }

  /** Programs that are known to be agents. @throws ApiError */
  presets() {
    return this.#api.presets()
  }

  /** Starts a program that the user allowed, to see what it can do. @throws ApiError */
  check(setup: ExternalChange, agentId: string | undefined) {
    return this.#api.check(setup, agentId)
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

/** Bytes that a file of an agent has at most: the backend takes no larger request. */
const largestFile = 1024 ** 2

/** What is in a file is checked by the backend. @throws where it is no JSON */
const agentIn = async (file: File): Promise<AgentFile> => {
  const isSmall = file.size <= largestFile
  try {
    if (isSmall) return JSON.parse(await file.text()) as AgentFile
  } catch (cause) {
    throw new Error(text.agentForm.notAgent(file.name), { cause })
  }
  throw new Error(text.agentForm.notAgent(file.name))
}

export const agentsContext = createContext<Agents>('agents')
