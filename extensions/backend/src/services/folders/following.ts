import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { AppError } from '../../base/errors.ts'
import type { EventBus } from '../../base/events.ts'
import { safeName } from '../../base/file-names.ts'
import type { Document } from '../../shared/contract/documents.ts'
import { type Database, transaction } from '../../storage/database/database.ts'
import type { DocumentStore } from '../../storage/library/documents.ts'
import type { FileFacts, FolderStore, KnownFile, StoredFolder } from '../../storage/library/folders.ts'
import type { WorkspaceStore } from '../../storage/library/workspaces.ts'
import type { BlobStore, Incoming } from '../../storage/originals/blobs.ts'
import type { ContentStore } from '../../storage/originals/contents.ts'
import { tellOfDocument } from '../library/document-events.ts'
import type { DocumentService } from '../library/documents.ts'
import { findWorkspace } from '../library/find-workspace.ts'
import type { Intake } from '../library/indexing.ts'
import { mediaTypeOf } from '../library/media-type.ts'
import { isOriginalsFault, type Originals } from '../library/originals.ts'

type Parts = {
  db: Database
  store: DocumentStore
  folders: FolderStore
  workspaces: WorkspaceStore
  documents: DocumentService
  originals: Originals
  blobs: BlobStore
  contents: ContentStore
  intake: Intake
  events: EventBus
}

/** A file of a folder as it was seen; or of a ZIP in it, whose path is `archive`. */
export type Source = { folder: StoredFolder; path: string; facts: FileFacts; archive?: string }

/** What becomes of documents when the files that they follow come, change, move and go. */
export const following = (parts: Parts) => {
  const { db, store, folders, workspaces, documents, originals, blobs, contents, intake, events } = parts

  const tell = (id: string) => {
    const document = store.find(id)
    if (document) tellOfDocument(events, document)
  }

  /** Keeps the bytes with the row where they are copied, as those out of a ZIP always are; else the row alone. */
  const keep = ({ folder, archive }: Source, incoming: Incoming, write: () => void): void => {
    if (folder.mode === 'copy' || archive !== undefined) contents.keep(incoming, write)
    else transaction(db, write)
  }

  /** Takes up what was queued anew, in place of whatever was being read of it. */
  const readAgain = async (id: string) => {
    await intake.stop([id])
    tell(id)
    intake.wake()
  }

  return {
    /** Gives a new file its document; where `error` says why it cannot be read, one that has failed. */
    add(source: Source, incoming: Incoming, error?: string): void {
      const { folder, path, facts, archive } = source
      const { sha256, size, head } = incoming
      const names = namesOf(folder, path)
      const mediaType = mediaTypeOf(names.name, head)
      let added: Document | undefined
      const write = () => {
        findWorkspace(workspaces, folder.workspaceId)
        if (!folders.find(folder.id) || folders.documentAt(folder.id, path) !== undefined) return // another instance was faster
        added = store.add({ workspaceId: folder.workspaceId, ...names, mediaType, size, sha256 }, { error })
        folders.link(folder.id, path, added.id, facts, archive)
      }
      if (error === undefined) keep(source, incoming, write)
      else transaction(db, write)
      if (!added) return
      tell(added.id)
      intake.wake()
    },

    /** The document stays the same one, with other bytes. */
    async change(source: Source, { documentId, sha256 }: KnownFile, incoming: Incoming): Promise<void> {
      const { folder, path, facts } = source
      if (documentId === null || folders.documentAt(folder.id, path) !== documentId) return blobs.discard(incoming)
      const isOther = incoming.sha256 !== sha256
      keep(source, incoming, () => {
        folders.touch(folder.id, path, facts)
        if (isOther) store.replace(documentId, { ...incoming, mediaType: mediaTypeOf(path, incoming.head) })
      })
      if (!isOther) return
      await readAgain(documentId)
      if (sha256 !== null) contents.removeUnheld([sha256])
    },

    /** The document stays the same one, under another name; that is read again, as it is a part of what is searched. */
    async move({ folder, path, facts }: Source, { path: from, documentId }: KnownFile): Promise<void> {
      const before = documentId === null ? undefined : store.find(documentId)
      const names = namesOf(folder, path)
      transaction(db, () => {
        folders.move(folder.id, from, path, facts)
        if (!before) return
        store.rename(before.id, names)
        if (before.name !== names.name) store.requeue(before.id)
      })
      if (before) await readAgain(before.id)
    },

    async remove({ id }: StoredFolder, { path, documentId }: KnownFile): Promise<void> {
      if (folders.documentAt(id, path) !== documentId) return // it was moved or changed by another instance
      if (documentId !== null && store.find(documentId)) await documents.remove(documentId)
      folders.unlink(id, path)
    },

    /** Copies what is read in place, so that it stays when the folder goes; what is gone already stays without bytes. */
    async copyAll(folder: StoredFolder): Promise<void> {
      if (folder.mode === 'copy') return
      for (const id of folders.documentIds(folder.id)) {
        const document = store.find(id)
        if (!document) continue
        try {
          const incoming = await blobs.receive(createReadStream(await originals.open(document)))
          contents.keep(incoming, () => undefined)
        } catch (error) {
          if (!(error instanceof AppError) || !isOriginalsFault(error.code)) throw error
        }
      }
    },
  }
}
export type Following = ReturnType<typeof following>

const namesOf = (folder: StoredFolder, path: string) => safeName(`${basename(folder.path)}/${path}`)
