import { size } from './format.ts'

/** Copies of the database, and going back to one. */
export const snapshots = {
  title: 'Copies of the database',
  about: (budget: number) =>
    `AIOS copies its database once a day when something has changed, and before an update. It keeps the last 7 days and one copy per month, up to ${size(budget)} in all. Your original files are not part of these copies.`,
  none: 'No copies yet. The first one is made a few minutes after AIOS starts.',
  make: 'Make a copy now',
  making: 'Making a copy…',
  made: 'Copy made and checked.',
  kinds: {
    daily: 'Daily copy',
    monthly: 'Monthly copy',
    migration: 'Before an update',
    manual: 'Made by you',
    'before-restore': 'Before a restore',
    damaged: 'Damaged database',
    rescued: 'Rescued database',
  },
  checked: 'Checked',
  unchecked: 'Not checked yet',
  unsound: 'Damaged',
  restore: 'Restore…',
  restoreLabel: (kind: string, date: string) => `Restore: ${kind}, ${date}`,
  restoreTitle: (date: string) => `Go back to ${date}?`,
  restoreText:
    'AIOS restarts with the database as it was then. Documents, tasks, answers and settings added since then won’t be there. The database you have now is kept as a copy, so you can undo this. Your original files are not touched.',
  restoreConfirm: 'Restore this copy',
  remove: 'Delete…',
  removeLabel: (kind: string, date: string) => `Delete: ${kind}, ${date}`,
  removeTitle: (date: string) => `Delete the copy of ${date}?`,
  removeText: 'The copy is deleted from this computer. You can’t undo this.',
  removeConfirm: 'Delete this copy',
}

/** While the database is repaired, or a copy of it put back. */
export const repair = {
  start: 'Repair',
  ask: 'Repair the database…',
  askTitle: 'Repair the database?',
  askText:
    'AIOS restarts and builds a new database from everything that can be read in this one, with a new search index. It takes about a minute for each 100,000 passages. The database you have now is kept as a copy.',
  askConfirm: 'Repair now',
  starting: 'Restarting to repair…',
  title: 'Repairing the database…',
  restoring: 'Restoring a copy…',
  about: 'You can leave this window open. AIOS comes back automatically when this is done.',
  dismiss: 'Got it',
}
