import type { ImportResult } from '../../extensions/backend/src/shared/contract/imports.ts'
import type { Api } from './client.ts'

export type { Workspace } from '../../extensions/backend/src/shared/contract/workspaces.ts'

export const workspacesApi = (api: Api) => ({
  list: (signal?: AbortSignal) => api.call((client, options) => client.api.workspaces.$get(undefined, options), signal),
  add: (name: string) => api.call((client) => client.api.workspaces.$post({ json: { name } })),
  rename: (id: string, name: string) =>
    api.call((client) => client.api.workspaces[':id'].$patch({ param: { id }, json: { name } })),
  remove: (id: string) => api.call((client) => client.api.workspaces[':id'].$delete({ param: { id } })),
  /** The whole workspace as a ZIP, streamed. */
  export: (id: string, skip?: 'damaged') => api.fetch(`/api/workspaces/${id}/export${skip ? `?skip=${skip}` : ''}`),
  /** Merges an exported ZIP; nothing is overwritten. */
  async import(file: File): Promise<ImportResult> {
    const body = new FormData()
    body.append('file', file)
    const response = await api.fetch('/api/import', { method: 'POST', body })
    return (await response.json()) as ImportResult
  },
})
