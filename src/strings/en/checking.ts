import { count, moment, number, size } from './format.ts'

const faults = { damaged: 'Damaged', missing: 'Missing' }

/** The check of originals, and what is said of those that are damaged. */
export const checking = {
  title: 'Integrity of originals',
  about: 'AIOS reads every original once a month and compares it with its checksum, so disk damage is noticed early.',
  now: 'Check now',
  never: 'No full check yet.',
  last: (endedAt: string, checked: number) => `Last full check: ${moment(endedAt)}, ${count(checked, 'original')}.`,
  noDamage: 'No damage found.',
  progress: (checked: number, total: number) => `Checking ${number(checked)} of ${count(total, 'original')}…`,
  damaged: (documents: number) =>
    `${count(documents, 'document')} with a damaged or missing original. Add ${documents === 1 ? 'the file' : 'the files'} again to repair ${documents === 1 ? 'it' : 'them'}.`,
  faults,
  kept: (files: number, bytes: number) =>
    `The damaged data of ${count(files, 'repaired original')} (${size(bytes)}) is kept in this folder:`,
  original: {
    damaged: 'The original is damaged. Its text is still here. Add the file again to repair it.',
    missing: 'The original is missing. Its text is still here. Add the file again to repair it.',
  },
  state: { damaged: 'Original damaged', missing: 'Original missing' },
  addAgain: 'Add file again',
  exportWithout: 'Export without them',
}
