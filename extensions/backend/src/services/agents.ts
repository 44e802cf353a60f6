import { isDeepStrictEqual } from 'node:util'
import type { Agent, AgentChange, NewAgent } from '../contract/agents.ts'
import { fail } from '../errors.ts'
import type { AgentStore } from '../storage/agents.ts'

/** The built-in agent that answers from the documents' own sentences; its id is the same everywhere. */
export const answerId = '01900000-0000-7000-8000-000000000001'

/** The built-in agents that sum up and that list what is in the documents. */
export const summarizeId = '01900000-0000-7000-8000-000000000002'
export const extractId = '01900000-0000-7000-8000-000000000003'

const createdAt = '2026-11-20T00:00:00.000Z'

const builtIn: readonly Agent[] = [
  {
    id: answerId,
    name: 'Answer',
    description:
      'Answers a question with exact quotes from your documents, each with the page it stands on. Needs no model.',
    builtIn: true,
    kind: 'answer',
    mode: 'extractive',
    limits: { quotes: 6 },
    createdAt,
  },
  {
    id: summarizeId,
    name: 'Summarize',
    description:
      'Sums up your documents in their own sentences, each with the page it stands on. Say what about, or how many sentences. Needs no model.',
    builtIn: true,
    kind: 'summarize',
    mode: 'extractive',
    limits: { quotes: 10 },
    createdAt,
  },
  {
    id: extractId,
    name: 'Extract',
    description:
      'Lists dates, amounts, e-mail addresses, phone numbers, IBANs, web addresses, or IDs like AB-1234 from all your documents, as a table and a CSV. Needs no model.',
    builtIn: true,
    kind: 'extract',
    mode: 'extractive',
    limits: { quotes: 200 },
    createdAt,
  },
]

/** Agents: those that came along, and the user's own. */
export const agentService = ({ store }: { store: AgentStore }) => {
  // Written only where something differs: a start must not need room on the disk.
  for (const agent of builtIn) if (!isDeepStrictEqual(store.find(agent.id), agent)) store.put(agent)

  /** @throws AppError `agent.unknown` (404) */
  const get = (id: string): Agent =>
    store.find(id) ?? fail('agent.unknown', `There is no agent ${id}.`, { status: 404 })

  /** @throws AppError `agent.built-in` (409) */
  const own = (id: string): Agent => {
    const agent = get(id)
    if (agent.builtIn) fail('agent.built-in', `${agent.name} came with AIOS and stays as it is.`, { status: 409 })
    return agent
  }

  return {
    get,
    all: (): Agent[] => store.all(),
    add: (agent: NewAgent): Agent => store.add({ ...agent, builtIn: false, mode: 'extractive' }),
    change(id: string, { name, description, limits }: AgentChange): Agent {
      const agent = own(id)
      store.put({
        ...agent,
        name: name ?? agent.name,
        description: description ?? agent.description,
        limits: limits ?? agent.limits,
      })
      return get(id)
    },
    /** Its tasks stay and can be read; a retry of one fails, saying why. */
    remove(id: string): void {
      own(id)
      store.remove(id)
    },
  }
}
export type AgentService = ReturnType<typeof agentService>
