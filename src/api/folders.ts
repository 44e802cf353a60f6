import type { FolderChange, FolderMode, FolderRemoval } from '../../extensions/backend/src/shared/contract/folders.ts'
import type { Api } from './client.ts'

export type { Folder, FolderMode, FolderRemoval } from '../../extensions/backend/src/shared/contract/folders.ts'
export { alwaysIgnored } from '../../extensions/backend/src/shared/contract/ignored.ts'

export const foldersApi = (api: Api) => ({
  list: (workspaceId: string, signal?: AbortSignal) =>
    api.call(
      (client, options) => client.api.workspaces[':id'].folders.$get({ param: { id: workspaceId } }, options),
      signal,
    ),
  add: (workspaceId: string, folder: { path: string; mode: FolderMode }) =>
    api.call((client) => client.api.workspaces[':id'].folders.$post({ param: { id: workspaceId }, json: folder })),
  /** Changes what of it is left out. */
  change: (id: string, change: FolderChange) =>
    api.call((client) => client.api.folders[':id'].$patch({ param: { id }, json: change })),
  scan: (id: string) => api.call((client) => client.api.folders[':id'].scan.$post({ param: { id } })),
  remove: (id: string, query: FolderRemoval) =>
    api.call((client) => client.api.folders[':id'].$delete({ param: { id }, query })),
})
