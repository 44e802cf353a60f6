import type { Api } from './client.ts'

export type { OriginalCheck } from '../../extensions/backend/src/shared/contract/original-checks.ts'
export type { Recovery, UnclaimedFile } from '../../extensions/backend/src/shared/contract/recovery.ts'
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

/** Where a file goes whose own workspace is gone. */
type Where = { workspaceId?: string }

export const recoveryApi = (api: Api) => ({
  status: (signal?: AbortSignal) =>
    api.call((client, options) => client.api.storage.recovery.$get(undefined, options), signal),
  /** Makes again what only the catalogue knows; answers when that is done. */
  recover: () => api.call((client) => client.api.storage.recovery.recover.$post()),
  dismiss: () => api.call((client) => client.api.storage.recovery.dismiss.$post()),
  bringBack: (sha256: string, json: Where) =>
    api.call((client) => client.api.storage.unclaimed[':sha256'].restore.$post({ param: { sha256 }, json })),
  bringAllBack: (json: Where) => api.call((client) => client.api.storage.unclaimed.restore.$post({ json })),
  content: (sha256: string) => api.fetch(`/api/storage/unclaimed/${sha256}/content`),
  /** `keepalive`: it is deleted although the page closes. */
  remove: (sha256: string) =>
    api.fetch(`/api/storage/unclaimed/${sha256}`, { method: 'DELETE', keepalive: true }).then(() => undefined),
})
