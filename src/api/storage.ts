import type { Api } from './client.ts'

export type { OriginalCheck } from '../../extensions/backend/src/shared/contract/original-checks.ts'
export type { SnapshotInfo, StorageReport } from '../../extensions/backend/src/shared/contract/storage.ts'

export const storageApi = (api: Api) => ({
  /** The backend restarts for it. */
  repair: () => api.call((client, options) => client.api.storage.repair.$post(undefined, options)),
  makeCopy: () => api.call((client, options) => client.api.storage.snapshots.$post(undefined, options)),
  /** The backend restarts for it. */
  restore: (name: string) =>
    api.call((client, options) => client.api.storage.snapshots[':name'].restore.$post({ param: { name } }, options)),
  removeCopy: (name: string) =>
    api.call((client, options) => client.api.storage.snapshots[':name'].$delete({ param: { name } }, options)),
  report: (signal?: AbortSignal) => api.call((client, options) => client.api.storage.$get(undefined, options), signal),
  check: () => api.call((client) => client.api.storage.check.$get()),
  checkNow: () => api.call((client) => client.api.storage.check.$post()),
})
