import { count, number } from './format.ts'

const dollars = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', maximumFractionDigits: 2 })
const cents = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', maximumSignificantDigits: 2 })
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
const dates = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** `$0.0042`, `$12.40` */
const money = (value: number): string => (value > 0 && value < 0.1 ? cents : dollars).format(value)

export const models = {
  title: 'Models',
  about:
    'Search, quotes and tables work without a model. Agents that write their own answers need one: from a program on this computer, or from a service that you have a key for. What they are asked, and the passages for it, goes to the address that is shown, and nowhere else.',
  none: 'No model is connected.',
  find: 'Find models on this computer',
  finding: 'Looking for model servers on this computer…',
  found: 'On this computer',
  foundNone:
    'No model server answers on this computer. Start one (Ollama, LM Studio, llama.cpp) and look again, or add one by its address.',
  connect: 'Add',
  connectLabel: (name: string) => `Add ${name}`,
  connectWithKey: 'Add with its key…',
  isConnected: 'Connected',
  add: 'Add a model server…',
  keyStores: {
    system: (place: string) => `Keys are kept in ${place}.`,
    file: (place: string) =>
      `This system has no key store that works: keys are kept in a file that only you may read, ${place}.`,
  },
  states: {
    unchecked: 'Not checked yet',
    running: 'Checking…',
    ok: 'Works',
    warning: 'Works, with warnings',
    failed: 'Does not work',
  },
  hasKey: { system: 'With a key, in the system’s key store', file: 'With a key, in a file', none: 'No key' },
  model: 'Model',
  embeddings: 'Model for embeddings',
  modelOf: (what: string, provider: string) => `${what} of ${provider}`,
  modelUnset: 'None chosen',
  modelTyped: 'Another one…',
  modelName: 'Name of the model',
  use: 'Use it',
  useOther: (what: string) => `Use ${what}`,
  choose: 'Choose a model, so that agents can use this server.',
  check: 'Check',
  checkAgain: 'Check again',
  checkLabel: (name: string) => `Check ${name}`,
  checkAgainLabel: (name: string) => `Check again: ${name}`,
  stop: 'Stop',
  stopLabel: (name: string) => `Stop checking ${name}`,
  edit: 'Edit',
  editLabel: (name: string) => `Edit ${name}`,
  remove: 'Remove',
  removeLabel: (name: string) => `Remove ${name}`,
  removed: (name: string) => `Removed ${name}`,
  findingsOf: (name: string) => `What was found about ${name}`,
  findings: 'What was checked',
  checks: {
    connection: 'Connection',
    models: 'Models',
    answer: 'Answer',
    stream: 'Word by word',
    tools: 'Tools',
    embeddings: 'Embeddings',
    context: 'Length',
  },
  marks: {
    ok: 'Fine',
    warning: 'Look at this',
    failed: 'Failed',
    skipped: 'Not tried',
    now: 'Being tried',
    later: 'To come',
  },
  trying: 'Being tried. A large model may take a minute to load.',
  facts: (n: number) => `Prices and lengths of ${count(n, 'model')}`,
  factsAbout:
    'Prices are in US dollars for a million tokens; with them, the usage shows what was spent. The length is how many tokens a model holds at once: set it where the server does not say.',
  filter: 'Find a model',
  factsMore: (n: number) => `${number(n)} more. Type a part of the name to find them.`,
  factsNone: 'No model has that in its name.',
  columns: { model: 'Model', context: 'Length', input: 'Price, in', output: 'Price, out' },
  cell: (column: string, model: string) => `${column} of ${model}`,
  bothPrices: 'Give both prices, or none.',
  notANumber: (column: string) => `${column} must be a number from 0 on.`,
  tooShort: 'The length must be a whole number of at least 256 tokens.',
  form: {
    addTitle: 'Add a model server',
    editTitle: (name: string) => `Edit ${name}`,
    kind: 'Kind',
    local: 'On this computer',
    service: 'Services',
    other: 'Other',
    name: 'Name',
    address: 'Address',
    addressAbout: 'Where its API begins, often ending in /v1.',
    key: 'Key',
    keyOptional: 'Key, if it wants one',
    keyAt: (address: string) => `Keys are made at ${address}`,
    keySaved: 'A key is kept. It is not shown again.',
    keyReplace: 'Replace key',
    keyRemove: 'Remove key',
    keyKeep: 'Keep the key',
    keyWillBeRemoved: 'The key is removed when you save.',
    limits: 'Limits',
    parallel: 'Requests at the same time',
    timeout: 'Seconds without a sign of life until a request is given up',
    create: 'Add and check',
    save: 'Save and check',
  },
  hint: (agent: string) => `${agent} needs a model, and there is none to use yet.`,
  hintLink: 'Connect a model',
}

export const usage = {
  title: 'Usage',
  about: 'What was sent to models and what came back, in tokens: pieces of words, about four characters each.',
  range: 'Range',
  days: (n: number) => `${n} days`,
  none: (days: number) => `No model was used in the last ${days} days.`,
  tokens: (n: number) => compact.format(n),
  exact: (n: number) => number(n),
  total: (calls: number, input: number, output: number) =>
    `${count(calls, 'request')}: ${compact.format(input)} tokens in, ${compact.format(output)} out`,
  cost: (value: number) => `${money(value)} where prices are known`,
  money,
  noPrice: '–',
  estimated: (n: number) => `Of ${count(n, 'request')} the tokens are estimated: the server did not count them.`,
  chart: (days: number, most: number) =>
    `Tokens a day over the last ${days} days, at most ${compact.format(most)} on one day. The table below has the figures.`,
  day: (day: string) => dates.format(new Date(`${day}T00:00:00Z`)),
  bar: (day: string, input: number, output: number) =>
    `${dates.format(new Date(`${day}T00:00:00Z`))}: ${compact.format(input)} in, ${compact.format(output)} out`,
  input: 'In',
  output: 'Out',
  asTable: 'As a table',
  byDay: 'By day',
  byAgent: 'By agent',
  byModel: 'By model',
  columns: { day: 'Day', agent: 'Agent', model: 'Model', calls: 'Requests', time: 'Time', cost: 'Cost' },
  noAgent: 'No agent',
  goneAgent: 'An agent that was deleted',
  goneProvider: 'A server that was removed',
  modelAt: (model: string, provider: string) => `${model} at ${provider}`,
}

export const about = {
  troubleshooting: 'When something is wrong',
  diagnosticsAbout:
    'Diagnostics are versions, sizes and numbers. They hold no names of documents, no texts, no addresses and no keys, so they can be passed on.',
  copyDiagnostics: 'Copy diagnostics',
  log: 'The end of the log',
  logAbout: (path: string) =>
    `Kept in ${path}. Keys and passwords are left out of it, but it may name files and folders of yours: look it over before you pass it on.`,
  copyLog: 'Copy the lines',
  refresh: 'Fetch again',
  noLog: 'The log is empty.',
  licences: 'Licences of what AIOS is made of',
  noLicences: 'The licences come with AIOS once it is built: run npm run build.',
}
