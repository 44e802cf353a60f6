import type { OriginalCheckStore } from '../originals/original-checks.ts'
import type { LibraryClaims } from './port/claims.ts'
import type { LibraryDocuments } from './port/documents.ts'
import type { LibraryFolders } from './port/folders.ts'
import type { LibraryOriginals, LibraryUnclaimed } from './port/originals.ts'
import type { LibraryPages } from './port/pages.ts'
import type { LibrarySearch } from './port/search.ts'
import type { LibraryRecovery, LibraryUpkeep } from './port/upkeep.ts'
import type { LibraryVectors } from './port/vectors.ts'
import type { LibraryWorkspaces } from './port/workspaces.ts'
import type { Promised } from './promised.ts'

export type { EmbeddingClaim, VectorSet } from '../index/embeddings.ts'
export type { Incoming } from '../originals/blobs.ts'
export type { DamagedDocument, Fault } from '../originals/damage.ts'
export type { DoubtReason } from '../originals/doubt.ts'
export type { Claim } from './document-claims.ts'
export type { PassageOfPage } from './document-readings.ts'
export { contains } from './folder-overlap.ts'
export type { FileFacts, KnownFile, StoredFolder } from './folders.ts'
export type { HiddenDocument } from './port/documents.ts'
export type { FolderFile } from './port/folders.ts'
export type { Found, SearchRequest, SimilarRequest } from './port/search.ts'
export type { Catalogued, OnlyCatalogued } from './port/upkeep.ts'
export type { HiddenWorkspace } from './port/workspaces.ts'
export type { SearchedDocument } from './searched-documents.ts'
export type { StoredWorkspace } from './workspaces.ts'

/**
 * All that belongs to a library: workspaces with their documents, what was read of these, and their originals. This is the one
 * way to it, whatever it is kept in. What has to be stored together is one method, so that no transaction ever waits for its
 * caller; what a method checks, it checks where it stores.
 */
export type Library = {
  workspaces: LibraryWorkspaces
  documents: LibraryDocuments
  /** What was read of documents. */
  pages: LibraryPages
  /** Documents on their way into the index: who has taken which up. */
  claims: LibraryClaims
  /** Folders whose files are documents, kept in step. */
  folders: LibraryFolders
  originals: LibraryOriginals
  /** Originals that no document uses. */
  unclaimed: LibraryUnclaimed
  /** The check of all originals. */
  checks: Promised<Omit<OriginalCheckStore, 'contents'>> & {
    /** All contents after one, in the order of their hashes. */
    contents(after?: string): AsyncIterable<string>
  }
  search: LibrarySearch
  vectors: LibraryVectors
  /** What only the catalogue beside the originals knows. */
  recovery: LibraryRecovery
  upkeep: LibraryUpkeep
}
