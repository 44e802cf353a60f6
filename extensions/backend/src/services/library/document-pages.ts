import { fail } from '../../base/errors.ts'
import type { Document, DocumentWithReceipt, Page } from '../../shared/contract/documents.ts'
import type { DocumentStore } from '../../storage/library/documents.ts'
import type { Picture } from '../../text/extract/pdf/render.ts'
import { extractorVersion } from '../../text/extract/version.ts'
import { headingsIn } from '../../text/pages/headings-in.ts'
import type { Indexing } from '../../workers/index-threads.ts'
import type { Originals } from './originals.ts'
import type { Passwords } from './passwords.ts'

type Parts = {
  store: DocumentStore
  originals: Originals
  indexing: Indexing
  passwords: Passwords
  /** @throws AppError `document.unknown` (404) */
  find: (id: string) => Document
  tell: (document: Document) => void
}

export type PageImageOptions = { passageId?: string; start?: number; end?: number; width: number }

/** The pages of documents, one at a time: their text, how they look, and read again. */
export const documentPages = ({ store, originals, indexing, passwords, find, tell }: Parts) => ({
  /** @throws AppError `page.unknown` (404) */
  page(id: string, number: number): Page {
    const document = find(id)
    const page = store.page(id, number)
    if (page) return { ...page, headings: headingsIn(page.text, store.passages(id, number)) }
    const has = document.status === 'ready' ? `It has ${document.pages}.` : `It is ${document.status}.`
    return fail('page.unknown', `${document.name} has no page ${number}. ${has}`, { status: 404 })
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
    const path = await originals.open(document)
    const { warnings } = await indexing.indexPage({
      document: { id, ...(numbers as NonNullable<typeof numbers>), name, path, sha256 },
      page,
      password: passwords.get(id),
    })
    store.setWarnings(id, warnings)
    tell(find(id))
    return { ...find(id), receipt: store.receipt(id) }
  },
})
