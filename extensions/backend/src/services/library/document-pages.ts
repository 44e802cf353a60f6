import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import type { Document, DocumentWithReceipt, Page } from '../../shared/contract/documents.ts'
import type { Library } from '../../storage/library/library.ts'
import type { Picture } from '../../text/extract/pdf/render.ts'
import { extractorVersion } from '../../text/extract/version.ts'
import { headingsIn } from '../../text/pages/headings-in.ts'
import type { Indexing } from '../../workers/index-threads.ts'
import type { Passwords } from './passwords.ts'

type Parts = {
  library: Library
  indexing: Indexing
  passwords: Passwords
  tell: (document: Document) => void
}

type PageImageOptions = { passageId?: string; start?: number; end?: number; width: number }

/** The pages of documents, one at a time: their text, how they look, and read again. */
export const documentPages = ({ library: { documents, pages, originals }, indexing, passwords, tell }: Parts) => ({
  /** @throws AppError `page.unknown` (404) */
  async page(id: string, number: number): Promise<Page> {
    const document = await documents.get(id)
    const page = await pages.page(id, number)
    if (page) return { ...page, headings: headingsIn(page.text, await pages.passages(id, number)) }
    const { name, status } = document
    const why =
      status === 'ready' ? words.pages.outOf(name, number, document.pages) : words.pages.notRead(name, number, status)
    return fail('page.unknown', why, { status: 404 })
  },

  /** A picture of a page as PNG, `width` pixels wide, with a passage marked where one is named. */
  async pageImage(id: string, number: number, { passageId, start, end, width }: PageImageOptions): Promise<Picture> {
    const document = await documents.get(id)
    const { mediaType, name } = document
    if (mediaType !== 'application/pdf') {
      fail('page.no-picture', words.pages.noPicture(name, number), { status: 404 })
    }
    if (!(await pages.page(id, number))) fail('page.unknown', words.pages.unknown(name, number), { status: 404 })
    const passage = passageId === undefined ? undefined : await pages.passage(id, passageId)
    if (passageId !== undefined && passage?.page !== number) {
      fail('passage.unknown', words.pages.noPassage(name, number, passageId), { status: 404 })
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
    const document = await documents.get(id)
    const { name, status, sha256 } = document
    const numbers = await documents.numbers(id)
    if (status !== 'ready' || !numbers) fail('document.unread', words.documents.unread(name, status), { status: 409 })
    if (!(await pages.page(id, page))) fail('page.unknown', words.pages.unknown(name, page), { status: 404 })
    if ((await pages.extractor(id)) !== extractorVersion) {
      fail('document.outdated', words.documents.outdated(name), { status: 409 })
    }
    const path = await originals.open(document)
    const { warnings } = await indexing.indexPage({
      document: { id, ...(numbers as NonNullable<typeof numbers>), name, path, sha256 },
      page,
      password: passwords.get(id),
    })
    await pages.setWarnings(id, warnings)
    const now = await documents.get(id)
    tell(now)
    return { ...now, receipt: await pages.receipt(id) }
  },
})
