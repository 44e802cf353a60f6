import { createContext } from '@lit/context'
import type { Workspace, workspacesApi } from '../api/workspaces.ts'
import { text } from '../strings/index.ts'
import { Collection, type Listed } from './collection.ts'
import type { Notices } from './notices.ts'
import type { Preferences } from './preferences.ts'

type State = Listed<Workspace> & { currentId?: string | undefined }

/** The workspaces, and the one that is open. */
export class Workspaces extends Collection<Workspace, State> {
  readonly #api
  readonly #preferences: Preferences

  constructor(api: ReturnType<typeof workspacesApi>, preferences: Preferences, notices: Notices) {
    super(notices, {})
    this.#api = api
    this.#preferences = preferences
  }

  protected override fetch(signal: AbortSignal): Promise<readonly Workspace[]> {
    return this.#api.list(signal)
  }

  get current(): Workspace | undefined {
    return this.find(this.value.currentId ?? '')
  }

  open(id: string): void {
    this.patch({ currentId: id })
    this.#preferences.change({ workspaceId: id }).catch(() => undefined) // the next start opens another one then
  }

  async add(name: string): Promise<Workspace> {
    const workspace = await this.#api.add(name)
    this.put(workspace)
    this.open(workspace.id)
    return workspace
  }

  /** The open workspace; the first one is made when there is none yet. */
  async currentOrNew(): Promise<Workspace> {
    return this.current ?? (await this.add(text.workspaces.first))
  }

  /** Takes in an exported workspace and opens it. */
  async import(file: File) {
    const imported = await this.#api.import(file)
    await this.refresh()
    this.open(imported.id)
    return imported
  }

  async rename(id: string, name: string): Promise<void> {
    this.put(await this.#api.rename(id, name))
  }

  async remove(id: string): Promise<void> {
    await this.#api.remove(id)
    this.drop([id])
  }

  /** Keeps the open workspace open while it exists, else opens the one used last. */
  protected override shown(items: readonly Workspace[] = []): Partial<State> {
    const wanted = this.value.currentId ?? this.#preferences.value.workspaceId
    const open = items.find(({ id }) => id === wanted) ?? items[0]
    return { items, error: undefined, currentId: open?.id }
  }
}

export const workspacesContext = createContext<Workspaces>('workspaces')
