import type { Document } from '../../../shared/contract/documents.ts'
import type { Folder } from '../../../shared/contract/folders.ts'
import type { Incoming } from '../../originals/blobs.ts'
import type { FileFacts, FolderStore, KnownFile, StoredFolder } from '../folders.ts'
import type { Promised } from '../promised.ts'

/** A file of a folder as it was seen; or of a ZIP in it, whose path is `archive`. */
export type FolderFile = { folder: StoredFolder; path: string; facts: FileFacts; archive?: string }

/** Bytes of such a file. */
type Bytes = { incoming: Incoming; mediaType: string }

type Same =
  | 'find'
  | 'all'
  | 'ofWorkspace'
  | 'files'
  | 'members'
  | 'documentAt'
  | 'documentIds'
  | 'scanned'
  | 'failed'
  | 'remove'
  | 'unlink'
  | 'putArchive'
  | 'moveArchive'
  | 'removeArchive'

export type LibraryFolders = Promised<Pick<FolderStore, Same>> & {
  /** @throws AppError `workspace.unknown` (404), `folder.known` (409) where it overlaps with another of the workspace */
  add(folder: Pick<Folder, 'workspaceId' | 'path' | 'mode' | 'ignore'>): Promise<StoredFolder>
  /** Nothing where it is gone. */
  setIgnore(id: string, ignore: readonly string[]): Promise<StoredFolder | undefined>
  /** Forgets it and hides its documents, whose ids it gives. */
  removeWithDocuments(id: string): Promise<string[]>

  /**
   * Gives a new file its document; where `error` says why it cannot be read, one that has failed. Nothing where another
   * instance was faster, or the folder is gone.
   * @throws AppError `workspace.unknown` (404)
   */
  followFile(
    file: FolderFile,
    bytes: Bytes & Pick<Document, 'name' | 'folder'> & { error?: string | undefined },
  ): Promise<Document | undefined>
  /** The document of a file gets the file's new bytes, to be read anew; false where they are the same, or it follows another. */
  changeFile(file: FolderFile, known: KnownFile, bytes: Bytes): Promise<boolean>
  /** The document stays the same one, under another name, which is read anew; false where the file has none. */
  moveFile(file: FolderFile, known: KnownFile, names: Pick<Document, 'name' | 'folder'>): Promise<boolean>
}
