import { createHash } from 'node:crypto'
import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import type { PageContent } from '../../text/extract/format.ts'
import { type Database, transaction } from '../database/database.ts'
import { pace } from '../database/pace.ts'
import { tables } from './passage-index.ts'

/** Whose passages: the document's id and the numbers that its index rows stand under. */
export type Owner = { id: string; number: number; workspaceNumber: number }

/** Terms are apart by spaces. */
type IndexedPassage = { start: number; end: number; heading?: string; terms: string; headingTerms: string }
export type IndexedPage = Pick<PageContent, 'text' | 'width' | 'height' | 'warnings'> & {
  /** 1-based */
  number: number
  passages: IndexedPassage[]
  /** Words that stand on it, folded but not stemmed; those of earlier pages may be left out. */
  words: string[]
}

/** What is indexed of a document as a whole, and the title that its passages are indexed with; terms apart by spaces. */
type Whole = { terms: string; title: string; passageTitle: string }

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
const passageId = (documentId: string, page: number, start: number, end: number): string => {
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
  const some = db.prepare('SELECT number FROM passage WHERE document_id = ? LIMIT ?')
  const deletePassage = writing(db, 'DELETE FROM passage WHERE number = ?')
  const deletePages = writing(
    db,
    `DELETE FROM page WHERE (document_id, number) IN (
      SELECT document_id, number FROM page WHERE document_id = ? LIMIT ?)`,
  )
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
  const idsOf = db.prepare(`
    SELECT d.id FROM document d JOIN workspace w ON w.id = d.workspace_id WHERE w.number = ? ORDER BY d.number`)
  const deleteVectors = writing(
    db,
    `DELETE FROM vector_part WHERE number IN (SELECT number FROM vector_part WHERE document_id = ? LIMIT ?)`,
  )
  const deletePassages = writing(
    db,
    `DELETE FROM passage WHERE number IN (SELECT number FROM passage WHERE document_id = ? LIMIT ?)`,
  )
  const paces = {
    vectors: pace({ least: 4 }),
    passages: pace(),
    pages: pace({ least: 8 }),
    workspace: pace({ least: 64 }),
  }
  /** What a row weighs, where a passage, which holds no text, is one. */
  const weighed = [
    [deleteVectors, 16],
    [deletePassages, 1],
    [deletePages, 4],
  ] as const
  const hasTable = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?")
  const claimed = db.prepare('SELECT 1 FROM document WHERE id = ? AND lease_owner = ?')
  const check = (id: string, lease: string) => {
    if (claimed.get(id, lease) === undefined) throw new Error('The document is not claimed any more.')
  }

  /** Removes rows of these documents from one of them on, as many as `count` weighs; gives back where there may be more. */
  const removeFrom = (ids: readonly string[], from: number, count: number): number => {
    let at = from
    for (let left = count; left > 0; ) {
      const id = ids[at]
      if (id === undefined) return at
      for (const [statement, weight] of weighed) {
        if (left > 0) left -= Number(statement.run(id, Math.ceil(left / weight)).changes) * weight
      }
      if (left <= 0) break
      at++
      left--
    }
    return at
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
          fail('document.changed', words.documents.changed, { status: 409 })
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
     * Removes some of a document's vectors, then of its passages with their index rows, then of its pages; false once nothing
     * is left of it.
     * @throws Error when `lease` is given and lost
     */
    removeSome({ id, number, workspaceNumber }: Owner, lease?: string): boolean {
      const { passages, documents } = tables(workspaceNumber)
      return transaction(db, () => {
        if (lease !== undefined) check(id, lease)
        if (paces.vectors((count) => Number(deleteVectors.run(id, count).changes)) > 0) return true
        const isIndexed = hasTable.get(passages) !== undefined
        using unindexPassage = isIndexed ? writing(db, `DELETE FROM ${passages} WHERE rowid = ?`) : undefined
        const removed = paces.passages((count) => {
          const numbers = some.all(id, count) as { number: number }[]
          for (const each of numbers) {
            unindexPassage?.run(each.number)
            deletePassage.run(each.number)
          }
          return numbers.length
        })
        if (removed > 0 || paces.pages((count) => Number(deletePages.run(id, count).changes)) > 0) return true
        if (!isIndexed) return false
        using unindex = writing(db, `DELETE FROM ${documents} WHERE rowid = ?`)
        unindex.run(number)
        return false
      })
    },

    /**
     * For a workspace whose index is gone: removes some of its vectors, passages and pages whenever it is called, until it
     * gives back false.
     */
    removerOf(workspace: number): () => boolean {
      const ids = (idsOf.all(workspace) as { id: string }[]).map(({ id }) => id)
      let at = 0
      return () => {
        let next = at
        const some = (count: number) => {
          next = removeFrom(ids, at, count)
          return next < ids.length ? count : 0
        }
        transaction(db, () => paces.workspace(some))
        at = next // not before it is stored
        return at < ids.length
      }
    },
  }
}
