import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { fail } from '../../base/errors.ts'
import type { EventBus } from '../../base/events.ts'
import type { Logger } from '../../base/log.ts'
import type { Document, DocumentWithReceipt, ReadAgain } from '../../shared/contract/documents.ts'
import { type Database, transaction } from '../../storage/database/database.ts'
import type { DiskSpace } from '../../storage/database/disk-space.ts'
import type { DocumentStore } from '../../storage/library/documents.ts'
import type { WorkspaceStore } from '../../storage/library/workspaces.ts'
import type { BlobStore } from '../../storage/originals/blobs.ts'
import type { Catalogue } from '../../storage/originals/catalogue.ts'
import type { ContentStore } from '../../storage/originals/contents.ts'
import type { OpenedCopies } from '../../storage/originals/opened-copies.ts'
import type { Indexing } from '../../workers/index-threads.ts'
import type { RoomService } from '../system/room.ts'
import { takingIn } from './adding.ts'
import { documentPages } from './document-pages.ts'
import { findWorkspace } from './find-workspace.ts'
import type { Intake } from './indexing.ts'
import type { Originals } from './originals.ts'
import type { Passwords } from './passwords.ts'

type Parts = {
  db: Database
  space: DiskSpace
  room: RoomService
  store: DocumentStore
  workspaces: WorkspaceStore
  blobs: BlobStore
  contents: ContentStore
  catalogue: Catalogue
  originals: Originals
  intake: Intake
  indexing: Indexing
  passwords: Passwords
  copies: OpenedCopies
  events: EventBus
  log: Logger
}

export type ListOptions = { limit?: number | undefined; after?: string | undefined }

/** Documents of a workspace: taken in, indexed, read, removed. */
export const documentService = (parts: Parts) => {
  const {
    db,
    space,
    room,
    store,
    workspaces,
    blobs,
    contents,
    originals,
    intake,
    indexing,
    passwords,
    copies,
    events,
    log,
  } = parts

  /** @throws AppError `document.unknown` (404) */
  const find = (id: string): Document =>
    store.find(id) ?? fail('document.unknown', `There is no document ${id}.`, { status: 404 })

  const tell = ({ id, workspaceId, status, progress }: Document) =>
    events.emit({ type: 'document.changed', id, workspaceId, status, progress })

  const queueAgain = (document: Document): Document => {
    store.requeue(document.id)
    const queued = find(document.id)
    tell(queued)
    intake.wake()
    return queued
  }

  const added = (document: Document) => {
    tell(document)
    intake.wake()
  }
  const taking = takingIn({ db, store, workspaces, blobs, contents, added, queueAgain })

  const purge = async (removed: { id: string; number: number; workspaceNumber: number; sha256: string }) => {
    await indexing.remove({
      documentId: removed.id,
      documentNumber: removed.number,
      workspaceNumber: removed.workspaceNumber,
    })
    store.purge(removed.id)
    copies.remove(removed.id)
    contents.removeUnheld([removed.sha256])
    indexing.giveBack()
    room.look()
  }

  return {
    ...taking,
    ...documentPages({ store, originals, indexing, passwords, find, tell }),

    /** Resolves once what was taken in would outlive the database, too. */
    settled: (): Promise<void> => parts.catalogue.sync(),

    get: (id: string): DocumentWithReceipt => ({ ...find(id), receipt: store.receipt(id) }),
    find,

    /** Rises with each change of a workspace's documents. @throws AppError `workspace.unknown` (404) */
    change(workspaceId: string): number {
      findWorkspace(workspaces, workspaceId)
      return workspaces.change(workspaceId)
    },

    /**
     * The documents of a workspace, the newest first, in slices that are read when they are wanted: `limit` of them, and
     * only those after one of them, where that is given.
     * @throws AppError `workspace.unknown`, `document.unknown` (404)
     */
    list(workspaceId: string, { limit = Number.POSITIVE_INFINITY, after }: ListOptions = {}): Iterable<Document[]> {
      findWorkspace(workspaces, workspaceId)
      const last = after === undefined ? undefined : store.numbers(find(after).id)?.number
      return store.slices(workspaceId, { limit, below: last })
    },

    /**
     * Reads the original again; a password is tried with it, and kept in memory as long as it fits.
     * @throws AppError `document.bytes-missing`, `document.bytes-damaged` (409)
     */
    async reindex(id: string, { password }: NonNullable<ReadAgain> = {}): Promise<Document> {
      await originals.check(find(id))
      if (password !== undefined) passwords.set(id, password)
      await intake.stop([id])
      const document = find(id)
      return document.status === 'queued' ? document : queueAgain(document)
    },

    /** Ends its indexing: it becomes `failed`, and can be retried. @throws AppError `document.settled` (409) */
    async cancel(id: string): Promise<Document> {
      const { name, status } = find(id)
      if (await intake.cancel(id)) return find(id)
      return fail('document.settled', `${name} is ${status}: there is nothing to cancel.`, { status: 409 })
    },

    /** Forgets the document and its passages; its bytes go once no other document has the same ones. */
    async remove(id: string): Promise<void> {
      const document = find(id)
      const numbers = store.numbers(id)
      if (!numbers) return
      store.markRemoved(id)
      await intake.stop([id])
      passwords.delete(id)
      await purge({ id, ...numbers, sha256: document.sha256 })
      events.emit({ type: 'document.changed', id, workspaceId: document.workspaceId, status: 'removed', progress: 0 })
    },

    /** Hides these documents of a workspace at once, with what `also` does, and forgets them little by little. */
    removeAll(workspaceId: string, ids: readonly string[], also: () => void): void {
      const hide = () => {
        for (const id of ids) store.markRemoved(id)
        also()
      }
      space.spend(() => transaction(db, hide))
      for (const id of ids) passwords.delete(id)
      events.emit({ type: 'workspace.changed', id: workspaceId, status: 'present' })
      const isGoing = new Set(ids)
      const forget = async () => {
        await intake.stop(ids)
        for (const each of store.removed()) if (isGoing.has(each.id)) await purge(each)
      }
      forget().catch((error: unknown) => log.warn({ err: error }, 'removed documents are forgotten at the next start'))
    },

    /** Ends removals that a crash cut short. */
    async finishRemovals(): Promise<void> {
      for (const each of store.removed()) await purge(each)
    },

    /** Stops the indexing of all of a workspace's documents and waits until it has. */
    stopIndexing: (workspaceId: string) => intake.stop(store.unfinished(workspaceId).map((document) => document.id)),

    /** @throws AppError `document.bytes-missing`, `document.bytes-damaged` (409) when the original is gone, or is not what it was */
    async content(id: string) {
      const document = find(id)
      const path = await originals.open(document)
      const { size, mediaType, name } = document
      return {
        size,
        mediaType,
        name: basename(name),
        read: (range?: { start: number; end: number }) => createReadStream(path, range),
      }
    },
  }
}
export type DocumentService = ReturnType<typeof documentService>
