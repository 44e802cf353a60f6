import { createContext } from '@lit/context'
import type { Workspace, workspacesApi } from '../api/workspaces.ts'
import { Observable } from '../base/observable.ts'
import { refresher } from '../base/refresher.ts'
import { text } from '../strings/index.ts'
import type { Preferences } from './preferences.ts'

type State = { items?: readonly Workspace[]; currentId?: string; error?: string }

/** The workspaces, and the one that is open. */
export class Workspaces extends Observable<State> {
  readonly #api
  readonly #preferences: Preferences
  readonly refresh

  constructor(api: ReturnType<typeof workspacesApi>, preferences: Preferences) {
    super({})
    this.#api = api
    this.#preferences = preferences
    this.refresh = refresher(
      async (signal) => this.#show(await api.list(signal)),
      ({ message }) => this.patch({ error: message }),
    ).refresh
  }

  get current(): Workspace | undefined {
    return this.value.items?.find(({ id }) => id === this.value.currentId)
  }

  open(id: string): void {
    this.patch({ currentId: id })
    this.#preferences.change({ workspaceId: id }).catch(() => undefined) // the next start opens another one then
  }

  async add(name: string): Promise<Workspace> {
    const workspace = await this.#api.add(name)
    this.#show([...(this.value.items ?? []), workspace])
    this.open(workspace.id)
    return workspace
  }

  /** The open workspace; the first one is made when there is none yet. */
  async needed(): Promise<Workspace> {
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
    const renamed = await this.#api.rename(id, name)
    this.#show((this.value.items ?? []).map((workspace) => (workspace.id === id ? renamed : workspace)))
  }

  async remove(id: string): Promise<void> {
    await this.#api.remove(id)
    this.#show((this.value.items ?? []).filter((workspace) => workspace.id !== id))
  }

  /** Keeps the open workspace open while it exists, else opens the one used last. */
  #show(items: readonly Workspace[]): void {
    const wanted = this.value.currentId ?? this.#preferences.value.workspaceId
    const open = items.find(({ id }) => id === wanted) ?? items[0]
    this.set({ items, ...(open && { currentId: open.id }) })
  }
}

export const workspacesContext = createContext<Workspaces>('workspaces')
