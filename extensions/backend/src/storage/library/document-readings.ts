import type { Document, Page, PageReceipt, Receipt } from '../../shared/contract/documents.ts'
import type { Database } from '../database/database.ts'
import { type DocumentRow, presentDocuments, toDocument } from './document-row.ts'

/** Its range is UTF-16, in the page's text; its heading the path that it stands under. */
export type PassageOfPage = { id: string; start: number; end: number; heading?: string }

/** What is kept of how a document was read, beside what its receipt shows. */
type Reading = Omit<Receipt, 'pages'> & {
  title?: string
  /** Which reading of files it was; see `extractorVersion`. */
  extractor?: number
  /** A password was given for it, so that its text is for nobody else. */
  isLocked?: boolean
}

export type Outcome = Pick<Document, 'mediaType' | 'pages' | 'passages'> & Reading

const readingOf = (receipt: string | null): Reading => JSON.parse(receipt ?? '{"warnings":[]}')

/** What was read of documents: their pages with their passages, and the receipt of it. */
export const documentReadings = (db: Database) => {
  const receipt = db.prepare('SELECT receipt FROM document WHERE id = ? AND removed_at IS NULL')
  const page = db.prepare('SELECT text, width, height FROM page WHERE document_id = ? AND number = ?')
  const pageReceipts = db.prepare(`
    SELECT p.number AS page, length(p.text) AS characters, p.warnings,
      (SELECT count(*) FROM passage s WHERE s.document_id = p.document_id AND s.page = p.number) AS passages
    FROM page p WHERE document_id = ? ORDER BY p.number`)
  const passage = db.prepare('SELECT page, start, "end" FROM passage WHERE document_id = ? AND id = ?')
  const passages = db.prepare(
    'SELECT id, start, "end", heading FROM passage WHERE document_id = ? AND page = ? ORDER BY start',
  )
  const holder = db.prepare(`
    SELECT d.id FROM document d WHERE d.id >= ?1 AND d.id < ?1 || '~' AND d.removed_at IS NULL
      AND EXISTS (SELECT 1 FROM passage s WHERE s.document_id = d.id AND s.id = ?2)`)
  const doubles = db.prepare(`
    ${presentDocuments} AND sha256 = ? AND id <> ? AND status = 'ready' AND receipt ->> 'extractor' = ?
      AND receipt ->> 'isLocked' IS NULL ORDER BY number LIMIT 20`)
  const setWarnings = db.prepare(`UPDATE document SET receipt = json_set(receipt, '$.warnings', json(?)) WHERE id = ?`)

  const receiptOf = (id: string) => (receipt.get(id) as { receipt: string | null } | undefined)?.receipt ?? null

  return {
    page(id: string, number: number): Page | undefined {
      const found = page.get(id, number) as { text: string; width: number | null; height: number | null } | undefined
      if (!found) return undefined
      return {
        text: found.text,
        ...(found.width !== null && { width: found.width }),
        ...(found.height !== null && { height: found.height }),
      }
    },
    /** The passages that a page is cut into, in order. */
    passages: (id: string, page: number): PassageOfPage[] =>
      (passages.all(id, page) as (PassageOfPage & { heading: string | null })[]).map(({ heading, ...range }) => ({
        ...range,
        ...(heading !== null && { heading }),
      })),
    passage: (id: string, passageId: string) =>
      passage.get(id, passageId) as { page: number; start: number; end: number } | undefined,
    /** The document that a passage belongs to: its id begins as that of its document does. */
    ofPassage: (passageId: string) => (holder.get(passageId.slice(0, 13), passageId) as { id: string } | undefined)?.id,
    /** Documents of the same bytes that were read, by that reading of files and without a password; none for one that was read itself. */
    doubles({ id, sha256 }: Document, extractor: number): Document[] {
      if (receiptOf(id) !== null) return []
      return (doubles.all(sha256, id, extractor) as DocumentRow[]).map(toDocument)
    },
    /** Which reading of files it was read by. */
    extractor: (id: string) => readingOf(receiptOf(id)).extractor,
    setWarnings: (id: string, warnings: readonly string[]) => void setWarnings.run(JSON.stringify(warnings), id),
    receipt(id: string): Receipt {
      const pages = (pageReceipts.all(id) as (Omit<PageReceipt, 'warnings'> & { warnings: string | null })[]).map(
        (each) => ({ ...each, warnings: each.warnings === null ? [] : (JSON.parse(each.warnings) as string[]) }),
      )
      const { warnings, took, sameAs } = readingOf(receiptOf(id))
      return { pages, warnings, ...(took !== undefined && { took }), ...(sameAs !== undefined && { sameAs }) }
    },
  }
}
export type DocumentReadings = ReturnType<typeof documentReadings>
