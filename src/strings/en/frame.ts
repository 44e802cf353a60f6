import { count, number } from './format.ts'

const screens = { ask: 'Ask', library: 'Library', tasks: 'Tasks', agents: 'Agents', settings: 'Settings' }

export const frame = {
  name: 'AIOS',
  line: 'Agent launcher and task manager',
  navigation: 'Screens',
  skip: 'Skip to content',
  screens,
  /** Of the window, with the number of tasks that wait. */
  title: (screen: keyof typeof screens, waiting: number) =>
    `${waiting > 0 ? `(${number(waiting)}) ` : ''}${screens[screen]} – AIOS`,
  attention: (tasks: number) => `${count(tasks, 'task')} need${tasks === 1 ? 's' : ''} attention`,
  drop: 'Drop to add to the library',
  notices: 'Notifications',
  unopened: 'This part of AIOS couldn’t be loaded.',
}

export const status = {
  connecting: 'Connecting to backend…',
  connected: 'Backend connected',
  restarting: 'Restarting…',
  failed: 'Backend failed',
  version: (version: string) => `Version ${version}`,
  log: 'Last lines of the log',
  noResponse: 'The backend isn’t responding.',
  noToken:
    'This page was opened without its token. Open the full address that AIOS printed when it started; it ends in “#token=…”.',
  stopped: 'The backend has stopped working.',
  wrongToken:
    'The backend doesn’t accept this page’s token, which is from an earlier start. Open the address that AIOS printed when it last started.',
  unreachable: (url: string) => `Nothing responds at ${url}. AIOS may have been closed.`,
  notAios: (url: string) => `Something responds at ${url}, but it isn’t AIOS.`,
  disconnected: 'The connection to the backend was lost before it answered.',
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
  status: (code: number) => `The backend returned an error (${code}).`,
  withRef: (message: string, ref: string) => `${message} (Log reference: ${ref})`,
  stopped: 'Stopped.',
  noClipboard: 'Couldn’t copy the text: this window has no access to the clipboard.',
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
    `Imported ${count(documents, 'document')} and ${count(tasks, 'task')} into “${name}”.`,
  skipped: (n: number, first: string) => `${count(n, 'file')} skipped. ${first}`,
  nameLabel: 'Name',
  nameHint: 'For example, “Permits 2026”',
  create: 'Create workspace',
  createTitle: 'New workspace',
  renameTitle: 'Rename workspace',
  renameConfirm: 'Rename',
  deleteTitle: (name: string) => `Delete “${name}”?`,
  deleteText: (documents: number) =>
    `This also deletes its ${count(documents, 'document')}, all its tasks and their answers. You can’t undo this. The files you added stay where they are.`,
  deleteConfirm: (name: string, documents: number) => `Delete “${name}” and its ${count(documents, 'document')}`,
}

export const keys = {
  title: 'Keyboard shortcuts',
  groups: {
    everywhere: 'Everywhere',
    ask: 'Ask',
    reading: 'Evidence',
    approvals: 'Decisions',
    lists: 'Lists',
  },
  palette: 'Find anything',
  screens: 'Ask, Library, Tasks, Agents, Settings',
  newQuestion: 'New question',
  newQuestionInBrowser: 'New question, where the browser reserves the other shortcut',
  search: 'Search the library',
  list: 'Show keyboard shortcuts',
  send: 'Send',
  newLine: 'New line',
  pickDocuments: 'Choose documents to search',
  pickAgent: 'Choose an agent',
  citation: 'Previous and next source',
  zoom: 'Zoom in, zoom out, fit width',
  closePanel: 'Close the evidence panel',
  allowOnce: 'Allow once',
  allowAlways: 'Always allow',
  deny: 'Deny',
  otherApproval: 'Next and previous decision',
  move: 'Move through the rows',
  open: 'Open the row',
  select: 'Select the row',
}

export const palette = {
  title: 'Find anything',
  hint: 'Type a command, document, agent or task',
  nothing: (query: string) => `No matches for “${query}”.`,
  kinds: { command: 'Command', document: 'Document', agent: 'Agent', task: 'Task', workspace: 'Workspace' },
  results: (n: number) => count(n, 'result'),
  goTo: (screen: string) => `Go to ${screen}`,
  settings: (section: string) => `Settings: ${section}`,
  newQuestion: 'New question',
  addFiles: 'Add files…',
  searchLibrary: 'Search the library',
  pauseReading: 'Pause reading documents',
  resumeReading: 'Resume reading documents',
  useAgent: (name: string) => `Ask ${name}`,
  openWorkspace: (name: string) => `Open workspace ${name}`,
  theme: (name: string) => `Theme: ${name}`,
  keys: 'Show keyboard shortcuts',
}
