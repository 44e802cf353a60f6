import { type Agent, usualApprovals, usualLimits } from '../contract/agents.ts'

/** The built-in agent that answers from the documents' own sentences; its id is the same everywhere. */
export const answerId = '01900000-0000-7000-8000-000000000001'

/** The built-in agents that sum up and that list what is in the documents. */
export const summarizeId = '01900000-0000-7000-8000-000000000002'
export const extractId = '01900000-0000-7000-8000-000000000003'

const createdAt = '2026-11-20T00:00:00.000Z'

/** What agents without a model have in common. */
const withoutModel: Omit<Agent, 'id' | 'name' | 'description' | 'kind' | 'limits'> = {
  builtIn: true,
  mode: 'extractive',
  instructions: '',
  tools: [],
  approvals: usualApprovals,
  createdAt,
}

/** Agents that are there from the start. */
export const builtInAgents: readonly Agent[] = [
  {
    ...withoutModel,
    id: answerId,
    name: 'Answer',
    description:
      'Answers a question with exact quotes from your documents, each with the page it stands on. Needs no model.',
    kind: 'answer',
    limits: { ...usualLimits, quotes: 6 },
  },
  {
    ...withoutModel,
    id: summarizeId,
    name: 'Summarize',
    description:
      'Sums up your documents in their own sentences, each with the page it stands on. Say what about, or how many sentences. Needs no model.',
    kind: 'summarize',
    limits: { ...usualLimits, quotes: 10 },
  },
  {
    ...withoutModel,
    id: extractId,
    name: 'Extract',
    description:
      'Lists dates, amounts, e-mail addresses, phone numbers, IBANs, web addresses, or IDs like AB-1234 from all your documents, as a table and a CSV. Needs no model.',
    kind: 'extract',
    limits: { ...usualLimits, quotes: 200 },
  },
]
