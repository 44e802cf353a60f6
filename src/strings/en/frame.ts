import { count, number } from './format.ts'

const screens = { ask: 'Ask', library: 'Library', tasks: 'Tasks', agents: 'Agents', settings: 'Settings' }

export const frame = {
  name: 'AIOS',
  line: 'Agent launcher and task manager',
  navigation: 'Screens',
  skip: 'Skip to the content',
  screens,
  /** Of the window, with the number of tasks that wait. */
  title: (screen: keyof typeof screens, waiting: number) =>
    `${waiting > 0 ? `(${number(waiting)}) ` : ''}${screens[screen]} – AIOS`,
  attention: (tasks: number) => `${count(tasks, 'task')} need${tasks === 1 ? 's' : ''} attention`,
  drop: 'Drop to add to the library',
  notices: 'Messages',
  unopened: 'This part of AIOS couldn’t be loaded.',
}

export const status = {
  connecting: 'Connecting to backend…',
  connected: 'Backend connected',
  restarting: 'Restarting…',
  failed: 'Backend failed',
  version: (version: string) => `Version ${version}`,
  log: 'The last lines of the log',
  noResponse: 'The backend does not answer.',
  noToken:
    'This page was opened without its key. Open the whole address that AIOS printed when it started; it ends in “#token=…”.',
  stopped: 'The backend has stopped working.',
  wrongToken:
    'The backend does not accept this page’s key: it belongs to an earlier start. Open the address that AIOS printed when it started last.',
  unreachable: (url: string) => `Nothing answers at ${url}. AIOS may have been closed.`,
  notAios: (url: string) => `Something answers at ${url}, but it is not AIOS.`,
  disconnected: 'The backend went away before it answered.',
}

/** Problems of the data; their words come from the backend. */
export const condition = {
  title: 'Problems with your data',
  review: 'Open storage settings',
}

export const action = {
  cancel: 'Cancel',
  close: 'Close',
  copy: 'Copy',
  copied: 'Copied',
  retry: 'Retry',
  reload: 'Reload',
  undo: 'Undo',
}

export const error = {
  status: (code: number) => `The backend answered with an error (${code}).`,
  withRef: (message: string, ref: string) => `${message} (Log reference: ${ref})`,
  stopped: 'Stopped.',
  noClipboard: 'The text could not be copied: this window may not use the clipboard.',
}

export const workspaces = {
  first: 'My documents',
  current: (name: string) => `Workspace: ${name}`,
  none: 'No workspace yet',
  documents: (n: number) => count(n, 'document'),
  new: 'New workspace…',
  rename: 'Rename…',
  delete: 'Delete…',
  export: 'Export as ZIP',
  exporting: (name: string) => `Exporting “${name}”…`,
  exported: (file: string) => `${file} is in your downloads folder.`,
  import: 'Import a ZIP…',
  importing: (name: string) => `Importing ${name}…`,
  imported: (name: string, documents: number, tasks: number) =>
    `“${name}”: ${count(documents, 'document')} and ${count(tasks, 'task')} imported.`,
  skipped: (n: number, first: string) => `${count(n, 'file')} left out. ${first}`,
  nameLabel: 'Name',
  nameHint: 'For example “Permits 2026”',
  create: 'Create workspace',
  createTitle: 'New workspace',
  renameTitle: 'Rename workspace',
  renameConfirm: 'Rename',
  deleteTitle: (name: string) => `Delete “${name}”?`,
  deleteText: (documents: number) =>
    `Its ${count(documents, 'document')}, all its tasks and their answers are deleted with it. This cannot be undone. The files they came from stay where they are.`,
  deleteConfirm: (name: string, documents: number) => `Delete “${name}” and its ${count(documents, 'document')}`,
}

export const keys = {
  title: 'Keys',
  groups: {
    everywhere: 'Everywhere',
    ask: 'Ask',
    reading: 'Evidence',
    approvals: 'What waits for you',
    lists: 'Lists',
  },
  palette: 'Find anything: the palette',
  screens: 'Ask, Library, Tasks, Agents, Settings',
  newQuestion: 'A new question',
  newQuestionInBrowser: 'A new question, where the browser keeps the other for itself',
  search: 'Search the library',
  list: 'This list of keys',
  send: 'Send',
  newLine: 'New line',
  pickDocuments: 'Look in certain documents only',
  pickAgent: 'Choose the agent',
  citation: 'Previous and next citation',
  zoom: 'Page larger, smaller, as wide as the panel',
  closePanel: 'Close the panel',
  allowOnce: 'Allow it once',
  allowAlways: 'Allow it always',
  deny: 'Deny it',
  otherApproval: 'Next and previous of what waits',
  move: 'Move through the rows',
  open: 'Open the row',
  select: 'Select the row',
}

export const palette = {
  title: 'Find anything',
  hint: 'Type a command, a document, an agent or a task',
  nothing: (query: string) => `Nothing here is called “${query}”.`,
  kinds: { command: 'Command', document: 'Document', agent: 'Agent', task: 'Task', workspace: 'Workspace' },
  results: (n: number) => count(n, 'result'),
  goTo: (screen: string) => `Go to ${screen}`,
  settings: (section: string) => `Settings: ${section}`,
  newQuestion: 'New question',
  addFiles: 'Add files…',
  searchLibrary: 'Search the library',
  pauseReading: 'Pause the reading of documents',
  resumeReading: 'Resume the reading of documents',
  useAgent: (name: string) => `Ask ${name}`,
  openWorkspace: (name: string) => `Open workspace ${name}`,
  theme: (name: string) => `Theme: ${name}`,
  keys: 'Show the keys',
}
