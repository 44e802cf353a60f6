import type { ReadAgain } from '../../extensions/backend/src/contract/documents.ts'
import type { Api } from './client.ts'

export type {
  Document,
  DocumentStatus,
  DocumentWithReceipt,
  Page,
  PageReceipt,
} from '../../extensions/backend/src/contract/documents.ts'

export const documentsApi = (api: Api) => ({
  list: (workspaceId: string, signal?: AbortSignal) =>
    api.call(
      (client, options) =>
        client.api.workspaces[':id'].documents.$get({ param: { id: workspaceId }, query: {} }, options),
      signal,
    ),
  get: (id: string, signal?: AbortSignal) =>
    api.call((client, options) => client.api.documents[':id'].$get({ param: { id } }, options), signal),
  page: (id: string, n: number, signal?: AbortSignal) =>
    api.call(
      (client, options) => client.api.documents[':id'].pages[':n'].$get({ param: { id, n: String(n) } }, options),
      signal,
    ),
  /** The picture of a page of a PDF; a range of the page's text is marked on it. */
  async picture(
    id: string,
    n: number,
    { start, end, width }: { start?: number; end?: number; width: number },
    signal?: AbortSignal,
  ): Promise<Blob> {
    const query = new URLSearchParams({ width: String(width) })
    if (start !== undefined && end !== undefined) {
      query.set('start', String(start))
      query.set('end', String(end))
    }
    const response = await api.fetch(`/api/documents/${id}/pages/${n}/image?${query}`, { signal })
    return response.blob()
  },
  content: (id: string) => api.fetch(`/api/documents/${id}/content`),
  /** Reads the original again, with a password where it is protected with one. */
  reindex: (id: string, again: ReadAgain = {}) =>
    api.call((client) => client.api.documents[':id'].reindex.$post({ param: { id }, json: again })),
  /** Ends its reading. */
  cancel: (id: string) => api.call((client) => client.api.documents[':id'].cancel.$post({ param: { id } })),
  /** `keepalive` lets the request go on while the page closes. */
  remove: (id: string, { keepalive = false } = {}) =>
    api.fetch(`/api/documents/${id}`, { method: 'DELETE', keepalive }).then(() => undefined),
})
