import type { Document } from '../../../shared/contract/documents.ts'
import type { Incoming } from '../../originals/blobs.ts'
import type { DocumentStore } from '../documents.ts'
import type { Promised } from '../promised.ts'
import type { SearchedDocument } from '../searched-documents.ts'

/** A file on its way in. */
type AddedFile = Pick<Document, 'workspaceId' | 'name' | 'folder' | 'mediaType'> & {
  incoming: Incoming
  /** The file's own date, in milliseconds. */
  modified?: number | undefined
  /** Why it cannot be read, where that is known: it is listed with that, but half an original is none. */
  error?: string | undefined
  /** The id that it had elsewhere, taken where it is free. */
  requestedId?: string | undefined
  /** One that is there and has failed is tried again. */
  retry?: boolean
}

/** A document that no list shows any more, with the numbers under which its index rows stand. */
export type HiddenDocument = {
  id: string
  number: number
  workspaceId: string
  workspaceNumber: number
  sha256: string
}

export type LibraryDocuments = Promised<Pick<DocumentStore, 'find' | 'numbers' | 'ofWorkspace' | 'countReady'>> & {
  /** @throws AppError `document.unknown` (404) */
  get(id: string): Promise<Document>
  /**
   * The documents of a workspace, the newest first, in slices that are read when they are wanted: at most `limit`, and only
   * those after one of them, where that is given.
   * @throws AppError `workspace.unknown`, `document.unknown` (404), with the first slice
   */
  list(
    workspaceId: string,
    options?: { limit?: number | undefined; after?: string | undefined },
  ): AsyncIterable<Document[]>
  /** As filters see them: the newest first. */
  searched(workspaceNumber: number): Promise<readonly SearchedDocument[]>

  /**
   * Gives received bytes their document, to be read, and their place. The same bytes under the same name in the same folder
   * are the same document, which gets its original back where that was lost.
   * @throws AppError `workspace.unknown` (404)
   */
  add(file: AddedFile): Promise<{ document: Document; isNew: boolean; isQueued: boolean }>
  /** Has it read anew, unless it waits for that; nothing where it is gone. */
  requeue(id: string): Promise<Document | undefined>
  /** Takes it out of all lists at once; nothing where it is gone. `forget` does the rest. */
  hide(id: string): Promise<HiddenDocument | undefined>
  /** Those that are hidden and not yet forgotten. */
  hidden(): Promise<HiddenDocument[]>
  /** Forgets a hidden one with its pages and passages; its bytes go unless somebody else needs them. */
  forget(document: HiddenDocument): Promise<void>
}
