import { createContext } from '@lit/context'
import type { AppEvent } from '../../extensions/backend/src/shared/contract/events.ts'
import type { ApiError } from '../api/client.ts'
import type { Document, documentsApi } from '../api/documents.ts'
import { Observable } from '../base/observable.ts'
import { refresher } from '../base/refresher.ts'
import { text } from '../strings/index.ts'
import type { Notices } from './notices.ts'

type State = {
  /** Undefined until the first answer; without those that wait to be deleted. */
  items?: readonly Document[]
  error?: string
}

/** Milliseconds between two looks at a document that is waited for. */
const pause = 250

/** Whether it waits to be read, or is being read. */
export const isUnread = ({ status }: Document): boolean => status === 'queued' || status === 'indexing'

/** Whether it is a document that may be opened with a password. */
export const isLocked = ({ status, errorCode }: Document): boolean =>
  status === 'failed' && errorCode === 'document.encrypted'

/** The documents of the open workspace, kept in step with the backend's hints. */
export class Documents extends Observable<State> {
  readonly #api
  readonly #notices: Notices
  readonly #refresher
  /** Null until it is known whether there is a workspace. */
  #workspaceId: string | undefined | null = null
  #all: readonly Document[] | undefined
  #leaving = new Set<string>()

  constructor(api: ReturnType<typeof documentsApi>, notices: Notices) {
    super({})
    this.#api = api
    this.#notices = notices
    this.#refresher = refresher(
      (signal) => this.#fetch(signal),
      ({ message }) => this.patch({ error: message }),
    )
  }

  /** Shows another workspace's documents; none where there is no workspace. */
  open(workspaceId: string | undefined): void {
    if (workspaceId === this.#workspaceId) return
    this.#workspaceId = workspaceId
    this.#show(workspaceId ? undefined : [])
    void this.#refresher.restart()
  }

  refresh(): Promise<void> {
    return this.#refresher.refresh()
  }

  find(id: string): Document | undefined {
    return this.#all?.find((document) => document.id === id)
  }

  /** Takes over what an event says, and fetches what it does not say. */
  hint(event: Extract<AppEvent, { type: 'document.changed' }>): void {
    if (event.workspaceId !== this.#workspaceId) return
    const { id, status, progress } = event
    const known = this.find(id)
    if (status === 'removed') this.#show(this.#all?.filter((document) => document.id !== id))
    else if (known) this.#put({ ...known, status, progress })
    if (status !== 'removed' && known?.status !== status) void this.refresh()
  }

  /** New documents that the backend has just answered with. */
  added(documents: readonly Document[]): void {
    const ours = documents.filter(({ workspaceId, id }) => workspaceId === this.#workspaceId && !this.find(id))
    if (ours.length > 0) this.#show([...ours, ...(this.#all ?? [])])
  }

  /** Reads a document's original again. */
  async reindex(id: string): Promise<void> {
    try {
      this.#put(await this.#api.reindex(id))
    } catch (error) {
      this.#notices.error(error)
    }
  }

  /** Ends the reading of a document; one that was read meanwhile stays as it is. */
  async cancel(id: string): Promise<void> {
    try {
      this.#put(await this.#api.cancel(id))
    } catch (error) {
      if ((error as ApiError).code !== 'document.settled') this.#notices.error(error)
      void this.refresh()
    }
  }

  /**
   * Reads a document with a password, and gives it back as it stands when that is done: `failed` where the password is
   * a wrong one. @throws ApiError
   */
  async unlock(id: string, password: string, signal: AbortSignal): Promise<Document> {
    this.#put(await this.#api.reindex(id, { password }))
    for (;;) {
      const { receipt, ...document } = await this.#api.get(id, signal)
      if (!isUnread(document)) {
        this.#put(document)
        return document
      }
      await new Promise((resolve) => setTimeout(resolve, pause))
      signal.throwIfAborted()
    }
  }

  /** Takes documents away at once and deletes them after a while, unless the reader thinks better of it. */
  remove(ids: readonly string[]): void {
    const names = ids.map((id) => this.find(id)?.name ?? '')
    const back = () => {
      for (const id of ids) this.#leaving.delete(id)
      this.#show(this.#all)
    }
    for (const id of ids) this.#leaving.add(id)
    this.#show(this.#all)
    this.#notices.undoable(text.library.deleted(ids.length, names[0] ?? ''), {
      undo: back,
      commit: () => this.#delete(ids),
    })
  }

  async #delete(ids: readonly string[]): Promise<void> {
    // The page may be closing: the requests go on without it.
    for (const id of ids) await this.#api.remove(id, { keepalive: true })
    this.#show(this.#all?.filter((document) => !ids.includes(document.id)))
    for (const id of ids) this.#leaving.delete(id)
  }

  async #fetch(signal: AbortSignal): Promise<void> {
    const workspaceId = this.#workspaceId
    if (!workspaceId) return
    const documents = await this.#api.list(workspaceId, signal)
    if (workspaceId === this.#workspaceId) this.#show(documents)
  }

  #put(document: Document): void {
    this.#show(this.#all?.map((known) => (known.id === document.id ? document : known)))
  }

  #show(all: readonly Document[] | undefined): void {
    this.#all = all
    this.set(all ? { items: all.filter(({ id }) => !this.#leaving.has(id)) } : {})
  }
}

export const documentsContext = createContext<Documents>('documents')
