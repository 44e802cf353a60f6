import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import type { Document, DocumentWithReceipt, Page, ReadAgain } from '../contract/documents.ts'
import { fail } from '../errors.ts'
import type { Logger } from '../log.ts'
import type { BlobStore, Incoming } from '../storage/blobs.ts'
import type { ContentStore } from '../storage/contents.ts'
import { type Database, transaction } from '../storage/database.ts'
import type { DocumentStore } from '../storage/documents.ts'
import type { WorkspaceStore } from '../storage/workspaces.ts'
import { extractorVersion } from '../text/extract/version.ts'
import { headingsIn } from '../text/headings-in.ts'
import type { Picture } from '../text/render/pdf.ts'
import { isArchive } from '../text/unzip.ts'
import type { EventBus } from './events.ts'
import type { Indexing } from './indexing.ts'
import type { Intake } from './intake.ts'
import { mediaTypeOf } from './media-type.ts'
import { safeName } from './names.ts'
import type { Originals } from './originals.ts'
import type { Passwords } from './passwords.ts'
import { unpack } from './unpacking.ts'
import { findWorkspace } from './workspaces.ts'

type Parts = {
  db: Database
  store: DocumentStore
  workspaces: WorkspaceStore
  blobs: BlobStore
  contents: ContentStore
  originals: Originals
  intake: Intake
  indexing: Indexing
  passwords: Passwords
  events: EventBus
  log: Logger
}

/** A file on its way in: its name as sent, its bytes, and whether the sender's limit cut it. */
export type Upload = { name: string; stream: Readable; isCut: () => boolean }

/** Bytes that arrived: the name they were sent under, the id wished for, and why they cannot be read, if that is known. */
export type Received = { sent: string; incoming: Incoming; id?: string; error?: string | undefined }

export type ListOptions = { limit?: number | undefined; after?: string | undefined }

/** Documents of a workspace: taken in, indexed, read, removed. */
export const documentService = (parts: Parts) => {
  const { db, store, workspaces, blobs, contents, originals, intake, indexing, passwords, events, log } = parts

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

  /**
   * Gives received bytes a document. The same bytes under the same name in the same folder are the same document, which
   * gets its original back where that was lost.
   */
  const keep = (
    workspaceId: string,
    { sent, incoming, id: wish, error }: Received,
  ): { document: Document; isNew: boolean } => {
    const { sha256, size, head } = incoming
    const { name, folder } = safeName(sent)
    const mediaType = mediaTypeOf(name, head)
    const document = { workspaceId, name, ...(folder !== undefined && { folder }), mediaType, size, sha256 }
    const insert = () => {
      findWorkspace(workspaces, workspaceId)
      const twin = store.twin(document) ?? (wish === undefined ? undefined : same(wish, document))
      return twin ? { document: twin, isNew: false } : { document: store.add(document, { error, wish }), isNew: true }
    }
    const kept = error === undefined ? contents.keep(incoming, insert) : keepNothing(incoming, insert)
    if (!kept.isNew) return kept
    tell(kept.document)
    intake.wake()
    return kept
  }

  /** The document of that id, where it is this one: an import brings what a folder holds already. */
  const same = (id: string, { workspaceId, sha256 }: Pick<Document, 'workspaceId' | 'sha256'>) => {
    const there = store.find(id)
    return there?.workspaceId === workspaceId && there.sha256 === sha256 ? there : undefined
  }

  /** A file that was cut, or cannot be had, is listed with the reason, but half an original is none. */
  const keepNothing = <T>(incoming: Incoming, insert: () => T): T => {
    blobs.discard(incoming)
    return transaction(db, insert)
  }

  const take = (workspaceId: string, received: Received): Document => {
    const { document, isNew } = keep(workspaceId, received)
    return !isNew && document.status === 'failed' && received.error === undefined ? queueAgain(document) : document
  }

  const purge = async (removed: { id: string; number: number; workspaceNumber: number; sha256: string }) => {
    await indexing.remove({
      documentId: removed.id,
      documentNumber: removed.number,
      workspaceNumber: removed.workspaceNumber,
    })
    store.purge(removed.id)
    contents.removeUnheld([removed.sha256])
  }

  return {
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

    keep,

    /**
     * Stores a file and queues it for indexing; of an archive each file, in a folder of the archive's name. A document
     * that is there already is given back as it stands, and tried again if it had failed. `signal` ends unpacking; what
     * was taken before stays.
     * @throws AppError `workspace.unknown` (404), `storage.full` (507)
     */
    async add(workspaceId: string, { name: sent, stream, isCut }: Upload, signal?: AbortSignal): Promise<Document[]> {
      findWorkspace(workspaces, workspaceId)
      const incoming = await blobs.receive(stream)
      if (isCut()) return [take(workspaceId, { sent, incoming, error: tooLarge })]
      if (!(await isArchive(incoming.path, sent))) return [take(workspaceId, { sent, incoming })]
      try {
        const documents: Document[] = []
        for await (const file of unpack(sent, incoming, { blobs, signal })) documents.push(take(workspaceId, file))
        return documents
      } finally {
        blobs.discard(incoming)
      }
    },

    /**
     * Reads the original again; a password is tried with it, and kept in memory as long as it fits.
     * @throws AppError `document.bytes-missing` (409)
     */
    async reindex(id: string, { password }: NonNullable<ReadAgain> = {}): Promise<Document> {
      originals.check(find(id))
      if (password !== undefined) passwords.set(id, password)
      await intake.stop([id])
      const document = find(id)
      return document.status === 'queued' ? document : queueAgain(document)
    },

    /**
     * Reads one page of the original again, and answers when that is done; the other pages and their passages stay.
     * @throws AppError `page.unknown` (404), `document.unread`, `document.outdated`, `document.bytes-missing` (409)
     */
    async reindexPage(id: string, page: number): Promise<DocumentWithReceipt> {
      const document = find(id)
      const { name, status, sha256 } = document
      const numbers = store.numbers(id)
      if (status !== 'ready' || !numbers)
        fail('document.unread', `${name} is ${status}. Read all of it.`, { status: 409 })
      if (!store.page(id, page)) fail('page.unknown', `${name} has no page ${page}.`, { status: 404 })
      if (store.extractor(id) !== extractorVersion) {
        const why = `${name} was read by an earlier AIOS, which may have cut it into other pages. Read all of it again.`
        fail('document.outdated', why, { status: 409 })
      }
      const path = await originals.open(document, { strict: true })
      const { warnings } = await indexing.indexPage({
        document: { id, ...(numbers as NonNullable<typeof numbers>), name, path, sha256 },
        page,
        password: passwords.get(id),
      })
      store.setWarnings(id, warnings)
      tell(find(id))
      return { ...find(id), receipt: store.receipt(id) }
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
      transaction(db, () => {
        for (const id of ids) store.markRemoved(id)
        also()
      })
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

    /** @throws AppError `page.unknown` (404) */
    page(id: string, number: number): Page {
      const document = find(id)
      const page = store.page(id, number)
      if (page) return { ...page, headings: headingsIn(page.text, store.passages(id, number)) }
      const has = document.status === 'ready' ? `It has ${document.pages}.` : `It is ${document.status}.`
      return fail('page.unknown', `${document.name} has no page ${number}. ${has}`, { status: 404 })
    },

    /** @throws AppError `document.bytes-missing` (409) when the original is gone, or is another one by now */
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

    /** A picture of a page as PNG, `width` pixels wide, with a passage marked where one is named. */
    async pageImage(id: string, number: number, { passageId, start, end, width }: PageImageOptions): Promise<Picture> {
      const document = find(id)
      const { mediaType, name } = document
      if (mediaType !== 'application/pdf') {
        fail('page.no-picture', `${name} has no page pictures; read its text at /pages/${number}.`, { status: 404 })
      }
      if (!store.page(id, number)) fail('page.unknown', `${name} has no page ${number}.`, { status: 404 })
      const passage = passageId === undefined ? undefined : store.passage(id, passageId)
      if (passageId !== undefined && passage?.page !== number) {
        fail('passage.unknown', `Page ${number} of ${name} has no passage ${passageId}.`, { status: 404 })
      }
      const range = start !== undefined && end !== undefined ? { start, end } : passage
      const marks = range ? [[range.start, range.end] as [number, number]] : []
      return indexing.renderPage({
        path: await originals.open(document),
        page: number,
        width,
        marks,
        password: passwords.get(id),
      })
    },
  }
}
export type DocumentService = ReturnType<typeof documentService>

export type PageImageOptions = { passageId?: string; start?: number; end?: number; width: number }

/** Bytes that one file may have. */
export const largestFile = 1024 ** 3

export const tooLarge = `The file is larger than ${largestFile / 1024 ** 2} MB, the most that one document may have. Split it, and add the parts.`
