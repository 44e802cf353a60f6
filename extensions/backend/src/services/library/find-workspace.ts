import { fail } from '../../base/errors.ts'
import type { StoredWorkspace, WorkspaceStore } from '../../storage/library/workspaces.ts'

/** The stored workspace. @throws AppError `workspace.unknown` (404) */
export const findWorkspace = (store: WorkspaceStore, id: string): StoredWorkspace =>
  store.find(id) ?? fail('workspace.unknown', `There is no workspace ${id}.`, { status: 404 })
