import * as words from '../../../base/words/index.ts'
import { transaction } from '../../database/database.ts'
import type { LibraryRecovery, RecoveryState } from '../port/upkeep.ts'
import type { SqliteStores } from './stores.ts'

const states: readonly RecoveryState[] = ['settled', 'open', 'under way']

export const sqliteRecovery = (stores: SqliteStores): LibraryRecovery => {
  const { db, catalogue, only, trust, contents, recovered, workspaces } = stores
  return {
    state: async () => states[catalogue.state().isOpen] ?? 'open',
    setState: async (state) => catalogue.setOpen(state === 'under way' ? state : state === 'open'),
    doubt: async () => trust.doubt(),
    find: () => only.find(),

    addWorkspaces: async ({ workspaces: all, documents }) =>
      transaction(db, () => {
        const made = all.filter((each) => recovered.addWorkspace(each)).map(({ id }) => id)
        for (const { workspaceId: id, createdAt } of documents) {
          if (recovered.addWorkspace({ id, name: words.documents.recovered, createdAt })) made.push(id)
        }
        return made
      }),

    addFolders: async ({ folders: all }) =>
      transaction(db, () => {
        const possible = all.filter(({ workspaceId }) => workspaces.find(workspaceId))
        return new Map(possible.map((folder) => [folder.id, recovered.addFolder(folder)]))
      }),

    leaveOut: async (files, folders) =>
      transaction(db, () => {
        for (const each of files) recovered.leaveOut(each, folders.get(each.folderId) ?? each.folderId)
      }),

    addDocuments: async (documents, folders) =>
      transaction(db, () => {
        const added = documents.filter((document) => {
          const { sha256, workspaceId, folderId: was = '' } = document
          const id = folders.get(was) ?? was
          const folder = recovered.hasFolder(id) ? { id } : undefined
          if (only.isKnown(document) || only.isDoubled(document, folder) || workspaces.isFree(workspaceId)) return false
          contents.bringBack(sha256)
          recovered.addDocument(document, folder?.id)
          return true
        })
        return added.length
      }),

    setAside: () => contents.setAside(),
  }
}
