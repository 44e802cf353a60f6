import { createContext } from '@lit/context'
import type { AppEvent } from '../../extensions/backend/src/shared/contract/events.ts'
import type { Folder, FolderMode, FolderRemoval, foldersApi } from '../api/folders.ts'
import { WorkspaceCollection } from './collection.ts'
import type { Notices } from './notices.ts'

/** The folders of this computer that the open workspace follows. */
export class Folders extends WorkspaceCollection<Folder> {
  readonly #api

  constructor(api: ReturnType<typeof foldersApi>, notices: Notices) {
    super(notices, {})
    this.#api = api
  }

  protected override list(workspaceId: string, signal: AbortSignal): Promise<readonly Folder[]> {
    return this.#api.list(workspaceId, signal)
  }

  hint({ workspaceId }: Extract<AppEvent, { type: 'folder.changed' }>): void {
    if (this.isOpen(workspaceId)) void this.refresh()
  }

  /** Follows one more folder, given by its whole path. @throws ApiError */
  async add(workspaceId: string, folder: { path: string; mode: FolderMode }): Promise<void> {
    const added = await this.#api.add(workspaceId, folder)
    if (this.isOpen(added.workspaceId)) this.put(added)
  }

  /** Looks at a folder now. */
  async scan(id: string): Promise<void> {
    try {
      this.put(await this.#api.scan(id))
    } catch (error) {
      this.notices.error(error)
    }
    void this.refresh()
  }

  /** Changes what of a folder is left out. @throws ApiError */
  async ignore(id: string, ignore: string[]): Promise<void> {
    this.put(await this.#api.change(id, { ignore }))
  }

  /** Follows a folder no longer. @throws ApiError */
  async remove(id: string, removal: FolderRemoval): Promise<void> {
    await this.#api.remove(id, removal)
    this.drop([id])
  }
}

export const foldersContext = createContext<Folders>('folders')
