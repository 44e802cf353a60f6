import { createHash } from 'node:crypto'
import { fail } from '../errors.ts'
import type { PageContent } from '../text/extract/format.ts'
import { type Database, transaction } from './database.ts'
import { tables } from './passage-index.ts'

/** Whose passages: the document's id and the numbers that its index rows stand under. */
export type Owner = { id: string; number: number; workspaceNumber: number }

/** Terms are apart by spaces. */
export type IndexedPassage = { start: number; end: number; heading?: string; terms: string; headingTerms: string }
export type IndexedPage = Pick<PageContent, 'text' | 'width' | 'height' | 'warnings'> & {
  /** 1-based */
  number: number
  passages: IndexedPassage[]
  /** Words that stand on it, folded but not stemmed; those of earlier pages may be left out. */
  words: string[]
}

/** What is indexed of a document as a whole, and the title that its passages are indexed with; terms apart by spaces. */
export type Whole = { terms: string; title: string; passageTitle: string }

/** Index rows that one transaction removes, so that no other writer waits long. */
const removedAtOnce = 200

/** Rows of vectors that one does; each has some dozens. */
const vectorsRemovedAtOnce = 50

/**
 * A statement for a connection that writes to FTS5 tables; one that names a workspace's tables is closed after use. It reports the connection's last row id, which may be one of
 * their shadow tables' and need more than 53 bits.
 */
const writing = (db: Database, sql: string) => {
  const statement = db.prepare(sql)
  statement.setReadBigInts(true)
  return statement
}

/**
 * A UUIDv7 that is the same each time the same passage is indexed, so that citations keep pointing at it: the document's
 * own time (RFC 9562, 5.7: 48 bits), then bits of a hash of where the passage stands.
 */
export const passageId = (documentId: string, page: number, start: number, end: number): string => {
  const bits = createHash('sha256').update(`${documentId} ${page} ${start} ${end}`).digest('hex')
  const variant = '89ab'[Number.parseInt(bits.charAt(3), 16) & 3]
  return `${documentId.slice(0, 13)}-7${bits.slice(0, 3)}-${variant}${bits.slice(4, 7)}-${bits.slice(7, 19)}`
}

/** Writes passages. Rows of a passage and of its index entry come and go in one transaction, always. */
export const passageWriter = (db: Database) => {
  const insertPage = writing(
    db,
    `
    INSERT INTO page (document_id, number, text, width, height, warnings) VALUES (?, ?, ?, ?, ?, ?)`,
  )
  const insertPassage = writing(
    db,
    `
    INSERT INTO passage (id, document_id, page, start, "end", heading) VALUES (?, ?, ?, ?, ?, ?)`,
  )
  const some = db.prepare(`SELECT number FROM passage WHERE document_id = ? LIMIT ${removedAtOnce}`)
  const deletePassage = writing(db, 'DELETE FROM passage WHERE number = ?')
  const deletePages = writing(db, 'DELETE FROM page WHERE document_id = ?')
  const deletePage = writing(db, 'DELETE FROM page WHERE document_id = ? AND number = ?')
  const ofPage = db.prepare('SELECT number FROM passage WHERE document_id = ? AND page = ?')
  const isRead = db.prepare(
    `SELECT 1 FROM document WHERE id = ? AND sha256 = ? AND status = 'ready' AND removed_at IS NULL`,
  )
  const forgetVectors = writing(db, 'DELETE FROM embedding WHERE document_id = ?')
  const recount = writing(
    db,
    'UPDATE document SET passages = (SELECT count(*) FROM passage WHERE document_id = ?) WHERE id = ?',
  )
  const ofWorkspace = `
    SELECT d.id FROM document d JOIN workspace w ON w.id = d.workspace_id WHERE w.number = ?`
  const someVectors = (where: string) =>
    writing(
      db,
      `DELETE FROM vector_part WHERE number IN (
        SELECT number FROM vector_part WHERE ${where} LIMIT ${vectorsRemovedAtOnce})`,
    )
  const vectorsOfDocument = someVectors('document_id = ?')
  const vectorsOfWorkspace = someVectors('workspace_number = ?')
  const somePassages = writing(
    db,
    `DELETE FROM passage WHERE number IN (
      SELECT number FROM passage WHERE document_id IN (${ofWorkspace}) LIMIT ${removedAtOnce})`,
  )
  const somePages = writing(
    db,
    `DELETE FROM page WHERE (document_id, number) IN (
      SELECT document_id, number FROM page WHERE document_id IN (${ofWorkspace}) LIMIT ${removedAtOnce})`,
  )
  const hasTable = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?")
  const claimed = db.prepare('SELECT 1 FROM document WHERE id = ? AND lease_owner = ?')
  const check = (id: string, lease: string) => {
    if (claimed.get(id, lease) === undefined) throw new Error('The document is not claimed any more.')
  }

  /** Writes a page of a document with its passages, inside of a transaction. */
  const inserter = (id: string, workspaceNumber: number, title: string) => {
    const { passages: table, words: vocabulary } = tables(workspaceNumber)
    const insertWord = writing(db, `INSERT OR IGNORE INTO ${vocabulary} (word) VALUES (?)`)
    const index = writing(db, `INSERT INTO ${table} (rowid, text, title, heading) VALUES (?, ?, ?, ?)`)
    return {
      insert({ number, text, width, height, warnings, passages, words }: IndexedPage): void {
        for (const word of words) insertWord.run(word)
        const said = warnings.length > 0 ? JSON.stringify(warnings) : null
        insertPage.run(id, number, text, width ?? null, height ?? null, said)
        for (const { start, end, heading, terms, headingTerms } of passages) {
          const { lastInsertRowid } = insertPassage.run(
            passageId(id, number, start, end),
            ...[id, number, start, end, heading ?? null],
          )
          index.run(lastInsertRowid, terms, title, headingTerms)
        }
      },
      [Symbol.dispose](): void {
        insertWord.close()
        index.close()
      },
    }
  }

  return {
    /**
     * Pages and their passages; `title` is indexed with every passage.
     * @throws Error when the document is no longer claimed under `lease`; nothing is written then
     */
    write({ id, workspaceNumber }: Owner, lease: string, pages: readonly IndexedPage[], title: string): void {
      using inserting = inserter(id, workspaceNumber, title)
      transaction(db, () => {
        check(id, lease)
        for (const page of pages) inserting.insert(page)
      })
    },

    /**
     * One page in place of the one that has its number, with what that changes of the document as a whole.
     * @throws AppError `document.changed` (409) when it is not, or no longer, a document with these bytes that was read
     */
    replacePage({ id, number, workspaceNumber }: Owner, sha256: string, page: IndexedPage, whole: Whole): void {
      const { passages, documents } = tables(workspaceNumber)
      using unindex = writing(db, `DELETE FROM ${passages} WHERE rowid = ?`)
      using inserting = inserter(id, workspaceNumber, whole.passageTitle)
      using put = writing(db, `INSERT OR REPLACE INTO ${documents} (rowid, text, title) VALUES (?, ?, ?)`)
      transaction(db, () => {
        if (isRead.get(id, sha256) === undefined) {
          fail('document.changed', 'It was changed or removed meanwhile. Look at it again.', { status: 409 })
        }
        for (const old of ofPage.all(id, page.number) as { number: number }[]) {
          unindex.run(old.number)
          deletePassage.run(old.number)
        }
        deletePage.run(id, page.number)
        forgetVectors.run(id) // also where the page had no passage that could take them along
        inserting.insert(page)
        put.run(number, whole.terms, whole.title)
        recount.run(id, id)
      })
    },

    /** The document as a whole, once all its pages are written. */
    finish({ id, number, workspaceNumber }: Owner, lease: string, terms: string, title: string): void {
      const { documents } = tables(workspaceNumber)
      transaction(db, () => {
        check(id, lease)
        using insert = writing(db, `INSERT OR REPLACE INTO ${documents} (rowid, text, title) VALUES (?, ?, ?)`)
        insert.run(number, terms, title)
      })
    },

    /**
     * Removes some of a document's vectors, then of its passages with their index rows; false once nothing is left of it.
     * @throws Error when `lease` is given and lost
     */
    removeSome({ id, number, workspaceNumber }: Owner, lease?: string): boolean {
      const { passages, documents } = tables(workspaceNumber)
      return transaction(db, () => {
        if (lease !== undefined) check(id, lease)
        if (vectorsOfDocument.run(id).changes > 0n) return true
        const isIndexed = hasTable.get(passages) !== undefined
        const numbers = some.all(id) as { number: number }[]
        if (numbers.length > 0) {
          using unindex = isIndexed ? writing(db, `DELETE FROM ${passages} WHERE rowid = ?`) : undefined
          for (const each of numbers) {
            unindex?.run(each.number)
            deletePassage.run(each.number)
          }
          return true
        }
        deletePages.run(id)
        if (!isIndexed) return false
        using unindex = writing(db, `DELETE FROM ${documents} WHERE rowid = ?`)
        unindex.run(number)
        return false
      })
    },

    /** Removes some of the vectors, passages and pages of a workspace whose index is gone; false once none is left. */
    removeSomeOf(workspace: number): boolean {
      const all = [vectorsOfWorkspace, somePassages, somePages]
      return transaction(db, () => all.some((statement) => statement.run(workspace).changes > 0n))
    },
  }
}
export type PassageWriter = ReturnType<typeof passageWriter>
