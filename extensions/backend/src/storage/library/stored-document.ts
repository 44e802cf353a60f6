import type { PageContent } from '../../text/extract/format.ts'
import type { Passage } from '../../text/pages/chunk.ts'
import { connect } from '../database/database.ts'

/** A page as it is stored, with its passages in order. */
export type StoredPage = Omit<PageContent, 'headings'> & { passages: Passage[] }

type PageRow = { number: number; text: string; width: number | null; height: number | null; warnings: string | null }
type PassageRow = { start: number; end: number; heading: string | null }

/**
 * What was read of a document, all of one state of it until it is closed, however often it is read again meanwhile;
 * undefined when it is not, or no longer, there to be read.
 */
export const openStoredDocument = (dataDir: string, id: string) => {
  const db = connect(dataDir, 'reader')
  const close = () => db.close()
  try {
    db.exec('BEGIN')
    const whole = db
      .prepare(
        `SELECT media_type AS mediaType, receipt, pages FROM document
         WHERE id = ? AND status = 'ready' AND removed_at IS NULL`,
      )
      .get(id) as { mediaType: string; receipt: string | null; pages: number } | undefined
    if (!whole) return void close()
    const rows = db.prepare(
      'SELECT number, text, width, height, warnings FROM page WHERE document_id = ? ORDER BY number',
    )
    const passages = db.prepare(
      'SELECT start, "end", heading FROM passage WHERE document_id = ? AND page = ? ORDER BY start',
    )
    const { title, warnings = [] } = JSON.parse(whole.receipt ?? '{}') as { title?: string; warnings?: string[] }
    return {
      ...(title !== undefined && { title }),
      mediaType: whole.mediaType,
      pageCount: whole.pages,
      warnings,
      *pages(): Generator<StoredPage> {
        for (const row of rows.iterate(id))
          yield toPage(row as PageRow, passages.all(id, (row as PageRow).number) as PassageRow[])
      },
      [Symbol.dispose]: close,
    }
  } catch (error) {
    close()
    throw error
  }
}

const toPage = ({ text, width, height, warnings }: PageRow, passages: readonly PassageRow[]): StoredPage => ({
  text,
  ...(width !== null && { width }),
  ...(height !== null && { height }),
  warnings: warnings === null ? [] : (JSON.parse(warnings) as string[]),
  passages: passages.map(({ start, end, heading }) => ({ start, end, ...(heading !== null && { heading }) })),
})
