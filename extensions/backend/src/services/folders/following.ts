import { basename } from 'node:path'
import { AppError } from '../../base/errors.ts'
import type { EventBus } from '../../base/events.ts'
import { safeName } from '../../base/file-names.ts'
import type { FolderFile, Incoming, KnownFile, Library, StoredFolder } from '../../storage/library/library.ts'
import { tellHowDocumentIs, tellOfDocument } from '../library/document-events.ts'
import type { DocumentService } from '../library/documents.ts'
import type { Intake } from '../library/indexing.ts'
import { mediaTypeOf } from '../library/media-type.ts'
import { isOriginalsFault } from '../library/original-faults.ts'

type Parts = {
  library: Library
  documents: DocumentService
  intake: Intake
  events: EventBus
}

/** What becomes of documents when the files that they follow come, change, move and go. */
export const following = ({ library, documents, intake, events }: Parts) => {
  const { documents: store, folders, originals } = library

  /** Takes up what was queued anew, in place of whatever was being read of it. */
  const readAgain = async (id: string) => {
    await intake.stop([id])
    await tellHowDocumentIs(events, library, id)
    intake.wake()
  }

  return {
    /** Gives a new file its document; where `error` says why it cannot be read, one that has failed. */
    async add(file: FolderFile, incoming: Incoming, error?: string): Promise<void> {
      const names = namesOf(file.folder, file.path)
      const mediaType = mediaTypeOf(names.name, incoming.head)
      const added = await folders.followFile(file, { incoming, mediaType, ...names, error })
      if (!added) return
      tellOfDocument(events, added)
      intake.wake()
    },

    /** The document stays the same one, with other bytes. */
    async change(file: FolderFile, known: KnownFile, incoming: Incoming): Promise<void> {
      const mediaType = mediaTypeOf(file.path, incoming.head)
      const isOther = await folders.changeFile(file, known, { incoming, mediaType })
      if (!isOther || known.documentId === null) return
      await readAgain(known.documentId)
      if (known.sha256 !== null) await originals.removeUnheld([known.sha256])
    },

    /** The document stays the same one, under another name. */
    async move(file: FolderFile, known: KnownFile): Promise<void> {
      const hasDocument = await folders.moveFile(file, known, namesOf(file.folder, file.path))
      if (hasDocument && known.documentId !== null) await readAgain(known.documentId)
    },

    async remove({ id }: StoredFolder, { path, documentId }: KnownFile): Promise<void> {
      if ((await folders.documentAt(id, path)) !== documentId) return // it was moved or changed by another instance
      if (documentId !== null) await documents.drop(documentId)
      await folders.unlink(id, path)
    },

    /** Copies what is read in place, so that it stays when the folder goes; what is gone already stays without bytes. */
    async copyAll(folder: StoredFolder): Promise<void> {
      if (folder.mode === 'copy') return
      for (const id of await folders.documentIds(folder.id)) {
        const document = await store.find(id)
        if (!document) continue
        try {
          await originals.takeOver(document)
        } catch (error) {
          if (!(error instanceof AppError) || !isOriginalsFault(error.code)) throw error
        }
      }
    },
  }
}
export type Following = ReturnType<typeof following>

const namesOf = (folder: StoredFolder, path: string) => safeName(`${basename(folder.path)}/${path}`)
