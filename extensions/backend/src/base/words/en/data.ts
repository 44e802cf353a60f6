import { count, number } from './format.ts'

const keptAs = (isForeign: boolean) => ` ${isForeign ? 'That' : 'The damaged'} file is kept under Settings › Storage.`

/** The database, its copies, and the disk they are on. */
export const database = {
  damagedPart:
    'This part of the database is damaged. Repair it under Settings › Storage. Your original files are not affected.',
  damaged:
    'Part of the database is damaged. Some documents, searches or tasks may not open; everything else keeps working, and your original files are not affected. Repair rebuilds the database from what can be read and keeps the damaged file.',
  foreign: (folder: string) => `The file aios.db in ${folder} isn’t a database of AIOS.`,
  newer: (folder: string) =>
    `The data in ${folder} was written by a newer version of AIOS. Start that version, or choose another folder with AIOS_DATA_DIR.`,
  lost: {
    deleted: 'The database file was deleted while AIOS was running.',
    replaced: 'The database file was replaced by another one while AIOS was running.',
    parted: 'A file that belongs to the database was deleted while AIOS was running.',
  },
  rescuing: (what: string) => `${what} AIOS is saving what it has and restarting. Nothing is stored until then.`,
  notStored: (what: string) =>
    `${what} Nothing was stored. AIOS is saving what it has and restarting. Try again in a moment.`,
  replaced: (name: string) =>
    `The database file was replaced by another one while AIOS was running, and that one was opened. What AIOS had before is kept as ${name}, one of the copies under Settings › Storage.`,
  otherMends: 'Another instance of AIOS is repairing or restoring the data. Wait until it is finished.',
  otherHasOpen: 'Another instance of AIOS has this data open. Close it and try again.',
  shared: 'Another instance of AIOS, or a program that uses its library, has this data open. Close it and try again.',
  willRepair: 'The database is about to be repaired.',
  willRestore: 'A copy of the database is about to be restored.',
  crashesProgram: 'The program crashed each time it tried.',
  noRoom: 'The disk is full. Free some space and try again.',
}

/** What is said of a repair or a restore once it is over. */
export const mended = {
  repairFailed: (reason: string) => `The database couldn’t be repaired. ${reason}`,
  restoreFailed: (reason: string) => `The copy couldn’t be restored. ${reason}`,
  restored: (date: string, isKept: boolean) =>
    `The copy of ${date} was restored.${isKept ? ' The previous database is kept as a copy too. To undo this, restore that copy under Settings › Storage.' : ''}`,
  fromCopy: (was: keyof typeof states, date: string, isKept: boolean) =>
    `The database file ${states[was]}, so the copy of ${date} was restored. Tasks, answers and settings added since then are lost.${isKept ? keptAs(was === 'foreign') : ''}`,
  fresh: (was: keyof typeof states, isKept: boolean) =>
    `The database file ${states[was]}, and there was no copy to restore, so AIOS started with a new one. Earlier tasks, answers and settings are lost.${isKept ? keptAs(was === 'foreign') : ''}`,
  complete: (isKept: boolean) =>
    `The database was repaired and its search index rebuilt. Everything in it could be read.${isKept ? keptAs(false) : ''}`,
  partial: (documents: number, tasks: number, requeued: number, date: string | undefined, isKept: boolean) =>
    [
      `The database was repaired, but parts of it couldn’t be read. It now has ${count(documents, 'document')} and ${count(tasks, 'task')}.`,
      requeued > 0 ? ` ${count(requeued, 'document')} will be read again.` : '',
      date ? ` Missing parts were filled in from the copy of ${date} where possible.` : '',
      isKept ? keptAs(false) : '',
    ].join(''),
}

const states = {
  damaged: 'was damaged and couldn’t be read',
  missing: 'was missing',
  foreign: 'belonged to another program',
}

export const snapshots = {
  unknown: (name: string) => `There is no copy of the database named ${name}.`,
  damaged: 'This copy is damaged. Choose another.',
  unusable: (name: string) => `The copy ${name} is damaged or from another version. Choose another.`,
  busy: 'A copy is already being made.',
  notKept: 'The copy wasn’t kept because the database is damaged. Repair the database, then make a copy.',
  failed: (reason: string) => `Today’s copy of the database couldn’t be made. ${reason}`,
  seeLog: 'The log has details.',
}

/** `free` as people say it: `12 MB`. */
export const disk = {
  noRoom: (free: string) =>
    `There isn’t enough disk space for this: ${free} left. Nothing was stored. Free some space and try again.`,
  waits: 'There isn’t enough disk space. This continues automatically once there is more.',
  low: (free: string) =>
    `The disk with your data is almost full: ${free} left. New files are not accepted, and documents wait to be read, until you free some space. You can still search, ask and delete.`,
  full: 'The disk with your data is full. New files are not accepted, and documents and tasks wait, until you free some space. You can still search, and delete documents to make room.',
}

export const recovery = {
  ending: 'AIOS is shutting down. Recovery continues at its next start.',
  missing: (documents: number, isForeign: boolean) =>
    `${subject(isForeign)} is missing ${number(documents)} ${documents === 1 ? 'document whose original file is' : 'documents whose original files are'} still here. Recover ${documents === 1 ? 'it' : 'them'}, or decide under Settings › Storage.`,
  unnamed: (files: number, isForeign: boolean) =>
    `${subject(isForeign)} doesn’t know ${count(files, 'original file')} stored here. Recover ${files === 1 ? 'it' : 'them'}, or decide under Settings › Storage.`,
}

const subject = (isForeign: boolean) => (isForeign ? 'The database comes from another data folder and' : 'The database')

export const condition = {
  unknown: (code: string) => `There is no problem ${code}.`,
  notDismissible: 'This problem disappears once it is solved.',
}

export const links = {
  notOpened: 'The system couldn’t open the address. Copy it and open it in a browser.',
}
