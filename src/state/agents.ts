import { createContext } from '@lit/context'
import type { Agent, AgentChange, AgentFile, agentsApi, ExternalChange, NewAgent } from '../api/agents.ts'
import { text } from '../strings/index.ts'
import { Collection } from './collection.ts'
import type { Notices } from './notices.ts'

/** Who can be asked. */
export class Agents extends Collection<Agent> {
  readonly #api

  constructor(api: ReturnType<typeof agentsApi>, notices: Notices) {
    super(notices, {})
    this.#api = api
  }

  protected override fetch(signal: AbortSignal): Promise<readonly Agent[]> {
    return this.#api.list(signal)
  }

  /** Who answers when nobody was chosen: the first that needs no model. */
  get defaultAgent(): Agent | undefined {
    return this.value.items?.find((agent) => agent.mode === 'extractive') ?? this.value.items?.[0]
  }

  /** @throws ApiError */
  async add(agent: NewAgent): Promise<Agent> {
    const added = await this.#api.add(agent)
    this.put(added)
    return added
  }

  /** Adds an agent from a file that AIOS wrote, and says so, or what is wrong with it. */
  async import(file: File): Promise<void> {
    try {
      const added = await this.#api.import(await agentIn(file))
      this.put(added)
      this.notices.info(text.agentForm.imported(added.name))
    } catch (error) {
      this.notices.error(error)
    }
  }

  /** @throws ApiError */
  async change(id: string, change: AgentChange): Promise<Agent> {
    const changed = await this.#api.change(id, change)
    this.put(changed)
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
    this.removeLater([id], {
      message: text.agents.deleted(name),
      remove: () => this.#api.remove(id, { keepalive: true }),
    })
  }
}

/** Bytes that a file of an agent has at most: the backend takes no larger request. */
const MAX_FILE_BYTES = 1024 ** 2

/** What is in a file is checked by the backend. @throws where it is no JSON */
const agentIn = async (file: File): Promise<AgentFile> => {
  const isSmall = file.size <= MAX_FILE_BYTES
  try {
    if (isSmall) return JSON.parse(await file.text()) as AgentFile
  } catch (cause) {
    throw new Error(text.agentForm.notAgent(file.name), { cause })
  }
  throw new Error(text.agentForm.notAgent(file.name))
}

export const agentsContext = createContext<Agents>('agents')
