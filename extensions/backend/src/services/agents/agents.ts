import { isDeepStrictEqual } from 'node:util'
import { fail } from '../../base/errors.ts'
import type { EventBus } from '../../base/events.ts'
import * as words from '../../base/words/index.ts'
import { type AgentKind, type ByKind, byKind, unlikeKind } from '../../shared/agent-kinds.ts'
import { type AgentFile, agentFile, agentFileVersion } from '../../shared/contract/agent-files.ts'
import type { Agent, AgentChange, CheckedAgent } from '../../shared/contract/agents.ts'
import type { Asking, External } from '../../shared/contract/external.ts'
import type { Provider } from '../../shared/contract/providers.ts'
import type { AgentStore } from '../../storage/setup/agents.ts'
import { builtInAgents } from './built-in-agents.ts'
import { definedOnly } from './defined-only.ts'
import type { ExternalSetups } from './external-setup.ts'

export { answerId, extractId, summarizeId } from './built-in-agents.ts'

type Parts = {
  store: AgentStore
  /** Providers, for agents that come or go as files. */
  providers(): Pick<Provider, 'id' | 'name'>[]
  setups: ExternalSetups
  events: EventBus
}

/** Agents: those that came along, and the user's own. */
export const agentService = ({ store, providers, setups, events }: Parts) => {
  // Written only where something differs: a start must not need room on the disk.
  for (const agent of builtInAgents) if (!isDeepStrictEqual(store.find(agent.id), agent)) store.put(agent)

  /** @throws AppError `agent.unknown` (404) */
  const get = (id: string): Agent => store.find(id) ?? fail('agent.unknown', words.agents.unknown(id), { status: 404 })

  /** @throws AppError `agent.built-in` (409) */
  const own = (id: string): Agent => {
    const agent = get(id)
    if (agent.builtIn) fail('agent.built-in', words.agents.isBuiltIn(agent.name), { status: 409 })
    return agent
  }

  /** Tells windows of it. */
  const told = (agent: Agent): Agent => {
    events.emit({ type: 'agent.changed', id: agent.id, status: 'present' })
    return agent
  }

  const add = async ({ kind, external: sent, ...facts }: CheckedAgent): Promise<Agent> => {
    const id = store.newId()
    const external = sent && (await setups.put(id, sent))
    return told(store.add({ ...facts, id, builtIn: false }, parted(kind, external)))
  }

  return {
    get,
    /** Whether a model does its work; not known of one that is gone. */
    isModel: (id: string): boolean => store.find(id)?.mode === 'model',
    /** Whether a program of its own does its work, which knows what it was at only as long as it runs. */
    isExternal: (id: string): boolean => store.find(id)?.kind === 'external',
    all: (): Agent[] => store.all(),
    add,
    /** @throws AppError `agent.unknown` (404), `agent.built-in`, `agent.not-external`, `keys.unavailable` (409) */
    async change(id: string, { external: sent, ...change }: AgentChange): Promise<Agent> {
      const agent = own(id)
      if (!sent) store.put(changed(agent, change))
      else if (agent.kind === 'external') {
        const external = await setups.put(id, sent, agent.external)
        store.put({ ...changed(own(id), change), kind: agent.kind, mode: agent.mode, external })
      } else fail('agent.not-external', words.agents.notExternal(agent.name), { status: 409 })
      return told(get(id))
    },
    /** Remembers whether a program was found to ask before it acts; `as` is what was started, where it may be another by now. */
    noteAsking(id: string, asking: Asking, as?: Pick<External, 'command' | 'args'>): void {
      const agent = store.find(id)
      if (agent?.kind !== 'external' || agent.external.asking === asking) return
      const { command, args } = agent.external
      if (as && !isDeepStrictEqual([as.command, as.args], [command, args])) return
      store.put({ ...agent, external: { ...agent.external, asking } })
      told(agent)
    },
    /** Its tasks stay and can be read; a retry of one fails, saying why. */
    async remove(id: string): Promise<void> {
      const { external } = own(id)
      store.remove(id)
      events.emit({ type: 'agent.changed', id, status: 'removed' })
      if (external) await setups.forget(id, external)
    },
    /** An agent of one's own that is the same, of a built-in one too. Its program is to be allowed anew. */
    async duplicate(id: string): Promise<Agent> {
      const { name, kind, mode: _, external: before, ...facts } = get(id)
      const taken = new Set(store.all().map((each) => each.name))
      let number = 2
      while (taken.has(`${name} ${number}`)) number++
      const copy = store.newId()
      const external =
        before && (await setups.put(copy, { ...before, env: await setups.stored(id, before), allowed: false }))
      return told(store.add({ ...facts, id: copy, name: `${name} ${number}`, builtIn: false }, parted(kind, external)))
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
    async fromFile({ version, agent: { provider, kind, external, ...agent } }: AgentFile): Promise<Agent> {
      if (version > agentFileVersion) fail('agent.newer', words.agents.newer)
      const named = providers().filter(({ name }) => name === provider)
      const providerId = named.length === 1 ? named[0]?.id : undefined
      const { modelId, ...rest } = agent
      return add({
        ...rest,
        // Another server may have another model of that name.
        ...(providerId !== undefined && { providerId, ...(modelId !== undefined && { modelId }) }),
        approvals: asking(agent.approvals),
        ...parted(kind, external && { ...external, env: unset(external.env), allowed: false }),
      })
    },
  }
}
export type AgentService = ReturnType<typeof agentService>

/** @throws AppError `request.invalid` (400) where kind and program do not go together */
const parted = <Program>(kind: AgentKind, external: Program | undefined): ByKind<Program> =>
  byKind(kind, external) ?? fail('request.invalid', `external: ${unlikeKind().message}.`)

/** Variables whose values are still to be given. */
const unset = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, '']))

const asking = ({ read, write, network, run }: Agent['approvals']): Agent['approvals'] => {
  const ask = (rule: typeof write) => (rule === 'allow' ? 'ask' : rule)
  return { read, write: ask(write), network: ask(network), run: ask(run) }
}

/** The agent with what was sent in place of what it had; null takes away. */
const changed = (agent: Agent, { limits, approvals, ...change }: Omit<AgentChange, 'external'>): Agent => {
  const merged = Object.entries({ ...agent, ...definedOnly(change) }).filter(([, value]) => value !== null)
  return {
    ...(Object.fromEntries(merged) as Agent),
    limits: { ...agent.limits, ...definedOnly(limits ?? {}) },
    approvals: { ...agent.approvals, ...definedOnly(approvals ?? {}) },
  }
}
