import type { EmbeddingsChange } from '../../extensions/backend/src/shared/contract/embeddings.ts'
import type { Api } from './client.ts'

export type {
  EmbeddingsChange,
  EmbeddingsChoice,
  EmbeddingsState,
} from '../../extensions/backend/src/shared/contract/embeddings.ts'
export type {
  RecallHit,
  RecallResult,
  RecallTerm,
  Scores,
} from '../../extensions/backend/src/shared/contract/recall.ts'
export type {
  Facet,
  Facets,
  Hit,
  SearchResult,
  SimilarResult,
} from '../../extensions/backend/src/shared/contract/search.ts'

type Options = { limit?: number; signal?: AbortSignal }

export const searchApi = (api: Api) => ({
  /** Hits, and what the search can be narrowed by. */
  search: (workspaceId: string, q: string, { limit = 50, signal }: Options = {}) =>
    api.call(
      (client, options) =>
        client.api.workspaces[':id'].search.$get(
          { param: { id: workspaceId }, query: { q, limit: String(limit), facets: 'true' } },
          options,
        ),
      signal,
    ),

  /** What an agent would be handed, with every score. */
  recall: (workspaceId: string, q: string, { limit = 24, signal }: Options = {}) =>
    api.call(
      (client, options) =>
        client.api.workspaces[':id'].recall.$get(
          { param: { id: workspaceId }, query: { q, limit: String(limit) } },
          options,
        ),
      signal,
    ),

  similarToPassage: (id: string, { limit = 20, signal }: Options = {}) =>
    api.call(
      (client, options) =>
        client.api.passages[':id'].similar.$get({ param: { id }, query: { limit: String(limit) } }, options),
      signal,
    ),

  similarToDocument: (id: string, { limit = 20, signal }: Options = {}) =>
    api.call(
      (client, options) =>
        client.api.documents[':id'].similar.$get({ param: { id }, query: { limit: String(limit) } }, options),
      signal,
    ),
})

export const embeddingsApi = (api: Api) => ({
  get: (signal?: AbortSignal) => api.call((client, options) => client.api.embeddings.$get(undefined, options), signal),
  change: (change: EmbeddingsChange) => api.call((client) => client.api.embeddings.$put({ json: change })),
})
