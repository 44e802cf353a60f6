import type { Database } from '../database/database.ts'

type PageRow = { number: number; text: string }
type PassageRow = { id: string; start: number; end: number; heading: string | null }

/** A page with its passages, in order; ranges are UTF-16, in the page's text. */
export type ReadPage = PageRow & { passages: PassageRow[] }

/** Reads whole documents, page by page, over a connection that nothing else uses meanwhile. */
export const documentReader = (db: Database) => {
  const isReady = db.prepare(`SELECT 1 FROM document WHERE id = ? AND status = 'ready' AND removed_at IS NULL`)
  const pages = db.prepare('SELECT number, text FROM page WHERE document_id = ? ORDER BY number')
  const passages = db.prepare(
    'SELECT id, start, "end", heading FROM passage WHERE document_id = ? AND page = ? ORDER BY start',
  )
  const size = db.prepare(`
    SELECT coalesce(sum(d.passages), 0) AS passages FROM document d JOIN workspace w ON w.id = d.workspace_id
    WHERE w.number = ? AND d.removed_at IS NULL`)

  return {
    /**
     * Hands every page to `take`, all of one state of the document, however often it is read again meanwhile. False
     * when it is not, or no longer, there to be read.
     */
    read(id: string, take: (page: ReadPage) => void): boolean {
      db.exec('BEGIN')
      try {
        if (!isReady.get(id)) return false
        for (const row of pages.iterate(id)) {
          const page = row as PageRow
          take({ ...page, passages: passages.all(id, page.number) as PassageRow[] })
        }
        return true
      } finally {
        db.exec('COMMIT')
      }
    },
    /** Passages of a workspace. */
    size: (workspaceNumber: number) => (size.get(workspaceNumber) as { passages: number }).passages,
  }
}
