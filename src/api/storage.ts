import type { Api } from './client.ts'

export type { OriginalCheck } from '../../extensions/backend/src/contract/original-checks.ts'
export type { StorageReport } from '../../extensions/backend/src/contract/storage.ts'

export const storageApi = (api: Api) => ({
  report: (signal?: AbortSignal) => api.call((client, options) => client.api.storage.$get(undefined, options), signal),
  check: () => api.call((client) => client.api.storage.check.$get()),
  checkNow: () => api.call((client) => client.api.storage.check.$post()),
})
