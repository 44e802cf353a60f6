import type { Near } from '../../../text/search/vectors.ts'
import type { EmbeddingStore, OpenDocument } from '../../index/embeddings.ts'
import type { LikeRequest, ScanRequest, TextPart, VectorPart } from '../../index/vectors.ts'
import type { Promised } from '../promised.ts'

/** Vectors themselves: read, written and compared. */
export type VectorCalls = {
  /** Calls that are under way. */
  readonly load: number
  /** The texts that come next in these documents, at most `limit` together. */
  texts(request: { documents: readonly OpenDocument[]; limit: number }): Promise<TextPart[]>
  /** Stores the vectors of such texts and gives the claim back; of a document that is no longer claimed, none. */
  store(request: { set: number; lease: string; parts: readonly VectorPart[] }): Promise<void>
  /** Removes all vectors that are not of this set, little by little; 0 leaves none. */
  removeBut(set: number): Promise<void>
  /** The passages that are nearest to a query, the nearest first. */
  scan(request: ScanRequest, signal?: AbortSignal): Promise<Near[]>
  /** The passages that are nearest to a passage or a document; undefined where that has no vector. */
  like(request: LikeRequest, signal?: AbortSignal): Promise<Near[] | undefined>
}

/** Which documents have vectors of which model, who is at the next ones, and the vectors. */
export type LibraryVectors = Promised<EmbeddingStore> & VectorCalls
