import type { Logger } from '../log.ts'
import { readFilters } from '../text/filters.ts'
import { type Near, normalised } from '../text/vectors.ts'
import { queryVectors } from './embeddings/query-vectors.ts'
import type { EmbeddingService } from './embeddings.ts'
import type { ModelService } from './models.ts'
import type { Found, SearchRequest } from './retrieval.ts'
import type { Searching } from './search.ts'
import type { Vectors } from './vectors.ts'

type Parts = {
  embeddings: Pick<EmbeddingService, 'current' | 'noticed'>
  models: Pick<ModelService, 'embed'>
  vectors: Pick<Vectors, 'scan'>
  searching: Searching
  log: Logger
  /** Milliseconds that a search waits for the vector of its query. */
  patience?: number
}

/** Nearest passages that are handed on; more where filters will let only some through. */
const most = 100
const mostFiltered = 2000

type Meaning = { meaning: Found['meaning']; near?: Near[] }

/**
 * Search by words, joined by what is near in meaning where passages have vectors. What goes wrong with vectors is said in the
 * result and never makes the search fail.
 */
export const searchingByMeaning = ({
  embeddings,
  models,
  vectors,
  searching,
  log,
  patience = 1500,
}: Parts): Searching => {
  const queries = queryVectors({ models, log, patience })

  const nearest = async (
    { q, workspaceNumber, documentIds }: SearchRequest,
    signal?: AbortSignal,
  ): Promise<Meaning> => {
    const set = embeddings.current()
    const { rest, filters } = readFilters(q)
    if (set?.dimensions === undefined || rest.trim() === '') return { meaning: 'off' }
    const asked = await queries.of(set, rest.trim())
    if (asked.is !== 'there') return { meaning: asked.is }
    if (asked.vector.length !== set.dimensions) {
      void embeddings.noticed(set, asked.vector.length)
      return { meaning: 'failed' }
    }
    const query = normalised(asked.vector)
    if (!query) return { meaning: 'failed' }
    const depth = filters.length > 0 ? mostFiltered : most
    const scan = { set: set.number, workspaceNumber, query, most: depth, documentIds }
    const near = await vectors.scan(scan, signal)
    return { meaning: 'used', near }
  }

  /** The request with what is near; what is wrong with vectors is logged and said in the result. */
  const extended = async (request: SearchRequest, signal?: AbortSignal) => {
    const { meaning, near } = await nearest(request, signal).catch((error: unknown): Meaning => {
      signal?.throwIfAborted()
      log.warn({ err: error }, 'vectors could not be compared')
      return { meaning: 'failed' }
    })
    return { meaning, request: { ...request, ...(near && { near }) } }
  }

  return {
    ...searching,
    async search(wanted, signal) {
      const { meaning, request } = await extended(wanted, signal)
      return { ...(await searching.search(request, signal)), meaning }
    },
    async recall(wanted, signal) {
      const { meaning, request } = await extended(wanted, signal)
      return { ...(await searching.recall(request, signal)), meaning }
    },
  }
}
