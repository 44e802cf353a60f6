import { createContext } from '@lit/context'
import type { AppEvent } from '../../extensions/backend/src/shared/contract/events.ts'
import type { Folder, FolderMode, FolderRemoval, foldersApi } from '../api/folders.ts'
import { Observable } from '../base/observable.ts'
import { refresher } from '../base/refresher.ts'
import type { Notices } from './notices.ts'

type State = { items?: readonly Folder[]; error?: string }

/** The folders of this computer that the open workspace follows. */
export class Folders extends Observable<State> {
  readonly #api
  readonly #notices: Notices
  readonly #refresher
  #workspaceId: string | undefined

  constructor(api: ReturnType<typeof foldersApi>, notices: Notices) {
    super({})
    this.#api = api
    this.#notices = notices
    this.#refresher = refresher(
      async (signal) => {
        const workspaceId = this.#workspaceId
        if (!workspaceId) return
        const items = await api.list(workspaceId, signal)
        if (workspaceId === this.#workspaceId) this.set({ items })
      },
      ({ message }) => this.patch({ error: message }),
    )
  }

  /** Shows another workspace's folders; none where there is no workspace. */
  open(workspaceId: string | undefined): void {
    if (workspaceId === this.#workspaceId) return
    this.#workspaceId = workspaceId
    this.set(workspaceId ? {} : { items: [] })
    void this.#refresher.restart()
  }

  refresh(): Promise<void> {
    return this.#refresher.refresh()
  }

  hint({ workspaceId }: Extract<AppEvent, { type: 'folder.changed' }>): void {
    if (workspaceId === this.#workspaceId) void this.refresh()
  }

  /** Follows one more folder, given by its whole path. @throws ApiError */
  async add(workspaceId: string, folder: { path: string; mode: FolderMode }): Promise<void> {
    const added = await this.#api.add(workspaceId, folder)
    if (added.workspaceId === this.#workspaceId) this.#put(added)
  }

  /** Looks at a folder now. */
  async scan(id: string): Promise<void> {
    try {
      this.#put(await this.#api.scan(id))
    } catch (error) {
      this.#notices.error(error)
    }
    void this.refresh()
  }

  /** Changes what of a folder is left out. @throws ApiError */
  async ignore(id: string, ignore: string[]): Promise<void> {
    this.#put(await this.#api.change(id, { ignore }))
  }

  /** Follows a folder no longer. @throws ApiError */
  async remove(id: string, removal: FolderRemoval): Promise<void> {
    await this.#api.remove(id, removal)
    this.patch({ items: this.value.items?.filter((folder) => folder.id !== id) })
  }

  #put(folder: Folder): void {
    const others = (this.value.items ?? []).filter(({ id }) => id !== folder.id)
    this.patch({ items: [...others, folder].toSorted((a, b) => a.createdAt.localeCompare(b.createdAt)) })
  }
}

export const foldersContext = createContext<Folders>('folders')
