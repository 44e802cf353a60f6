import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from '../../base/log.ts'
import type { Found, Library, SearchRequest, SimilarRequest } from '../../storage/library/library.ts'
import { readFilters } from '../../text/search/filters.ts'
import { type Near, normalised } from '../../text/search/vectors.ts'
import type { Searching } from '../../workers/search-thread.ts'
import type { ModelService } from '../models/connected-models.ts'
import type { EmbeddingService } from './embeddings.ts'
import { queryVectors } from './query-vectors.ts'

type Parts = {
  embeddings: Pick<EmbeddingService, 'current' | 'noticed'>
  models: Pick<ModelService, 'embed'>
  library: Library
  searching: Searching
  log: Logger
}

/** Milliseconds that a search waits for what is near in meaning. */
const patience = 1500
/** Scans that may be under way; further ones would only be late. */
const mostScans = 3

/** Nearest passages that are handed on; more where filters will let only some through. */
const most = 100
const mostFiltered = 2000

type Meaning = { meaning: Found['meaning']; near?: Near[] }

/**
 * Search by words, joined by what is near in meaning where passages have vectors. What goes wrong with vectors, or takes
 * too long, is said in the result and never makes the search fail.
 */
export const searchingByMeaning = ({ embeddings, models, library, searching, log }: Parts): Searching => {
  const { vectors, search } = library
  const vectorOf = queryVectors({ models, log })

  const nearQuery = async (
    { q, workspaceNumber, documentIds }: SearchRequest,
    signal: AbortSignal,
  ): Promise<Meaning> => {
    const set = await embeddings.current()
    const { rest, filters } = readFilters(q)
    if (set?.dimensions === undefined || rest.trim() === '') return { meaning: 'off' }
    const vector = await vectorOf(set, rest.trim())
    signal.throwIfAborted()
    if (vector && vector.length !== set.dimensions) void embeddings.noticed(set, vector.length)
    const query = vector?.length === set.dimensions ? normalised(vector) : undefined
    if (!query) return { meaning: 'failed' }
    if (vectors.load >= mostScans) return { meaning: 'late' }
    const depth = filters.length > 0 ? mostFiltered : most
    const near = await vectors.scan({ set: set.number, workspaceNumber, query, most: depth, documentIds }, signal)
    return { meaning: 'used', near }
  }

  /** Needs no model: what is looked for has its vector already, or none. */
  const nearOwn = async (
    { workspaceNumber, documentId, passageId }: SimilarRequest,
    signal: AbortSignal,
  ): Promise<Meaning> => {
    const set = await embeddings.current()
    if (set?.dimensions === undefined) return { meaning: 'off' }
    if (vectors.load >= mostScans) return { meaning: 'late' }
    const near = await vectors.like({ set: set.number, workspaceNumber, documentId, passageId, most }, signal)
    return near ? { meaning: 'used', near } : { meaning: 'off' }
  }

  /** The request with what is near, if that is there in time. */
  const extended = async <T extends object>(
    wanted: T,
    nearest: (wanted: T, signal: AbortSignal) => Promise<Meaning>,
    signal?: AbortSignal,
  ) => {
    const over = new AbortController()
    const any = signal ? AbortSignal.any([signal, over.signal]) : over.signal
    const late = delay(patience, { meaning: 'late' } as Meaning, { ref: false, signal: any })
    const found = nearest(wanted, any).catch((error: unknown): Meaning => {
      if (!any.aborted) log.warn({ err: error }, 'vectors could not be compared')
      return { meaning: 'failed' }
    })
    try {
      const { meaning, near } = await Promise.race([found, late])
      return { meaning, request: { ...wanted, ...(near && { near }) } }
    } catch {
      throw signal?.reason
    } finally {
      over.abort()
      late.catch(() => undefined) // it was in time
    }
  }

  return {
    ...searching,
    async search(wanted, signal) {
      const { meaning, request } = await extended(wanted, nearQuery, signal)
      return { ...(await search.search(request, signal)), meaning }
    },
    async recall(wanted, signal) {
      const { meaning, request } = await extended(wanted, nearQuery, signal)
      return { ...(await search.recall(request, signal)), meaning }
    },
    async similar(wanted, signal) {
      const { meaning, request } = await extended(wanted, nearOwn, signal)
      return { ...(await search.similar(request, signal)), meaning }
    },
  }
}
