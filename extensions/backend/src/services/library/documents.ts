import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { fail } from '../../base/errors.ts'
import type { EventBus } from '../../base/events.ts'
import type { Logger } from '../../base/log.ts'
import * as words from '../../base/words/index.ts'
import type { Document, DocumentWithReceipt, ReadAgain } from '../../shared/contract/documents.ts'
import type { HiddenDocument, Library } from '../../storage/library/library.ts'
import type { Indexing } from '../../workers/index-threads.ts'
import type { RoomService } from '../system/room.ts'
import { takingIn } from './adding.ts'
import { tellOfDocument } from './document-events.ts'
import { documentPages } from './document-pages.ts'
import type { Intake } from './indexing.ts'
import type { Passwords } from './passwords.ts'

type Parts = {
  library: Library
  room: RoomService
  intake: Intake
  indexing: Indexing
  passwords: Passwords
  events: EventBus
  log: Logger
}

type ListOptions = { limit?: number | undefined; after?: string | undefined }

/** Documents of a workspace: taken in, indexed, read, removed. */
export const documentService = ({ library, room, intake, indexing, passwords, events, log }: Parts) => {
  const { documents, originals, pages, workspaces } = library

  /** @throws AppError `document.unknown` (404) */
  const find = documents.get

  const unknown = (id: string) => fail('document.unknown', words.documents.unknown(id), { status: 404 })

  const tell = (document: Document) => tellOfDocument(events, document)

  const queued = (document: Document) => {
    tell(document)
    intake.wake()
  }
  const taking = takingIn({ library, added: queued })

  const forget = async (hidden: HiddenDocument) => {
    await documents.forget(hidden)
    room.look()
  }

  /** Forgets the document, if it is there, and its passages; its bytes go once no other document has the same ones. */
  const drop = async (id: string): Promise<boolean> => {
    const hidden = await documents.hide(id)
    if (!hidden) return false
    await intake.stop([id])
    passwords.delete(id)
    await forget(hidden)
    tellOfDocument(events, { id, workspaceId: hidden.workspaceId, status: 'removed', progress: 0 })
    return true
  }

  return {
    ...taking,
    ...documentPages({ library, indexing, passwords, tell }),
    find,
    drop,

    /** Resolves once what was taken in would outlive the database, too. */
    settled: originals.settled,

    async get(id: string): Promise<DocumentWithReceipt> {
      return { ...(await find(id)), receipt: await pages.receipt(id) }
    },

    /** Rises with each change of a workspace's documents. @throws AppError `workspace.unknown` (404) */
    change: workspaces.change,

    /**
     * The documents of a workspace, the newest first, in slices that are read when they are wanted: `limit` of them, and
     * only those after one of them, where that is given.
     * @throws AppError `workspace.unknown`, `document.unknown` (404)
     */
    list: (workspaceId: string, options?: ListOptions): AsyncIterable<Document[]> =>
      documents.list(workspaceId, options),

    /**
     * Reads the original again; a password is tried with it, and kept in memory as long as it fits.
     * @throws AppError `document.bytes-missing`, `document.bytes-damaged` (409)
     */
    async reindex(id: string, { password }: NonNullable<ReadAgain> = {}): Promise<Document> {
      await originals.check(await find(id))
      if (password !== undefined) passwords.set(id, password)
      await intake.stop([id])
      const document = (await documents.requeue(id)) ?? unknown(id)
      queued(document)
      return document
    },

    /** Ends its indexing: it becomes `failed`, and can be retried. @throws AppError `document.settled` (409) */
    async cancel(id: string): Promise<Document> {
      const { name, status } = await find(id)
      if (await intake.cancel(id)) return find(id)
      return fail('document.settled', words.documents.nothingToCancel(name, status), { status: 409 })
    },

    /** The same as `drop`. @throws AppError `document.unknown` (404) */
    async remove(id: string): Promise<void> {
      if (!(await drop(id))) unknown(id)
    },

    /** Says that these documents of a workspace were hidden, and forgets them little by little. */
    forgetAll(workspaceId: string, ids: readonly string[]): void {
      for (const id of ids) passwords.delete(id)
      events.emit({ type: 'workspace.changed', id: workspaceId, status: 'present' })
      const isGoing = new Set(ids)
      const forgetThem = async () => {
        await intake.stop(ids)
        for (const each of await documents.hidden()) if (isGoing.has(each.id)) await forget(each)
      }
      forgetThem().catch((error: unknown) =>
        log.warn({ err: error }, 'removed documents are forgotten at the next start'),
      )
    },

    /** Ends removals that a crash cut short. */
    async finishRemovals(): Promise<void> {
      for (const each of await documents.hidden()) await forget(each)
    },

    /** Stops the indexing of all of a workspace's documents and waits until it has. */
    async stopIndexing(workspaceId: string): Promise<void> {
      await intake.stop((await library.claims.unfinished(workspaceId)).map(({ id }) => id))
    },

    /** @throws AppError `document.bytes-missing`, `document.bytes-damaged` (409) when the original is gone, or is not what it was */
    async content(id: string) {
      const document = await find(id)
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
