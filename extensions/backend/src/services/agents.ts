import { isDeepStrictEqual } from 'node:util'
import { type AgentFile, agentFile, agentFileVersion } from '../contract/agent-files.ts'
import type { Agent, AgentChange, CheckedAgent } from '../contract/agents.ts'
import type { Provider } from '../contract/providers.ts'
import { fail } from '../errors.ts'
import type { AgentStore } from '../storage/agents.ts'
import { builtInAgents } from './built-in-agents.ts'

export { answerId, extractId, summarizeId } from './built-in-agents.ts'

type Parts = {
  store: AgentStore
  /** Providers, for agents that come or go as files. */
  providers(): Pick<Provider, 'id' | 'name'>[]
}

/** Agents: those that came along, and the user's own. */
export const agentService = ({ store, providers }: Parts) => {
  // Written only where something differs: a start must not need room on the disk.
  for (const agent of builtInAgents) if (!isDeepStrictEqual(store.find(agent.id), agent)) store.put(agent)

  /** @throws AppError `agent.unknown` (404) */
  const get = (id: string): Agent =>
    store.find(id) ?? fail('agent.unknown', `There is no agent ${id}.`, { status: 404 })

  /** @throws AppError `agent.built-in` (409) */
  const own = (id: string): Agent => {
    const agent = get(id)
    if (agent.builtIn) fail('agent.built-in', `${agent.name} came with AIOS and stays as it is.`, { status: 409 })
    return agent
  }

  const add = (agent: CheckedAgent): Agent =>
    store.add({ ...agent, builtIn: false, mode: agent.kind === 'model' ? 'model' : 'extractive' })

  return {
    get,
    /** Whether a model does its work; not known of one that is gone. */
    isModel: (id: string): boolean => store.find(id)?.mode === 'model',
    all: (): Agent[] => store.all(),
    add,
    change(id: string, change: AgentChange): Agent {
      store.put(changed(own(id), change))
      return get(id)
    },
    /** Its tasks stay and can be read; a retry of one fails, saying why. */
    remove(id: string): void {
      own(id)
      store.remove(id)
    },
    /** An agent of one's own that is the same, of a built-in one too. */
    duplicate(id: string): Agent {
      const { name, id: _, createdAt: __, ...agent } = get(id)
      const taken = new Set(store.all().map((each) => each.name))
      let number = 2
      while (taken.has(`${name} ${number}`)) number++
      return store.add({ ...agent, name: `${name} ${number}`, builtIn: false })
    },

    /** The agent as a file for others: without what only this machine knows. */
    toFile(id: string): AgentFile {
      const agent = get(id)
      const provider = providers().find((each) => each.id === agent.providerId)?.name
      return agentFile.parse({
        format: 'aios-agent',
        version: agentFileVersion,
        agent: { ...agent, ...(provider !== undefined && { provider }) },
      })
    },
    /**
     * Adds an agent that somebody gave us. What it may do without asking is for its new user to say, so a file allows
     * nothing but reading.
     * @throws AppError `agent.newer` (400)
     */
    fromFile({ version, agent: { provider, ...agent } }: AgentFile): Agent {
      if (version > agentFileVersion)
        fail('agent.newer', 'This agent was exported by a newer AIOS. Update AIOS, then import it again.')
      const named = providers().filter(({ name }) => name === provider)
      const providerId = named.length === 1 ? named[0]?.id : undefined
      const { modelId, ...rest } = agent
      return add({
        ...rest,
        // Another server may have another model of that name.
        ...(providerId !== undefined && { providerId, ...(modelId !== undefined && { modelId }) }),
        approvals: asking(agent.approvals),
      })
    },
  }
}
export type AgentService = ReturnType<typeof agentService>

const asking = ({ read, write, network, run }: Agent['approvals']): Agent['approvals'] => {
  const ask = (rule: typeof write) => (rule === 'allow' ? 'ask' : rule)
  return { read, write: ask(write), network: ask(network), run: ask(run) }
}

/** The agent with what was sent in place of what it had; null takes away. */
const changed = (agent: Agent, { limits, approvals, ...change }: AgentChange): Agent => {
  const merged = Object.entries({ ...agent, ...given(change) }).filter(([, value]) => value !== null)
  return {
    ...(Object.fromEntries(merged) as Agent),
    limits: { ...agent.limits, ...given(limits ?? {}) },
    approvals: { ...agent.approvals, ...given(approvals ?? {}) },
  }
}

const given = <T extends object>(all: T) =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]: Exclude<T[Name], undefined>
  }
