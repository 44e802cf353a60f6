import { createContext } from '@lit/context'
import type { AppEvent } from '../../extensions/backend/src/shared/contract/events.ts'
import type { ApiError } from '../api/client.ts'
import type { Document, documentsApi } from '../api/documents.ts'
import { text } from '../strings/index.ts'
import { WorkspaceCollection } from './collection.ts'
import type { Notices } from './notices.ts'

/** Milliseconds between two looks at a document that is waited for. */
const POLL_MS = 250

/** Whether it waits to be read, or is being read. */
export const isUnread = ({ status }: Document): boolean => status === 'queued' || status === 'indexing'

/** Whether it is a document that may be opened with a password. */
export const isLocked = ({ status, errorCode }: Document): boolean =>
  status === 'failed' && errorCode === 'document.encrypted'

/** The documents of the open workspace, kept in step with the backend's hints. */
export class Documents extends WorkspaceCollection<Document> {
  readonly #api

  constructor(api: ReturnType<typeof documentsApi>, notices: Notices) {
    super(notices, {})
    this.#api = api
  }

  protected override list(workspaceId: string, signal: AbortSignal): Promise<readonly Document[]> {
    return this.#api.list(workspaceId, signal)
  }

  /** Also one that waits to be deleted, for what still names it. */
  override find(id: string): Document | undefined {
    return this.all?.find((document) => document.id === id)
  }

  /** Takes over what an event says, and fetches what it does not say. */
  hint(event: Extract<AppEvent, { type: 'document.changed' }>): void {
    if (!this.isOpen(event.workspaceId)) return
    const { id, status, progress } = event
    const known = this.find(id)
    if (status === 'removed') this.drop([id])
    else if (known) this.put({ ...known, status, progress })
    if (status !== 'removed' && known?.status !== status) void this.refresh()
  }

  /** New documents that the backend has just answered with. */
  added(documents: readonly Document[]): void {
    const ours = documents.filter(({ workspaceId, id }) => this.isOpen(workspaceId) && !this.find(id))
    if (ours.length > 0) this.show([...ours, ...(this.all ?? [])])
  }

  /** Reads a document's original again. */
  async reindex(id: string): Promise<void> {
    try {
      this.#update(await this.#api.reindex(id))
    } catch (error) {
      this.notices.error(error)
    }
  }

  /** Ends the reading of a document; one that was read meanwhile stays as it is. */
  async cancel(id: string): Promise<void> {
    try {
      this.#update(await this.#api.cancel(id))
    } catch (error) {
      if ((error as ApiError).code !== 'document.settled') this.notices.error(error)
      void this.refresh()
    }
  }

  /**
   * Reads a document with a password, and gives it back as it stands when that is done: `failed` where the password is
   * a wrong one. @throws ApiError
   */
  async unlock(id: string, password: string, signal: AbortSignal): Promise<Document> {
    this.#update(await this.#api.reindex(id, { password }))
    for (;;) {
      const { receipt, ...document } = await this.#api.get(id, signal)
      if (!isUnread(document)) {
        this.#update(document)
        return document
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      signal.throwIfAborted()
    }
  }

  /** Takes documents away at once and deletes them after a while, unless the reader thinks better of it. */
  remove(ids: readonly string[]): void {
    const names = ids.map((id) => this.find(id)?.name ?? '')
    this.removeLater(ids, {
      message: text.library.deleted(ids.length, names[0] ?? ''),
      remove: (id) => this.#api.remove(id, { keepalive: true }),
    })
  }

  /** One of another workspace, or of a list that is not there yet, is not shown. */
  #update(document: Document): void {
    if (this.find(document.id)) this.put(document)
  }
}

export const documentsContext = createContext<Documents>('documents')
