import type { EmbeddingsChange } from '../../extensions/backend/src/shared/contract/embeddings.ts'
import type { Api } from './client.ts'

export type {
  EmbeddingsChange,
  EmbeddingsChoice,
  EmbeddingsState,
} from '../../extensions/backend/src/shared/contract/embeddings.ts'

export const embeddingsApi = (api: Api) => ({
  get: (signal?: AbortSignal) => api.call((client, options) => client.api.embeddings.$get(undefined, options), signal),
  change: (change: EmbeddingsChange) => api.call((client) => client.api.embeddings.$put({ json: change })),
})
