import { Analysis } from '../../text/search/index-terms.ts'
import { type Database, transaction } from '../database/database.ts'
import { createIndex, tables } from './passage-index.ts'

type DocumentRow = { id: string; number: number; name: string; receipt: string | null }
type PageRow = { number: number; text: string }
type PassageRow = { number: number; start: number; end: number; heading: string | null }

type Options = {
  /** Documents that are done, of how many. */
  onProgress?: ((done: number, total: number) => void) | undefined
  signal?: AbortSignal | undefined
}

/** Documents whose rows one transaction takes. */
const batch = 20

/** Makes the text index of all workspaces from the pages and passages that are stored; there must be none yet. */
export const buildIndex = (db: Database, { onProgress, signal }: Options = {}): void => {
  const { count: total } = db.prepare("SELECT count(*) AS count FROM document WHERE status = 'ready'").get() as {
    count: number
  }
  const workspaces = db.prepare('SELECT id, number FROM workspace').all() as { id: string; number: number }[]
  const documents = db.prepare(
    "SELECT id, number, name, receipt FROM document WHERE workspace_id = ? AND status = 'ready' ORDER BY number",
  )
  let done = 0
  for (const { id, number } of workspaces) {
    createIndex(db, number)
    const write = documentIndexer(db, number)
    const all = documents.all(id) as DocumentRow[]
    for (let at = 0; at < all.length; at += batch) {
      signal?.throwIfAborted()
      const some = all.slice(at, at + batch)
      transaction(db, () => some.forEach(write))
      done += some.length
      onProgress?.(done, total)
    }
  }
}

const documentIndexer = (db: Database, workspace: number) => {
  const { passages, documents, words } = tables(workspace)
  const pages = db.prepare('SELECT number, text FROM page WHERE document_id = ? ORDER BY number')
  const ofPage = db.prepare(
    'SELECT number, start, "end", heading FROM passage WHERE document_id = ? AND page = ? ORDER BY start',
  )
  const insertPassage = db.prepare(`INSERT INTO ${passages} (rowid, text, title, heading) VALUES (?, ?, ?, ?)`)
  const insertDocument = db.prepare(`INSERT INTO ${documents} (rowid, text, title) VALUES (?, ?, ?)`)
  const insertWord = db.prepare(`INSERT OR IGNORE INTO ${words} (word) VALUES (?)`)

  return ({ id, number, name, receipt }: DocumentRow): void => {
    const { title } = JSON.parse(receipt ?? '{}') as { title?: string }
    const analysis = new Analysis(name, title)
    for (const page of pages.all(id) as PageRow[]) {
      const rows = ofPage.all(id, page.number) as PassageRow[]
      const analysed = analysis.page(
        page.text,
        rows.map(({ start, end, heading }) => ({ start, end, ...(heading !== null && { heading }) })),
      )
      for (const word of analysed.words) insertWord.run(word)
      for (const [at, { terms, headingTerms }] of analysed.passages.entries()) {
        insertPassage.run((rows[at] as PassageRow).number, terms, analysis.title, headingTerms)
      }
    }
    const whole = analysis.whole()
    insertDocument.run(number, whole.terms, whole.title)
  }
}
