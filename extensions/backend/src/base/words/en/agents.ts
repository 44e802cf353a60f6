import { count, number } from './format.ts'

/** Agents that come with AIOS: names and descriptions; what their models are told stands with them. */
const builtIn = {
  answer: {
    name: 'Answer',
    description: 'Answers a question with exact quotes from your documents and the page of each. Needs no model.',
  },
  summarize: {
    name: 'Summarize',
    description:
      'Summarizes your documents in their own sentences, with the page of each. Say what about, or how many sentences. Needs no model.',
  },
  extract: {
    name: 'Extract',
    description:
      'Lists dates, amounts, email addresses, phone numbers, IBANs, web addresses or IDs such as AB-1234 from all your documents, as a table and a CSV. Needs no model.',
  },
  ask: {
    name: 'Answer with a model',
    description: 'A model searches your documents and answers in its own words, citing the passages it used.',
  },
  brief: {
    name: 'Summarize with a model',
    description: 'A model reads the documents and summarizes them in its own words, citing the passages it used.',
  },
  table: {
    name: 'Extract to a table',
    description:
      'A model collects what you name from all documents in a table, as CSV and JSON. Name the columns. To fix them with a JSON schema, duplicate this agent.',
  },
  compare: {
    name: 'Compare two documents',
    description: 'A model reads two documents and says what is the same, what differs, and what only one of them has.',
  },
  research: {
    name: 'Research',
    description:
      'A model works on a question for longer: it makes a plan, goes through the whole workspace and reports.',
  },
}

export const agents = {
  builtIn,
  unknown: (id: string) => `There is no agent ${id}.`,
  isBuiltIn: (name: string) => `${name} comes with AIOS and can’t be changed. Duplicate it to make your own.`,
  notExternal: (name: string) => `${name} isn’t a program. Create another agent for one.`,
  newer: 'This agent was exported by a newer version of AIOS. Update AIOS and import it again.',
}

/** The titles of steps with a model, and the notes under its answer. */
export const modelRuns = {
  asking: (model: string) => `Asking ${model}`,
  retrying: (seconds: number, reason: string) => `Retrying in ${count(seconds, 'second')}: ${reason}`,
  called: (model: string, tools: string) => `${model} called ${tools}`,
  answered: (model: string) => `${model} answered`,
  silent: (model: string, reason: string) =>
    `${model} gave an empty answer: ${reason}. Try again, rephrase the question, or choose another model.`,
  silentReasons: {
    filter: 'its filter blocked the answer',
    tokens: 'it ran out of tokens',
    tokensThinking: 'it ran out of tokens while thinking',
    unknown: 'the reason is unknown',
  },
  unknownTool: (name: string) => `Called ${name}, which isn’t one of this agent’s tools`,
  badArguments: (name: string) => `Called ${name} with invalid arguments`,
  notAllowed: (call: string) => `Not allowed: ${call}`,
  promptTooLong:
    'The instructions and the prompt are longer than the model can hold at once. Shorten them, or choose a model with a larger context length.',
  badSchema: (reason: string) => `The JSON schema of this agent’s table can’t be read (${reason}). Correct it.`,
  giveRowsTitle: 'Give rows',
  giveRows: (rows: number) => `Give ${count(rows, 'row')}`,
  rowsTaken: (rows: number) => `${count(rows, 'row')} accepted`,
  rowsInFiles: (rows: number) => `${count(rows, 'more row')} ${rows === 1 ? 'is' : 'are'} in the files.`,
  rowsInCsv: (rows: number) => `${count(rows, 'more row')} ${rows === 1 ? 'is' : 'are'} in the CSV.`,
  source: 'Source',
  noAnswer: 'No answer.',
  unchecked: '*This answer is too long for its quotations to be checked.*',
  stopped: {
    steps: (steps: number) => `*Stopped at the limit of ${count(steps, 'step')}.*`,
    minutes: (minutes: number) => `*Stopped at the limit of ${count(minutes, 'minute')}.*`,
    tokens: (tokens: number) => `*Stopped at the limit of ${count(tokens, 'token')}.*`,
    size: '*The answer was too long and was cut off here.*',
  },
}

const kinds = {
  date: 'date',
  amount: 'amount',
  email: 'email address',
  phone: 'phone number',
  iban: 'IBAN',
  url: 'web address',
  identifier: 'identifier',
}
const kindsMany = {
  date: 'dates',
  amount: 'amounts',
  email: 'email addresses',
  phone: 'phone numbers',
  iban: 'IBANs',
  url: 'web addresses',
  identifier: 'identifiers',
}

/** Answers that are put together without a model. */
export const extractive = {
  columns: {
    document: 'Document',
    folder: 'Folder',
    page: 'Page',
    pages: 'Pages',
    quote: 'Quote',
    result: 'Result',
    start: 'Start',
    end: 'End',
    kind: 'Kind',
    found: 'Found',
    value: 'Value',
    sentence: 'Sentence',
    state: 'State',
  },
  match: 'match',
  noMatch: 'no match',
  notChecked: (reason: string) => `not checked: ${reason}`,
  states: { queued: 'waiting', indexing: 'being read', ready: 'ready', failed: 'couldn’t be read' },
  unchecked: 'Not checked:',
  withoutText: 'Pages without text, where nothing can be found:',
  blank: (name: string, blank: number, pages: number) => `${name} – ${blank} of ${count(pages, 'page')}`,
  reason: (name: string, reason: string) => `${name} – ${reason}`,
  more: (items: number) => `and ${items} more`,
  unreadable: 'It couldn’t be read.',
  readAgain: 'It is being read again. Retry when it is ready.',
  removed: 'It was removed or is being read again.',
  passages: (documents: number, passages: number) =>
    `${count(documents, 'document')} ${documents === 1 ? 'has' : 'have'} passages with the words of the question: ${count(passages, 'passage')} in all.`,
  noPassages: 'No document has a passage with the words of the question.',
  leftOut: (passages: number) => `${count(passages, 'more passage')} ${passages === 1 ? 'was' : 'were'} left out.`,
  documents: (n: number) => `There ${n === 1 ? 'is' : 'are'} ${count(n, 'document')}.`,
  moreDocuments: (n: number) => `${n} more are in the library.`,
  found: (what: string) => `Found ${what}.`,
  foundNone: (what: string) => `Found no ${what}.`,
  shapes: (patterns: string) => `Identifiers look like ${patterns}.`,
  tooMany: (n: number, most: number) => `${n} more were left out: a list can have up to ${count(most, 'row')}.`,
  slowPattern: (pattern: string, document: string) =>
    `${pattern} takes too long on ${document}. Avoid repetitions within repetitions, or give an example such as AB-1234 instead.`,
  kinds,
  kindsMany,
  counted: (n: number, kind: keyof typeof kinds) => `${number(n)} ${(n === 1 ? kinds : kindsMany)[kind]}`,
  noSentences: 'There are no complete sentences to quote.',
  otherTopic: 'No document has the words you asked for. This is what they say overall.',
  onTopic: (documents: number) => `${count(documents, 'document')} ${documents === 1 ? 'mentions' : 'mention'} it.`,
  representative: (chosen: number, documents: number) =>
    `Quotes come from ${chosen} of ${count(documents, 'document')}, chosen because they say what most others say.`,
  withoutSentences: 'Without complete sentences, such as tables and pictures:',
}
