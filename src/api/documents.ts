import type { ReadAgain } from '../../extensions/backend/src/shared/contract/documents.ts'
import type { Api } from './client.ts'

export type {
  Document,
  DocumentWithReceipt,
  Page,
  PageReceipt,
} from '../../extensions/backend/src/shared/contract/documents.ts'
export type { IndexingState } from '../../extensions/backend/src/shared/contract/indexing.ts'

/** A page as it looks, and where the marked words are on it, in shares of its width and height. */
export type Picture = { blob: Blob; marked?: { left: number; top: number; right: number; bottom: number } }

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
  ): Promise<Picture> {
    const query = new URLSearchParams({ width: String(width) })
    if (start !== undefined && end !== undefined) {
      query.set('start', String(start))
      query.set('end', String(end))
    }
    const response = await api.fetch(`/api/documents/${id}/pages/${n}/image?${query}`, { signal })
    const [left, top, right, bottom] = response.headers.get('aios-marked')?.split(' ').map(Number) ?? []
    const marked = bottom === undefined ? undefined : ({ left, top, right, bottom } as Picture['marked'])
    return { blob: await response.blob(), ...(marked && { marked }) }
  },
  /** Has the system open the original, or show it in its folder. */
  open: (id: string, how: 'open' | 'reveal') =>
    api.call((client) => client.api.documents[':id'].open.$post({ param: { id }, json: { how } })),
  content: (id: string) => api.fetch(`/api/documents/${id}/content`),
  /** Reads the original again, with a password where it is protected with one. */
  reindex: (id: string, again: ReadAgain = {}) =>
    api.call((client) => client.api.documents[':id'].reindex.$post({ param: { id }, json: again })),
  /** Reads one page of the original again; answers when that is done. */
  reindexPage: (id: string, n: number) =>
    api.call((client) => client.api.documents[':id'].pages[':n'].reindex.$post({ param: { id, n: String(n) } })),
  /** Ends its reading. */
  cancel: (id: string) => api.call((client) => client.api.documents[':id'].cancel.$post({ param: { id } })),
  /** `keepalive` lets the request go on while the page closes. */
  remove: (id: string, { keepalive = false } = {}) =>
    api.fetch(`/api/documents/${id}`, { method: 'DELETE', keepalive }).then(() => undefined),
})

export const indexingApi = (api: Api) => ({
  get: (signal?: AbortSignal) => api.call((client, options) => client.api.indexing.$get(undefined, options), signal),
  pause: (paused: boolean) => api.call((client) => client.api.indexing.$post({ json: { paused } })),
})
