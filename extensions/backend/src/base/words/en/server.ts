import { number } from './format.ts'

/** Requests that can’t be answered. */
export const requests = {
  invalid: 'The request isn’t valid.',
  /** `problem` is a sentence without its full stop. */
  field: (field: string, problem: string | undefined) => `${field}: ${problem ?? 'invalid'}.`,
  body: 'The body',
  tooLarge: 'The request is larger than 1 MB. Send less.',
  unknownRoute: (method: string, path: string) => `There is nothing at ${method} ${path}. See /openapi.json.`,
  badRange: (size: number) => `The document has ${size} bytes.`,
  failed: (ref: string) => `Something went wrong in AIOS. The log has details under ${ref}.`,
  ending: 'AIOS is shutting down. Try again later.',

  badDate: 'modified: use a date such as 2024-05-31T12:00:00Z.',
  wrongField: (sent: string, field: string) => `${sent}: send files in the field “${field}”.`,
  noFiles: (field: string) => `${field}: send one or more files as multipart/form-data in the field “${field}”.`,
  noImport: 'file: send the ZIP of an exported workspace.',
}

/** Who may call. */
export const access = {
  wrongToken: 'The token is missing or wrong. Open AIOS again from the address it printed when it started.',
  wrongHost: (host: string) => `Use http://${host} instead.`,
  wrongOrigin: (origin: string) => `Pages from ${origin} can’t use AIOS.`,
  mcpOff: 'Other programs can’t use this library yet. Allow it in the settings of AIOS.',
  mcpToken: 'The token is missing or wrong. You can find it in the settings of AIOS.',
  taskToken: 'The token is missing or wrong, or its task has ended.',
  toolFailed: 'The tool failed because of an error in AIOS. Its log has details.',
}

/** The disk and the data folder. */
export const storage = {
  full: 'The disk is full, so nothing was stored. Free some space and try again.',
  fullAtStart: (folder: string) => `The disk of ${folder} is full. Free some space and start again.`,
  busy: 'Another program is writing to the data right now. Try again in a moment.',
  unwritable: (folder: string) => `The data folder ${folder} can’t be written to. Choose another with AIOS_DATA_DIR.`,
  unrepairable: (folder: string) =>
    `The database in ${folder} is damaged and couldn’t be repaired. Nothing was removed. Run: aios-backend restore --list`,
  portInUse: (port: number | undefined) => `Port ${port} is in use. Choose another with PORT, or don’t set it.`,
  portForbidden: (reason: string) => `Not allowed: ${reason}. Choose another port with PORT.`,
  willRepair: 'The database is damaged and is about to be repaired.',
}

/** While the database is repaired, or a copy of it restored. */
export const repairing = {
  restore: 'AIOS is restoring a copy of the database.',
  repair: (done: number) => `AIOS is repairing the database: ${Math.floor(done * 100)}% done.`,
  tryLater: (state: string) => `${state} Try again when this is finished.`,
}

/** What `aios-backend restore` prints. */
export const restore = {
  oneName: 'Give one name, or none for the newest copy.',
  restored: (name: string) => `Restored ${name}. AIOS will use it from its next start.`,
  kept: (name: string) => `The previous database is kept as ${name}.`,
  undo: (name: string) => `To undo this: aios-backend restore ${name}`,
  noneSound: (folder: string) => `There is no undamaged copy of the database in ${folder}.`,
  none: 'There are no copies of the database.',
  states: { unchecked: 'not checked', sound: 'undamaged', damaged: 'damaged' },
}

/** What `aios-backend check` prints. */
export const check = {
  usage: 'Usage: aios-backend check [--repair] [--json]',
  failed: (reason: string) => `The data couldn’t be checked: ${reason}`,
  repaired: (keptAs: string | undefined) =>
    `The database was repaired.${keptAs ? ` The damaged file is kept as ${keptAs}.` : ''}`,
  unnamed: (files: number) =>
    `${number(files)} original files belong to documents that couldn’t be recovered. Start AIOS and choose Recover.`,
  progress: (checked: number) => `${number(checked)} originals checked`,
  labels: { folder: 'Data folder', database: 'Database', originals: 'Originals' },
  database: {
    sound: 'undamaged',
    damaged: 'damaged',
    missing: 'missing',
    foreign: 'aios.db was made by another program',
    other: 'undamaged, but from another version of AIOS; start that version once, then check again',
  },
  originals: (checked: number, megabytes: string, faulty: number) =>
    `${number(checked)} checked (${megabytes} MB), ${faulty} damaged or missing`,
  faults: { repaired: 'repaired', damaged: 'damaged', missing: 'missing' },
  advice: {
    damaged:
      'The database is damaged. Choose Repair under Settings › Storage, or close AIOS and run this again with --repair.',
    foreign: 'Start AIOS: it sets that file aside and restores a copy of its database, or makes a new one.',
    missing: 'There is no database here. Check AIOS_DATA_DIR, or restore a copy with aios-backend restore.',
    repair: 'Run this again with --repair to look for these files in synced folders, or add them again in AIOS.',
    addAgain: 'The files that remain weren’t found anywhere on this computer. Add them again in AIOS.',
  },
}
