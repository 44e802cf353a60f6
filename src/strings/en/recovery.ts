import { count, number } from './format.ts'

/** Documents that the database lost while their files are still here, and files that belong to nothing. */
export const recovery = {
  title: 'Recovery',
  recover: 'Recover',
  recovering: 'Recovering…',
  progress: (done: number, total: number) => `Recovering ${number(done)} of ${number(total)}…`,
  recovered: (documents: number, others: number) =>
    others > 0
      ? `Recovered ${count(documents, 'document')}. ${count(others, 'other file')} can be restored under Settings › Storage.`
      : `Recovered ${count(documents, 'document')}.`,
  missing: (documents: number, workspaces: number) =>
    workspaces > 0
      ? `The database is missing ${count(documents, 'document')} and ${count(workspaces, 'workspace')}. The original files are still here, so they can be recovered.`
      : `The database is missing ${count(documents, 'document')}. The original files are still here, so they can be recovered.`,
  unnamed: (files: number) => `The database doesn’t know ${count(files, 'original file')} stored here.`,
  about:
    'Recovering restores them with their names, folders and workspaces and reads them again. Tasks and answers can’t be recovered this way.',
  dismiss: 'Don’t recover',
  dismissed: 'The files are listed as unclaimed.',
}

export const unclaimed = {
  title: 'Unclaimed files',
  about: 'Original files that no document uses. They are deleted after 30 days.',
  unnamed: (hash: string) => `Unnamed file ${hash}`,
  until: (date: string) => `Will be deleted on ${date}`,
  bringBack: 'Bring back',
  bringBackLabel: (name: string) => `Bring back ${name}`,
  broughtBack: (name: string, workspace: string) => `${name} is back in “${workspace}”.`,
  save: 'Save',
  saveLabel: (name: string) => `Save ${name}`,
  delete: 'Delete now',
  deleteLabel: (name: string) => `Delete now: ${name}`,
  deleted: (name: string) => `Deleted ${name}`,
  all: 'Bring all back',
  allBack: (files: number) => `Brought back ${count(files, 'file')}`,
  deleteAll: 'Delete all now',
  allDeleted: (files: number) => `Deleted ${count(files, 'file')}`,
  more: (files: number) => `And ${number(files)} more.`,
}
