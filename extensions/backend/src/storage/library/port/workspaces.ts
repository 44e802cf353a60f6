import type { Workspace } from '../../../shared/contract/workspaces.ts'
import type { Promised } from '../promised.ts'
import type { StoredWorkspace, WorkspaceStore } from '../workspaces.ts'

export type LibraryWorkspaces = Promised<Pick<WorkspaceStore, 'find' | 'all' | 'add'>> & {
  /** @throws AppError `workspace.unknown` (404) */
  get(id: string): Promise<StoredWorkspace>
  /** Rises with each change of what the list of its documents shows. @throws AppError `workspace.unknown` (404) */
  change(id: string): Promise<number>
  /** The workspace of this id; made with this name where there is none, under another id where a removal still has that. */
  addOrGet(workspace: Pick<Workspace, 'id' | 'name'>): Promise<{ workspace: Workspace; isNew: boolean }>
  /** @throws AppError `workspace.unknown` (404) */
  rename(id: string, name: string): Promise<Workspace>
  /** Takes it out of all lists at once; `forget` does the rest. @throws AppError `workspace.unknown` (404) */
  hide(id: string): Promise<HiddenWorkspace>
  /** Those that are hidden and not yet forgotten. */
  hidden(): Promise<HiddenWorkspace[]>
  /** Forgets a hidden one with all that it holds, little by little. */
  forget(workspace: HiddenWorkspace): Promise<void>
}

/** `number` names its index. */
export type HiddenWorkspace = { id: string; number: number }
