import type { Api } from './client.ts'

export type { IndexingState } from '../../extensions/backend/src/shared/contract/indexing.ts'

export const indexingApi = (api: Api) => ({
  get: (signal?: AbortSignal) => api.call((client, options) => client.api.indexing.$get(undefined, options), signal),
  pause: (paused: boolean) => api.call((client) => client.api.indexing.$post({ json: { paused } })),
})
