import type { Api } from './client.ts'

export type { StorageReport } from '../../extensions/backend/src/contract/storage.ts'

export const storageApi = (api: Api) => ({
  report: (signal?: AbortSignal) => api.call((client, options) => client.api.storage.$get(undefined, options), signal),
})
