import type { RecallResult } from '../../../shared/contract/recall.ts'
import type { SearchResult, SimilarResult } from '../../../shared/contract/search.ts'
import type { Near } from '../../../text/search/vectors.ts'

export type SearchRequest = {
  workspaceId: string
  workspaceNumber: number
  q: string
  limit: number
  /** Look in these only. */
  documentIds?: readonly string[]
  /** Count what the search can be narrowed by, and let more documents be among the hits. */
  facets?: boolean
  /** Passages that are near in meaning, with their cosines, the nearest first; absent where that is not known. */
  near?: readonly Near[]
}

/** What is like a passage, or like a document as a whole where none is named. */
export type SimilarRequest = {
  workspaceNumber: number
  documentId: string
  passageId?: string
  limit: number
  /** As in a search. */
  near?: readonly Near[]
}

export type Found = Omit<SearchResult, 'took'>
export type Recalled = Omit<RecallResult, 'took'>
export type Similar = Omit<SimilarResult, 'took'>

/** All reject with the signal's reason once it is aborted. */
export type LibrarySearch = {
  /** The best passages first, with what was corrected and filtered; none for an empty query. */
  search(request: SearchRequest, signal?: AbortSignal): Promise<Found>
  /** The same with every score that led to it. */
  recall(request: SearchRequest, signal?: AbortSignal): Promise<Recalled>
  /** What is most like a passage or a document. */
  similar(request: SimilarRequest, signal?: AbortSignal): Promise<Similar>
}
