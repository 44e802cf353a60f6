import { Observable } from '../base/observable.ts'
import { refresher } from '../base/refresher.ts'
import type { Notices } from './notices.ts'

/** A list as it is shown: `items` is undefined until the first answer, `error` says why there is none, or no newer one. */
export type Listed<T> = { items?: readonly T[] | undefined; error?: string | undefined }

type Row = { readonly id: string }
type Removal = {
  /** Told with the chance to undo. */
  message: string
  /** The page may be closing: the request must go on without it. */
  remove: (id: string) => Promise<unknown>
  undone?: () => void
}

/**
 * What the backend has of one kind, kept in step with it: fetched again on its hints, changed at once by what it answers.
 * Rows that wait to be deleted are not shown.
 */
export abstract class Collection<T extends Row, S extends Listed<T> = Listed<T>> extends Observable<S> {
  protected readonly notices: Notices
  readonly #refresher = refresher(
    (signal) => this.#load(signal),
    (error) => this.failed(error),
  )
  readonly #hidden = new Set<string>()
  #all: readonly T[] | undefined
  #wasWanted = false

  constructor(notices: Notices, initial: S) {
    super(initial)
    this.notices = notices
  }

  /** All rows there are; undefined where what is known still holds. */
  protected abstract fetch(signal: AbortSignal): Promise<readonly T[] | undefined>

  /** Resolves when what was true at the time of the call has been fetched. */
  refresh(): Promise<void> {
    this.#wasWanted = true
    return this.#refresher.refresh()
  }

  /** Keeps the list up to date from now on. */
  want(): void {
    if (!this.#wasWanted) void this.refresh()
  }

  /** Fetches again if anybody has ever wanted the list. */
  refreshIfWanted(): void {
    if (this.#wasWanted) void this.refresh()
  }

  /** A row that is shown. */
  find(id: string): T | undefined {
    return this.value.items?.find((row) => row.id === id)
  }

  /** All rows, those that wait to be deleted among them. */
  protected get all(): readonly T[] | undefined {
    return this.#all
  }

  /** Forgets what is under way, for the list is another one from now on. */
  protected restart(): void {
    this.#wasWanted = true
    void this.#refresher.restart()
  }

  protected failed(error: Error): void {
    this.patch({ error: error.message } as Partial<S>)
  }

  protected show(all: readonly T[] | undefined): void {
    this.#all = all
    this.patch(this.shown(all?.filter(({ id }) => !this.#hidden.has(id))))
  }

  /** What follows from the rows that are to be shown. */
  protected shown(items: readonly T[] | undefined): Partial<S> {
    return { items, error: undefined } as Partial<S>
  }

  /** Shows a row in place of what was known of it, a new one as the last. */
  protected put(row: T): void {
    const all = this.#all ?? []
    const isKnown = all.some(({ id }) => id === row.id)
    this.show(isKnown ? all.map((known) => (known.id === row.id ? row : known)) : [...all, row])
  }

  protected drop(ids: readonly string[]): void {
    if (this.#all) this.show(this.#all.filter(({ id }) => !ids.includes(id)))
  }

  protected hide(ids: readonly string[]): void {
    for (const id of ids) this.#hidden.add(id)
    this.show(this.#all)
  }

  protected unhide(ids: readonly string[]): void {
    for (const id of ids) this.#hidden.delete(id)
    this.show(this.#all)
  }

  /** Takes rows away at once and removes them after a while, unless the reader thinks better of it. */
  protected removeLater(ids: readonly string[], { message, remove, undone }: Removal): void {
    this.hide(ids)
    this.notices.undoable(message, {
      undo: () => {
        this.unhide(ids)
        undone?.()
        void this.refresh()
      },
      commit: async () => {
        for (const id of ids) await remove(id)
        this.drop(ids)
        await this.refresh() // a list that was on its way may still name them
        this.unhide(ids)
      },
    })
  }

  async #load(signal: AbortSignal): Promise<void> {
    const all = await this.fetch(signal)
    if (all) this.show(all)
    else if (this.value.error !== undefined) this.patch({ error: undefined } as Partial<S>)
  }
}

/** What the open workspace has of one kind. */
export abstract class WorkspaceCollection<T extends Row> extends Collection<T> {
  /** Null until it is known whether there is a workspace. */
  #workspaceId: string | undefined | null = null

  protected abstract list(workspaceId: string, signal: AbortSignal): Promise<readonly T[]>

  /** Shows another workspace's rows; none where there is no workspace. */
  open(workspaceId: string | undefined): void {
    if (workspaceId === this.#workspaceId) return
    this.#workspaceId = workspaceId
    this.show(workspaceId ? undefined : [])
    this.restart()
  }

  protected isOpen(workspaceId: string): boolean {
    return workspaceId === this.#workspaceId
  }

  protected override async fetch(signal: AbortSignal): Promise<readonly T[] | undefined> {
    const workspaceId = this.#workspaceId
    if (!workspaceId) return undefined
    const rows = await this.list(workspaceId, signal)
    return this.isOpen(workspaceId) ? rows : undefined
  }
}
