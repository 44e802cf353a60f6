import { listed, megabytes } from './format.ts'

/** Documents of a workspace, and what can’t be done with them. */
export const documents = {
  unknown: (id: string) => `There is no document ${id}.`,
  notInWorkspace: (id: string) => `There is no document ${id} in this workspace.`,
  cancelled: 'Reading was stopped. Retry to read it.',
  nothingToCancel: (name: string, status: string) => `${name} is ${status}, so there is nothing to stop.`,
  crashes: (times: number) =>
    `Reading this ended the program ${times} times, so AIOS no longer tries. Check the file and retry.`,
  failed: 'Reading failed because of an error in AIOS. The log has details. Retry, or save the file in another format.',
  unreadable: (name: string) =>
    `${name} is damaged: reading it failed. Open it in the program that made it and save it again.`,
  noText: (name: string) => `${name} has no text. Check the file and add it again.`,
  tooLarge: (bytes: number) =>
    `The file is larger than ${megabytes(bytes)}, the limit for one document. Split it and add the parts.`,
  changed: 'The document was changed or removed in the meantime. Open it again.',
  otherPages: (name: string) => `The pages of ${name} have changed. Read the whole document again.`,
  outdated: (name: string) =>
    `${name} was read by an earlier version of AIOS, which may have split it into other pages. Read the whole document again.`,
  unread: (name: string, status: string) => `${name} is ${status}. Read the whole document.`,
  notOpened: (failures: readonly string[]) =>
    `The system couldn’t open the file (${failures.join('; ')}). Save it and open it from there.`,
  programFailed: (program: string, code: number | null) => `${program} exited with ${code}`,
  programMissing: (program: string) => `${program} is not installed`,
  notShown: (name: string) =>
    `${name} can only be shown in its folder, because opening a file of this type can run code in it.`,
  emptyArchive: (name: string) => `${name} is empty: it contains no files. Check the archive and add it again.`,
  recovered: 'Recovered documents',
}

export const pages = {
  unknown: (document: string, page: number) => `${document} has no page ${page}.`,
  outOf: (document: string, page: number, pages: number) => `${document} has no page ${page}. It has ${pages}.`,
  notRead: (document: string, page: number, status: string) => `${document} has no page ${page}. It is ${status}.`,
  noPicture: (document: string, page: number) => `${document} has no page pictures. Read its text at /pages/${page}.`,
  noPassage: (document: string, page: number, passage: string) =>
    `Page ${page} of ${document} has no passage ${passage}.`,
  unknownPassage: (passage: string) =>
    `There is no passage ${passage}. Its document may have been read again; search again.`,
}

/** The files that documents were read from. */
export const originals = {
  missing: (name: string) => `The original of ${name} is missing from the disk. Add the file again to repair it.`,
  damaged: (name: string) => `The original of ${name} is damaged on the disk. Add the file again to repair it.`,
  changed: (name: string) =>
    `${name} has changed on the disk since it was read. AIOS reads it again after it scans the folder.`,
  madeDamaged: (name: string) => `${name} is damaged on the disk or missing from it. Rerun its task to make it again.`,
  textRemains: (name: string, isMissing: boolean) =>
    `The original of ${name} is ${isMissing ? 'missing from' : 'damaged on'} the disk. Its text is still here. Add the file again to repair it.`,
  severalDamaged: (documents: number, first: string | undefined) =>
    `The originals of ${documents} documents are damaged on the disk or missing from it, including ${first}. Their text is still here. Add the files again to repair them.`,
}

export const unclaimed = {
  gone: 'That file is no longer here. It was brought back or deleted.',
  noWorkspace: 'Its workspace no longer exists. Choose another one to bring it back to.',
  damaged: (name: string) => `${name} is damaged on the disk. Save a copy of what is left, or add the file again.`,
}

export const workspaces = {
  unknown: (id: string) => `There is no workspace ${id}.`,
  notNamed: (name: string, names: readonly string[]) => `There is no workspace “${name}”. ${available(names)}`,
  ambiguous: (names: readonly string[]) => `Give the id of a workspace. ${available(names)}`,
}

const available = (names: readonly string[]) =>
  names.length > 0 ? `Available: ${names.join(', ')}.` : 'There are no workspaces yet.'

/** Synced folders. */
export const folders = {
  unknown: (id: string) => `There is no synced folder ${id}.`,
  ownData: (data: string) => `path: AIOS keeps its own data in ${data}. Choose a folder outside it.`,
  notAbsolute: (path: string) => `path: enter the full path of a folder. “${path}” isn’t one.`,
  notThere: (path: string) => `path: there is no folder ${path}, or AIOS isn’t allowed to read it.`,
  isFile: (path: string) => `path: ${path} is a file. Add it as a document.`,
  synced: (path: string) =>
    `${path} is already synced with this workspace. Stop syncing it first, or choose another folder.`,
  overlaps: (path: string, other: string) =>
    `${path} overlaps with ${other}, which is already synced. Stop syncing that one first, or choose another folder.`,
  noRoom: 'There isn’t enough disk space to add its files. They are added automatically once there is more.',
  gone: (path: string) =>
    `${path} is not available. Plug in its drive, put the folder back, or stop syncing it. Its documents stay until then.`,
  forbidden: (path: string) => `AIOS isn’t allowed to read ${path}. Change its permissions.`,
  failed: (path: string) => `${path} couldn’t be scanned. The log has details. AIOS tries again automatically.`,
  emptied: (path: string, files: number) =>
    `All ${files} files are gone from ${path}. If that is correct, scan it now, and their documents are removed too.`,
  unreadable: (first: string, others: number) =>
    `${first}${others > 0 ? ` and ${others} more` : ''} can’t be read: another program is using ${others > 0 ? 'them' : 'it'}, or AIOS isn’t allowed to. AIOS tries again automatically.`,
}

/** What a search says of filters in the query. */
export const filters = {
  noSuchPlace: 'No document or folder here has that name.',
  noneLeft: 'No document matches this.',
}

/** Workspaces and answers that are saved as files, and read back. */
export const exchange = {
  damaged: (names: readonly string[], more: number) =>
    `Damaged or missing on the disk: ${more > 0 ? `${names.join(', ')} and ${more} more` : listed(names)}. Add the files again to repair them, or export without them.`,
  neverRead: 'The file was never stored.',
  noAnswer: 'This task has no answer to save. Rerun it first.',
  noTable: 'This answer has no table.',
  changed: (name: string) => `${name} changed while it was exported.`,
  notExport: (reason: string) =>
    `This isn’t a workspace exported from AIOS: ${reason}. Choose a ZIP made with “Export as ZIP”.`,
  tooLarge: 'it would unpack to more than any export',
  noWorkspace: 'This file contains no workspace. Choose a ZIP made with “Export as ZIP”.',
  newer: 'This workspace was exported by a newer version of AIOS. Update AIOS and import it again.',
  openTask: 'This task hadn’t finished when its workspace was exported. Resume it to finish it here.',
  skipped: {
    noBytes: 'The file isn’t in the archive.',
    damaged: 'The file is missing, damaged, or not the one in the manifest.',
    inWorkspace: 'The workspace already has it.',
    badTask: 'The task is missing or damaged.',
    otherTask: 'The file contains another task than its name says.',
    known: 'AIOS already has it.',
    noTask: 'Its task was skipped.',
  },
  evidence: {
    noDocument: 'the document is no longer in the workspace',
    quote: (start: number, end: number) => `quote: characters ${start} to ${end} of the page`,
    continues: (page: number, start: number, end: number) => `continues on page ${page}: characters ${start} to ${end}`,
    page: 'The page',
    nextPage: 'The next page',
    quoteTitle: 'The quote',
  },
}
