import type { Timing } from '../../api/schedules.ts'
import { count, moment, number } from './format.ts'

export const manager = {
  parts: 'Parts of the tasks',
  tasks: 'All tasks',
  schedules: 'Schedules',
  agent: 'Agent',
  anyAgent: 'Any agent',
  scope: 'Workspaces',
  scopes: { here: 'This workspace', everywhere: 'All workspaces' },
  grouping: 'Group by',
  groupings: { state: 'State', agent: 'Agent', workspace: 'Workspace' },
  goneAgent: 'A deleted agent',
  goneWorkspace: 'Another workspace',
  priority: 'Priority',
  priorities: { low: 'Low', normal: 'Normal', high: 'High' },
  tokens: (input: number, output: number) => `${number(input)} tokens in, ${number(output)} out`,
  scheduled: 'From a schedule',
}

export const queue = {
  pause: 'Pause all',
  resume: 'Resume',
  paused: (queued: number) =>
    queued > 0
      ? `Tasks are paused. ${count(queued, 'task')} ${queued === 1 ? 'waits' : 'wait'}.`
      : 'Tasks are paused. New ones will wait.',
  waiting: (queued: number) => `${count(queued, 'task')} ${queued === 1 ? 'is' : 'are'} waiting for disk space.`,
  limits: (n: number) => `${number(n)} at once: how many tasks work at the same time`,
  atOnce: (n: number) => `${number(n)} at once`,
  perProvider: (n: number) => `${number(n)} at once with the same provider`,
}

export const taskPage = {
  continue: 'Go on from here',
  continueHint: 'What else do you want to know or have done?',
  send: 'Send',
  runAgain: 'Run again',
  runWith: 'Run with…',
  edit: 'Change and run',
  compare: 'Compare with…',
  sameQuestion: (agent: string, when: string) => `${agent}, ${when}`,
  continues: 'Goes on from',
  parent: 'Launched by',
  children: 'Launched',
  tokens: 'Tokens',
  priority: 'Priority',
  showAll: 'All that it holds',
  input: 'Asked with',
  output: 'Came back',
  message: 'Said',
  reasoning: 'Thought',
  toolCall: 'Called',
  noContent: 'There is nothing more.',
  changes: {
    title: 'What it wrote',
    created: (name: string) => `Wrote ${name}`,
    replaced: (name: string) => `Wrote ${name} anew`,
    removed: (name: string) => `Removed ${name}`,
    restored: (name: string) => `Took back a change of ${name}`,
    save: 'Save this version',
    saveFor: (name: string, version: number) => `Save version ${version} of ${name}`,
    undo: 'Undo',
    undoFor: (name: string, version: number) => `Undo change ${version}, of ${name}`,
    undone: 'Undone',
  },
}

export const compare = {
  title: 'Two runs',
  back: 'Back to the task',
  facts: {
    agent: 'Agent',
    state: 'State',
    took: 'Took',
    tokens: 'Tokens',
    citations: 'Citations',
  },
  onlyIn: 'Only here',
  both: (n: number) => `${count(n, 'citation')} in both`,
  differences: 'What differs in the answers',
  differencesOf: (removed: number, added: number) =>
    `${count(removed, 'word')} only in the first, ${count(added, 'word')} only in the second`,
  same: 'The answers are the same, word for word.',
  noAnswer: 'It has no answer.',
  removed: 'only in the first:',
  added: 'only in the second:',
  gone: 'One of the two tasks is not there.',
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
    'Agents that run by themselves. What one of these asks, it waits for, also where you said “always”; only what its agent’s rules allow is done unasked.',
  none: 'Nothing runs by itself yet.',
  add: 'New schedule',
  addTitle: 'New schedule',
  editTitle: 'Change the schedule',
  create: 'Create schedule',
  save: 'Save',
  edit: 'Change',
  editFor: (name: string) => `Change ${name}`,
  delete: 'Delete',
  deleteFor: (name: string) => `Delete ${name}`,
  deleted: (name: string) => `Deleted ${name}`,
  runNow: 'Run now',
  runNowFor: (name: string) => `Run now: ${name}`,
  enabled: (name: string) => `${name} is on`,
  next: (time: string) => `Next on ${moment(time)}`,
  off: 'Switched off',
  finished: 'No further run',
  waiting: 'Waits for documents',
  last: 'Last run',
  never: 'It has not run yet.',
  name: 'Name',
  nameHint: 'Without one, the first words of the prompt',
  prompt: 'What it is to do',
  agent: 'Agent',
  priority: 'Priority',
  when: 'When',
  kinds: {
    once: 'Once',
    hour: 'Every hour',
    day: 'Every day',
    week: 'Every week',
    cron: 'By a cron expression',
    folder: 'When a folder changes',
  },
  at: 'At',
  minute: 'Minutes past the hour',
  days: 'On',
  shortDays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  weekdays,
  cron: 'Minute, hour, day, month, weekday',
  folder: 'Folder',
  noFolder: 'This workspace follows no folder yet. Follow one in the library first.',
  missed: 'Runs that were due while AIOS was closed',
  missedKinds: { skip: 'Leave out', once: 'Run once for all', all: 'Run each, up to 24' },
  describe(timing: Timing, folder?: string): string {
    if (timing.kind === 'once') return `Once, on ${moment(timing.at)}`
    if (timing.kind === 'hour')
      return timing.minute === 0 ? 'Every hour, on the hour' : `Every hour, ${count(timing.minute, 'minute')} past`
    if (timing.kind === 'day') return `Every day at ${timing.at}`
    if (timing.kind === 'week') return `Every ${daysOf(timing.days)} at ${timing.at}`
    if (timing.kind === 'cron') return `By “${timing.expression}”`
    return folder ? `When documents of ${folder} are new or changed` : 'When documents of a folder are new or changed'
  },
  preview: (words: string, next: string | undefined) => (next ? `${words}. Next on ${moment(next)}.` : `${words}.`),
}
