import type { Readable } from 'node:stream'
import { safeName } from '../../base/file-names.ts'
import type { Document } from '../../shared/contract/documents.ts'
import { type Database, transaction } from '../../storage/database/database.ts'
import type { DocumentStore } from '../../storage/library/documents.ts'
import type { WorkspaceStore } from '../../storage/library/workspaces.ts'
import type { BlobStore, Incoming } from '../../storage/originals/blobs.ts'
import type { ContentStore } from '../../storage/originals/contents.ts'
import { isArchive } from '../../text/extract/containers/unzip.ts'
import type { UnzipBudget } from '../../text/extract/containers/unzip-budget.ts'
import { findWorkspace } from './find-workspace.ts'
import { mediaTypeOf } from './media-type.ts'
import { type Received, unpack } from './uploaded-zip.ts'

type Parts = {
  db: Database
  store: DocumentStore
  workspaces: WorkspaceStore
  blobs: BlobStore
  contents: ContentStore
  /** Told of each document that is new. */
  added: (document: Document) => void
  queueAgain: (document: Document) => Document
}

/** A file on its way in: its name as sent, its bytes, whether the sender's limit cut it, and its own date in milliseconds. */
export type Upload = { name: string; stream: Readable; isCut: () => boolean; modified?: number | undefined }

/** Bytes that one file may have. */
export const largestFile = 1024 ** 3

export const tooLarge = `The file is larger than ${largestFile / 1024 ** 2} MB, the most that one document may have. Split it, and add the parts.`

/** Files on their way to being documents. */
export const takingIn = ({ db, store, workspaces, blobs, contents, added, queueAgain }: Parts) => {
  /**
   * Gives received bytes a document. The same bytes under the same name in the same folder are the same document, which
   * gets its original back where that was lost.
   */
  const keep = (
    workspaceId: string,
    { sent, incoming, id: wish, error, modified }: Received,
  ): { document: Document; isNew: boolean } => {
    const { sha256, size, head } = incoming
    const { name, folder } = safeName(sent)
    const mediaType = mediaTypeOf(name, head)
    const document = { workspaceId, name, ...(folder !== undefined && { folder }), mediaType, size, sha256, modified }
    const insert = () => {
      findWorkspace(workspaces, workspaceId)
      const twin = store.twin(document) ?? (wish === undefined ? undefined : same(wish, document))
      return twin ? { document: twin, isNew: false } : { document: store.add(document, { error, wish }), isNew: true }
    }
    const kept = error === undefined ? contents.keep(incoming, insert) : keepNothing(incoming, insert)
    if (!kept.isNew) return kept
    added(kept.document)
    return kept
  }

  /** The document of that id, where it is this one: an import brings what a folder holds already. */
  const same = (id: string, { workspaceId, sha256 }: Pick<Document, 'workspaceId' | 'sha256'>) => {
    const there = store.find(id)
    return there?.workspaceId === workspaceId && there.sha256 === sha256 ? there : undefined
  }

  /** A file that was cut, or cannot be had, is listed with the reason, but half an original is none. */
  const keepNothing = <T>(incoming: Incoming, insert: () => T): T => {
    blobs.discard(incoming)
    return transaction(db, insert)
  }

  const take = (workspaceId: string, received: Received): Document => {
    const { document, isNew } = keep(workspaceId, received)
    return !isNew && document.status === 'failed' && received.error === undefined ? queueAgain(document) : document
  }

  return {
    keep,

    /**
     * Stores a file and queues it for indexing; of an archive each file, in a folder of the archive's name. A document
     * that is there already is given back as it stands, and tried again if it had failed. `signal` ends unpacking; what
     * was taken before stays. `budget` is what all archives that were sent together may unpack to.
     * @throws AppError `workspace.unknown` (404), `storage.full` (507)
     */
    async add(
      workspaceId: string,
      { name: sent, stream, isCut, modified }: Upload,
      { signal, budget }: { signal?: AbortSignal; budget?: UnzipBudget } = {},
    ): Promise<Document[]> {
      findWorkspace(workspaces, workspaceId)
      const incoming = await blobs.receive(stream)
      if (isCut()) return [take(workspaceId, { sent, incoming, error: tooLarge, modified })]
      if (!(await isArchive(incoming.path, sent))) return [take(workspaceId, { sent, incoming, modified })]
      try {
        const documents: Document[] = []
        for await (const file of unpack(sent, incoming, { blobs, signal, budget }))
          documents.push(take(workspaceId, file))
        return documents
      } finally {
        blobs.discard(incoming)
      }
    },
  }
}
