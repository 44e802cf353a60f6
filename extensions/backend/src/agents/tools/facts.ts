import * as words from '../../base/words/index.ts'
import type { ToolFacts } from './tool.ts'

/** The tools that come with AIOS, as lists of them show them and as a model is told of them; read without loading any. */
const facts = {
  search_documents: {
    title: words.tools.search.title,
    description:
      'Finds the passages of the documents that fit some words best. Use the words that the documents would use; put an exact phrase in quotation marks, a hyphen before a word that must not occur. Gives passages with the number to cite each by. For “which”, “how many” and “list all”, use check_every_document: a search only sees the best passages.',
    risk: 'read',
  },
  check_every_document: {
    title: words.tools.check.title,
    description:
      'Goes through every document from its first page to its last for sentences with the words of a question, and says how many documents were checked. Use it where an answer must be complete: “which of the contracts …”, “how many …”, “list all …”. It matches words, not meaning: read what it gives, and count only what fits. May take long.',
    risk: 'read',
  },
  read_page: {
    title: words.tools.read.title,
    description:
      'Gives the text of a page of a document, or of several in a row, passage by passage with the number to cite each by. Use it to see what stands around a passage that was found.',
    risk: 'read',
  },
  list_documents: {
    title: words.tools.list.title,
    description:
      'Lists the documents that can be read: id, name, number of pages, and whether they are ready. Use it to see what there is, and to find a document by its name.',
    risk: 'read',
  },
  write_artifact: {
    title: words.tools.write.title,
    description:
      'Keeps a file as a result of this task, for the user to open or save: a report, a table, data. It does not touch the documents. Give all of its content at once.',
    risk: 'write',
  },
  calculate: {
    title: words.tools.calculate.title,
    description:
      'Works out an arithmetic expression such as (1200 * 1.19 - 35) / 12, exact to 14 digits. Use it for every sum: do not calculate in your head.',
    risk: 'read',
  },
  ask_user: {
    title: words.tools.askUser.title,
    description:
      'Asks the user one question and waits for the answer. Use it only where you cannot go on without knowing; never for what stands in the documents.',
    risk: 'read',
  },
  fetch_url: {
    title: words.tools.fetch.title,
    description:
      'Gets one public web page or file by its full address, and gives its text. It cannot log in, send forms or run scripts, and reaches no private address.',
    risk: 'network',
  },
  run_agent: {
    title: words.tools.runAgent.title,
    description:
      'Has another agent work on a part of the job, over the same documents, and gives its answer. Say in the prompt all that it needs to know: it sees nothing of this conversation.',
    risk: 'run',
  },
} as const satisfies Record<string, Omit<ToolFacts, 'name'>>

export type ToolName = keyof typeof facts

/** The tools that come with AIOS. */
export const toolNames: readonly (ToolFacts & { name: ToolName })[] = Object.entries(facts).map(([name, each]) => ({
  name: name as ToolName,
  ...each,
}))

export const factsOf = (name: ToolName): ToolFacts => ({ name, ...facts[name] })
