import type { Timing } from '../../../extensions/backend/src/shared/contract/schedules.ts'
import { count, moment, number } from './format.ts'

export const manager = {
  parts: 'Tasks and schedules',
  tasks: 'All tasks',
  schedules: 'Schedules',
  agent: 'Agent',
  anyAgent: 'Any agent',
  scope: 'Workspaces',
  scopes: { here: 'This workspace', everywhere: 'All workspaces' },
  grouping: 'Group by',
  groupings: { state: 'State', agent: 'Agent', workspace: 'Workspace' },
  goneAgent: 'Deleted agent',
  goneWorkspace: 'Another workspace',
  priority: 'Priority',
  priorities: { low: 'Low', normal: 'Normal', high: 'High' },
  tokens: (input: number, output: number) => `${number(input)} tokens in, ${number(output)} out`,
  scheduled: 'Scheduled',
}

export const queue = {
  pause: 'Pause all',
  resume: 'Resume',
  paused: (queued: number) =>
    queued > 0 ? `Tasks are paused. ${count(queued, 'task')} waiting.` : 'Tasks are paused. New ones will wait.',
  waiting: (queued: number) => `${count(queued, 'task')} ${queued === 1 ? 'is' : 'are'} waiting for disk space.`,
  limits: (n: number) => `${number(n)} at once: how many tasks run at the same time`,
  atOnce: (n: number) => `${number(n)} at once`,
  perProvider: (n: number) => `${number(n)} at once per provider`,
}

export const taskPage = {
  continue: 'Follow-up',
  continueHint: 'What else do you want to know or get done?',
  send: 'Send',
  runAgain: 'Rerun',
  runWith: 'Rerun with…',
  edit: 'Edit and rerun',
  compare: 'Compare with…',
  sameQuestion: (agent: string, when: string) => `${agent}, ${when}`,
  continues: 'Follow-up to',
  parent: 'Launched by',
  children: 'Launched',
  tokens: 'Tokens',
  priority: 'Priority',
  showAll: 'Full content',
  input: 'Input',
  output: 'Output',
  message: 'Message',
  reasoning: 'Reasoning',
  toolCall: 'Called',
  noContent: 'No further content.',
  changes: {
    title: 'File changes',
    created: (name: string) => `Created ${name}`,
    replaced: (name: string) => `Replaced ${name}`,
    removed: (name: string) => `Removed ${name}`,
    restored: (name: string) => `Reverted ${name}`,
    save: 'Save this version',
    saveFor: (name: string, version: number) => `Save version ${version} of ${name}`,
    undo: 'Undo',
    undoFor: (name: string, version: number) => `Undo change ${version} to ${name}`,
    undone: 'Undone',
  },
}

export const compare = {
  title: 'Compare runs',
  back: 'Back to the task',
  facts: {
    agent: 'Agent',
    state: 'State',
    took: 'Took',
    tokens: 'Tokens',
    citations: 'Sources',
  },
  onlyIn: 'Only in this run',
  both: (n: number) => `${count(n, 'source')} in both`,
  differences: 'Differences between the answers',
  differencesOf: (removed: number, added: number) =>
    `${count(removed, 'word')} only in the first, ${count(added, 'word')} only in the second`,
  same: 'The answers are the same, word for word.',
  noAnswer: 'No answer.',
  removed: 'only in the first:',
  added: 'only in the second:',
  gone: 'One of the two tasks no longer exists.',
  run: (n: number) => (n === 1 ? 'First run' : 'Second run'),
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const listed = new Intl.ListFormat('en')

const daysOf = (days: readonly number[]): string => {
  const sorted = days.toSorted((a, b) => a - b)
  if (sorted.length === 7) return 'day'
  if (sorted.join() === '1,2,3,4,5') return 'weekday'
  return listed.format(sorted.map((day) => weekdays[day - 1] ?? ''))
}

export const schedules = {
  title: 'Schedules',
  about:
    'Agents that run automatically. Their tasks wait for your decision even where you chose “Always allow”; only what the agent’s own rules allow is done without asking.',
  none: 'No schedules yet.',
  add: 'New schedule',
  addTitle: 'New schedule',
  editTitle: 'Edit schedule',
  create: 'Create schedule',
  save: 'Save',
  edit: 'Edit',
  editFor: (name: string) => `Edit ${name}`,
  delete: 'Delete',
  deleteFor: (name: string) => `Delete ${name}`,
  deleted: (name: string) => `Deleted ${name}`,
  runNow: 'Run now',
  runNowFor: (name: string) => `Run now: ${name}`,
  enabled: (name: string) => `${name} is on`,
  next: (time: string) => `Next run: ${moment(time)}`,
  off: 'Off',
  finished: 'No more runs',
  waiting: 'Waiting for documents',
  last: 'Last run',
  never: 'Hasn’t run yet.',
  name: 'Name',
  nameHint: 'If empty, the first words of the prompt',
  prompt: 'Prompt',
  agent: 'Agent',
  priority: 'Priority',
  when: 'When',
  kinds: {
    once: 'Once',
    hour: 'Every hour',
    day: 'Every day',
    week: 'Every week',
    cron: 'Cron expression',
    folder: 'When a folder changes',
  },
  at: 'At',
  minute: 'Minutes past the hour',
  days: 'On',
  shortDays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  weekdays,
  cron: 'Minute, hour, day, month, weekday',
  folder: 'Folder',
  noFolder: 'This workspace has no synced folder yet. Sync one in the library first.',
  missed: 'Runs missed while AIOS was closed',
  missedKinds: { skip: 'Skip', once: 'Run once', all: 'Run each, up to 24' },
  describe(timing: Timing, folder?: string): string {
    if (timing.kind === 'once') return `Once, on ${moment(timing.at)}`
    if (timing.kind === 'hour')
      return timing.minute === 0 ? 'Every hour, on the hour' : `Every hour, ${count(timing.minute, 'minute')} past`
    if (timing.kind === 'day') return `Every day at ${timing.at}`
    if (timing.kind === 'week') return `Every ${daysOf(timing.days)} at ${timing.at}`
    if (timing.kind === 'cron') return `Cron “${timing.expression}”`
    return folder ? `When documents in ${folder} are new or changed` : 'When documents in a folder are new or changed'
  },
  preview: (words: string, next: string | undefined) => (next ? `${words}. Next run: ${moment(next)}.` : `${words}.`),
}
