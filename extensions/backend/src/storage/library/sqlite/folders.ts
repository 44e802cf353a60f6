import type { Document } from '../../../shared/contract/documents.ts'
import { transaction } from '../../database/database.ts'
import type { Incoming } from '../../originals/blobs.ts'
import { refuseOverlap } from '../folder-overlap.ts'
import type { FolderFile, LibraryFolders } from '../port/folders.ts'
import { promised } from '../promised.ts'
import type { SqliteStores } from './stores.ts'
import { findWorkspace } from './workspaces.ts'

export const sqliteFolders = (stores: SqliteStores): LibraryFolders => {
  const { db, space, folders: store, documents, workspaces, contents, blobs } = stores

  /**
   * Keeps the bytes with the row where they are copied, as those out of a ZIP always are; else the row alone. What `write`
   * does not take is not kept.
   */
  const keep = <T>({ folder, archive }: FolderFile, incoming: Incoming, write: () => T | undefined): T | undefined => {
    if (folder.mode !== 'copy' && archive === undefined) return transaction(db, write)
    const kept = contents.keep(incoming, write)
    if (kept === undefined) contents.removeUnheld([incoming.sha256])
    return kept
  }

  return {
    ...promised(store, [
      'find',
      'all',
      'ofWorkspace',
      'files',
      'members',
      'documentAt',
      'documentIds',
      'scanned',
      'failed',
      'remove',
      'unlink',
      'putArchive',
      'removeArchive',
    ]),
    moveArchive: async (...given) => transaction(db, () => store.moveArchive(...given)),
    add: async (folder) =>
      transaction(db, () => {
        findWorkspace(workspaces, folder.workspaceId)
        refuseOverlap(store.ofWorkspace(folder.workspaceId), folder.path)
        return store.add(folder)
      }),
    setIgnore: async (id, ignore) =>
      transaction(db, () => {
        store.setIgnore(id, ignore)
        return store.find(id)
      }),
    removeWithDocuments: async (id) =>
      space.spend(() =>
        transaction(db, () => {
          const ids = store.documentIds(id)
          for (const each of ids) documents.markRemoved(each)
          store.remove(id)
          return ids
        }),
      ),

    async followFile(file, { incoming, mediaType, error, ...names }) {
      const { folder, path, facts, archive } = file
      const { sha256, size } = incoming
      const write = (): Document | undefined => {
        findWorkspace(workspaces, folder.workspaceId)
        if (!store.find(folder.id) || store.documentAt(folder.id, path) !== undefined) return undefined
        const { workspaceId } = folder
        const added = documents.add({ workspaceId, ...names, mediaType, size, sha256 }, { error })
        store.link(folder.id, path, added.id, facts, archive)
        return added
      }
      const added = error === undefined ? keep(file, incoming, write) : transaction(db, write)
      // As it is stored: with the folder that it follows.
      return added && documents.find(added.id)
    },

    async changeFile(file, { documentId, sha256 }, { incoming, mediaType }) {
      const { folder, path, facts } = file
      const isOther = incoming.sha256 !== sha256
      const changed = keep(file, incoming, () => {
        if (documentId === null || store.documentAt(folder.id, path) !== documentId) return undefined
        store.touch(folder.id, path, facts)
        if (isOther) documents.replace(documentId, { ...incoming, mediaType })
        return isOther
      })
      if (changed === undefined) blobs.discard(incoming)
      return changed ?? false
    },

    moveFile: async ({ folder, path, facts }, { path: from, documentId }, names) =>
      transaction(db, () => {
        const before = documentId === null ? undefined : documents.find(documentId)
        store.move(folder.id, from, path, facts)
        if (!before) return false
        documents.rename(before.id, names)
        // Its name is a part of what is searched.
        if (before.name !== names.name) documents.requeue(before.id)
        return true
      }),
  }
}
