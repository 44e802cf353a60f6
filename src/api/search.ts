import type { Api } from './client.ts'

export type { Hit, SearchResult } from '../../extensions/backend/src/contract/search.ts'

export const searchApi = (api: Api) => ({
  search: (workspaceId: string, q: string, { limit = 50, signal }: { limit?: number; signal?: AbortSignal } = {}) =>
    api.call(
      (client, options) =>
        client.api.workspaces[':id'].search.$get(
          { param: { id: workspaceId }, query: { q, limit: String(limit) } },
          options,
        ),
      signal,
    ),
})
