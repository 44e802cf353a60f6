import { count, megabytes, seconds } from './format.ts'

const pages = (first: number, last: number) => (first === last ? `page ${first}` : `pages ${first} to ${last}`)

/** The tools of agents, as lists, approvals and the timeline show them; what models are told of them stands with each. */
export const tools = {
  unknown: (name: string) => `There is no tool called ${name}.`,

  search: {
    title: 'Search the documents',
    says: (query: string) => `Search the documents for “${query}”`,
    done: (query: string, passages: number) => `Searched for “${query}”: ${count(passages, 'passage')}`,
  },
  check: {
    title: 'Check every document',
    says: (question: string) => `Check every document for “${question}”`,
    done: (checked: number, of: number, found: number) =>
      `Checked ${checked} of ${count(of, 'document')}, ${found} ${found === 1 ? 'matches' : 'match'}`,
    noSubject: 'The question doesn’t say what to look for. Name it, or use list_documents to count documents.',
  },
  read: {
    title: 'Read a page',
    says: (document: string, first: number, last: number) => `Read ${pages(first, last)} of “${document}”`,
    done: (document: string, first: number, last: number) => `Read ${pages(first, last)} of “${document}”`,
    reversed: (first: number, to: number) => `to: ${to} is before page ${first}. Give the first page, then the last.`,
    noPage: (document: string, page: number, of: number) =>
      `“${document}” has no page ${page}, only ${count(of, 'page')}.`,
  },
  list: {
    title: 'List the documents',
    says: (name: string | undefined) =>
      name ? `List the documents with “${name}” in their name` : 'List the documents',
    done: (name: string, found: number, shown: number) =>
      name ? `Found ${count(found, 'document')} named “${name}”` : `Listed ${count(shown, 'document')}`,
  },
  write: {
    title: 'Write a file',
    says: (name: string, characters: number) => `Write the file “${name}” (${count(characters, 'character')})`,
    done: (name: string) => `Wrote “${name}”`,
    badJson: (reason: string) => `content: not valid JSON (${reason}). Correct it.`,
    badCsv: (row: number, reason: string) => `content: row ${row} isn’t valid CSV (${reason}). Correct it.`,
    badRow: (row: number, cells: number, expected: number) =>
      `content: row ${row} has ${count(cells, 'cell')}, but the first row has ${expected}. Put text that contains commas in quotation marks.`,
  },
  calculate: {
    title: 'Calculate',
    says: (expression: string) => `Calculate ${expression}`,
    infinite: (expression: string) =>
      `${expression} has no finite value. Look for a division by zero or the root of a negative number.`,
    unreadable: (reason: string) => `The expression can’t be read: ${reason}. Write 1200.50, not 1,200.50 or €1200.`,
    unknown: (what: string, known: readonly string[]) =>
      `“${what}” isn’t allowed. Use numbers, + - * / ^ % ( ), ${known.join(', ')}.`,
  },
  askUser: { title: 'Ask the user' },
  fetch: {
    title: 'Fetch a web page',
    says: (url: string) => `Fetch ${url}`,
    running: (url: string) => `Fetching ${url}`,
    done: (url: string) => `Fetched ${url}`,
    unreadable: (url: string, reason: string) => `${url} can’t be read: ${reason}`,
    slow: (host: string, milliseconds: number) => `${host} took more than ${seconds(milliseconds)}. Try another page.`,
    circles: (host: string) => `${host} redirects in circles. Try another page.`,
    elsewhere: (from: string, to: string) =>
      `${from} redirects to another site: ${to}. Fetch that address if you need it.`,
    notWeb: (address: string) => `“${address}” isn’t a web address. It must start with https:// or http://.`,
    credentials: 'The address can’t contain a user name or password.',
    port: (port: number, allowed: readonly number[]) =>
      `Port ${port} isn’t allowed. Only ${allowed.join(' and ')} are.`,
    status: (host: string, status: number) =>
      status === 404 ? `${host} has no such page (HTTP 404).` : `${host} returned an error (HTTP ${status}).`,
    tooLarge: (host: string, bytes: number) => `${host} sent more than ${megabytes(bytes)}. Fetch something smaller.`,
    notPublic: (host: string) => `${host} isn’t on the public internet. Only public addresses can be fetched.`,
  },
  runAgent: {
    title: 'Run another agent',
    says: (agent: string, prompt: string) => `Run the agent “${agent}”: ${prompt}`,
    running: (agent: string) => `Running the agent “${agent}”`,
    done: (agent: string) => `Ran the agent “${agent}”`,
    waits: 'The task it launched needs your decision.',
    ambiguous: (agent: string, listed: readonly string[]) =>
      `Several agents are named “${agent}”. Give an id:\n${listed.join('\n')}`,
    unknown: (agent: string, listed: readonly string[]) =>
      `There is no agent “${agent}” to run. Available agents:\n${listed.join('\n') || '(none)'}`,
  },

  /** Which document a call means. */
  document: {
    unknown: (name: string) => `There is no document “${name}”. Use list_documents to see what there is.`,
    ambiguous: (name: string, documents: number, ids: readonly string[]) =>
      `${documents} documents are named “${name}”. Give an id: ${ids.join(', ')}.`,
    inFolder: (id: string, folder: string) => `${id} in ${folder}`,
    failed: (name: string, reason: string | undefined) =>
      `“${name}” couldn’t be read: ${reason ?? 'the reason is unknown'}`,
    notReady: (name: string) => `“${name}” is still being read. Try again later.`,
  },
}

/** Steps that a task takes before its own work. */
export const waiting = {
  running: (documents: number) => `Waiting for ${count(documents, 'document')} to be read`,
  done: (documents: number) => `Waited for ${count(documents, 'document')} to be read`,
}
