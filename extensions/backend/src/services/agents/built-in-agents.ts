import * as words from '../../base/words/index.ts'
import {
  type Agent,
  type AgentFacts,
  type ModelAgent,
  usualApprovals,
  usualLimits,
} from '../../shared/contract/agents.ts'

/** The built-in agent that answers from the documents' own sentences; its id is the same everywhere. */
export const answerId = '01900000-0000-7000-8000-000000000001'

/** The built-in agents that sum up and that list what is in the documents. */
export const summarizeId = '01900000-0000-7000-8000-000000000002'
export const extractId = '01900000-0000-7000-8000-000000000003'

/** The built-in agents that ask a model. */
const askId = '01900000-0000-7000-8000-000000000004'
const briefId = '01900000-0000-7000-8000-000000000005'
export const tableId = '01900000-0000-7000-8000-000000000006'
const compareId = '01900000-0000-7000-8000-000000000007'
const researchId = '01900000-0000-7000-8000-000000000008'

const createdAt = '2026-11-20T00:00:00.000Z'

const builtIn: Pick<AgentFacts, 'builtIn' | 'instructions' | 'tools' | 'approvals' | 'createdAt'> = {
  builtIn: true,
  instructions: '',
  tools: [],
  approvals: usualApprovals,
  createdAt,
}

const withoutModel = { ...builtIn, mode: 'extractive' } as const
/** Each only reads, so none of them asks before it calls a tool. */
const asksModel = { ...builtIn, kind: 'model', mode: 'model' } as const
const reading = ['search_documents', 'check_every_document', 'read_page', 'list_documents', 'calculate', 'ask_user']

const withModel: readonly ModelAgent[] = [
  {
    ...asksModel,
    id: askId,
    ...words.agents.builtIn.ask,
    instructions:
      'Answer the question from the documents. Search with the words that the documents would use, in their language; search again in other words when little is found, and read the page around a passage before you rely on it. For "which", "how many" and "list all", check every document.',
    tools: reading,
    limits: usualLimits,
  },
  {
    ...asksModel,
    id: briefId,
    ...words.agents.builtIn.brief,
    instructions:
      'Sum up the documents that the user names; all of them where none is named. List the documents, then read them page by page: what was not read is not in the summary. Say first what it is about, in one or two sentences, then the main points, figures, dates and open questions. If you could not read all of it, say what is missing.',
    tools: reading,
    limits: { ...usualLimits, steps: 60 },
  },
  {
    ...asksModel,
    id: tableId,
    ...words.agents.builtIn.table,
    instructions:
      'Make a table with the columns that the user names, one row for each thing that is asked for, or one for each document. Use the same column names in every row, write numbers as numbers and dates as 2026-11-20, and leave out what the documents do not say. Go through all of the documents.',
    tools: reading,
    limits: { ...usualLimits, steps: 100, minutes: 60, tokens: 2_000_000 },
    outputSchema: {
      type: 'object',
      additionalProperties: { anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, { type: 'null' }] },
    },
  },
  {
    ...asksModel,
    id: compareId,
    ...words.agents.builtIn.compare,
    instructions:
      'Compare the two documents that the user names, or the only two there are; ask if it is not clear which. Read both. Give a table with a row for each point: what the one says, what the other says, each with its passage, quoted where the wording matters. Then say what only one of them has, and which differences matter most.',
    tools: reading,
    limits: { ...usualLimits, steps: 60 },
  },
  {
    ...asksModel,
    id: researchId,
    ...words.agents.builtIn.research,
    instructions:
      'Answer the question thoroughly, from all documents. Take it apart into smaller questions and answer one after the other: search in several wordings, check every document where completeness counts, read on around what you find, and look for what speaks against it. Then report: the answer in a few sentences; what it rests on; where documents disagree; what remains open.',
    tools: reading,
    limits: { ...usualLimits, steps: 100, minutes: 120, tokens: 3_000_000 },
  },
]

/** Agents that are there from the start. */
export const builtInAgents: readonly Agent[] = [
  {
    ...withoutModel,
    id: answerId,
    ...words.agents.builtIn.answer,
    kind: 'answer',
    limits: { ...usualLimits, quotes: 6 },
  },
  {
    ...withoutModel,
    id: summarizeId,
    ...words.agents.builtIn.summarize,
    kind: 'summarize',
    limits: { ...usualLimits, quotes: 10 },
  },
  {
    ...withoutModel,
    id: extractId,
    ...words.agents.builtIn.extract,
    kind: 'extract',
    limits: { ...usualLimits, quotes: 200 },
  },
  ...withModel,
]
