import { count, gigabytes, megabytes, number } from './format.ts'

/** Tasks, their steps, and what they made. */
export const tasks = {
  unknown: (id: string) => `There is no task ${id}.`,
  unknownEarlier: (id: string) => `There is no task ${id} in this workspace to follow up on.`,
  ended: (status: string) => `The task has already ended: it is ${status}.`,
  open: (status: string) => `The task is still ${status}. Stop it first, or wait until it ends.`,
  unknownStep: (id: string) => `The task has no step ${id}.`,
  unknownArtifact: (id: string) => `The task has no artifact ${id}.`,
  crashes: (times: number) =>
    `Working on this ended the program ${times} times, so AIOS no longer tries. Retry it, or ask for less.`,
  failed: 'The task failed because of an error in AIOS. The log has details.',
  programClosed:
    'AIOS was closed while the program was working, so the program was ended too. Resume to continue from what it had said.',
  otherWorkspace: (agent: string) =>
    `${agent} works in another workspace only. Choose that workspace, or edit the agent.`,
  hiddenDocuments: (agent: string) => `${agent} can’t see all of these documents. Leave some out, or edit the agent.`,
  noModel: 'No model is connected, and this agent needs one. Connect one in the settings and retry.',
  noProvider: (agent: string) => `The provider that ${agent} used was removed. Choose another for the agent and retry.`,
  notRunnable: 'That agent can’t be run from here. Run another, or do it yourself.',
  subTaskEnded: (agent: string, reason: string) => `${agent} didn’t finish: ${reason}`,
  subTaskStatus: (status: string) => `its task was ${status}`,
  subTaskRemoved: 'The task it launched was removed.',
}

export const decisions = {
  unknown: (id: string) => `The task has no decision ${id}.`,
  onceOnly: 'This can only be allowed once. Choose “once”, or deny it.',
  noAnswer: 'feedback: is missing. Answer the question, or deny.',
  tooLate: (status: string) => `This is already ${status}. Open the task again.`,
  unknownPermission: (id: string) => `There is no permission ${id}.`,
  asks: (title: string) => `Asks: ${title}`,
  needsDecision: (title: string) => `Needs your decision: ${title}`,
  notAnswered: (title: string) => `Not answered: ${title}`,
  answered: (title: string) => `Answered: ${title}`,
  decided: { once: 'Allowed once', always: 'Always allowed', deny: 'Denied' },
  decidedOn: (decision: string, title: string) => `${decision}: ${title}`,
}

export const fileChanges = {
  unknown: (id: string) => `There is no change ${id}.`,
  throughLink: (path: string) => `A folder of ${path} is now a link, so the file was left as it is.`,
  changedSince: (path: string) => `${path} was changed again since then, so it was left as it is.`,
  removed: 'This change removed the file.',
  alreadyUndone: (name: string) => `${name} is already as it was before this change.`,
}

/** Why a folder wasn’t saved before a program worked in it; each follows “because”. */
export const notSaved = {
  full: 'the disk is full',
  failed: 'it couldn’t be copied',
  tooManyFiles: (files: number) => `it has more than ${number(files)} files`,
  tooManyFilesInGit: (files: number) => `it has more than ${number(files)} files, not counting those that git ignores`,
  tooLarge: (bytes: number) => `its files are larger than ${bytes < 1024 ** 3 ? megabytes(bytes) : gigabytes(bytes)}`,
  noRoom: 'there isn’t enough disk space',
  noRepository: 'it isn’t a git repository',
  noGit: 'git isn’t installed',
  both: (one: string, other: string) => `${one}, and ${other}`,
}

export const schedules = {
  unknown: (id: string) => `There is no schedule ${id}.`,
  unknownFolder: 'The workspace doesn’t sync that folder. Choose one that it syncs.',
  never: 'timing: this time has passed or never comes. Choose one in the future.',
  noDocuments: 'The folder has no documents to work on yet.',
  badCron: (expression: string) =>
    `timing.expression: “${expression}” isn’t a cron expression. Enter five parts: minute, hour, day, month and weekday, such as 0 9 * * MON-FRI.`,
  unreadable: 'The new documents couldn’t be read. The library has the reasons.',
  stillRunning: 'A run was skipped because the previous task was still running.',
  missed: (times: number, isAtLeast: boolean) =>
    `${isAtLeast ? 'Many runs were' : times === 1 ? 'A run was' : `${times} runs were`} missed while AIOS was closed, and skipped as you chose.`,
  changed: (names: readonly string[], more: number) =>
    `New or changed documents: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
  folderGone: 'The folder is no longer synced, so the schedule never runs. Choose another folder.',
}

/** The titles of steps without a model, and the sentences of their answers. */
export const steps = {
  searching: 'Searching',
  searched: (documents: number, passages: number) =>
    `Searched ${count(documents, 'document')}: ${count(passages, 'passage')}`,
  byMeaning: (passages: number) => `, ${passages} found by meaning only`,
  corrected: (words: readonly string[]) => `, with ${words.join(', ')}`,
  instead: (word: string, instead: string) => `“${instead}” instead of “${word}”`,
  ignored: (filters: readonly string[]) => `; ${filters.join(', ')} ignored`,
  withoutMeaning: {
    off: '',
    used: '',
    late: '; by words only, because the embedding model was too slow',
    failed: '; by words only, because the embedding model failed',
  },
  reading: 'Reading',
  read: (pages: number, documents: number) => `Read ${count(pages, 'page')} of ${count(documents, 'document')}`,
  choosingQuotes: 'Choosing quotes',
  choosingSentences: 'Choosing sentences',
  chose: (quotes: number) => `Chose ${count(quotes, 'quote')}`,
  choseSentences: (sentences: number, documents: number) =>
    `Chose ${count(sentences, 'sentence')} from ${count(documents, 'document')}`,
  nothingToQuote: 'Found nothing to quote',
  checking: 'Checking every document',
  checked: (documents: number, of: number) => `Checked ${documents} of ${count(of, 'document')}`,
  listingQuotes: 'Listing quotes',
  listedQuotes: (quotes: number, documents: number) =>
    `Listed ${count(quotes, 'quote')} from ${count(documents, 'document')}`,
  listing: 'Listing what was found',
  listed: (finds: number) => `Listed ${count(finds, 'result')}`,
  nothingToList: 'Found nothing to list',
  counting: 'Counting documents',
  counted: (documents: number) => `Counted ${count(documents, 'document')}`,
}
