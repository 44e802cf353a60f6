import { createHash } from 'node:crypto'
import type { PageContent } from '../text/extract/format.ts'
import { type Database, transaction } from './database.ts'

/**
 * The text index of a workspace: FTS5 over its passages, FTS5 over its documents (the parent's score), and the
 * passages' terms. They hold terms as `text/words.ts` makes them, apart by spaces, which is why the tokenizer is the
 * plainest there is; no text is stored in them. Beside them stand the words as they are written, for spelling; a word stays
 * there when its last document goes, and is passed over because no passage has its term.
 */
const tables = (workspace: number) => ({
  passages: `passage_index_${workspace}`,
  documents: `document_index_${workspace}`,
  terms: `passage_terms_${workspace}`,
  words: `passage_words_${workspace}`,
})

/** Makes a workspace's index where it is missing. */
export const createIndex = (db: Database, workspace: number): void => {
  const { passages, documents, terms, words } = tables(workspace)
  const options = `content = '', contentless_delete = 1, tokenize = 'ascii'`
  transaction(db, () =>
    db.exec(`
      CREATE VIRTUAL TABLE IF NOT EXISTS ${passages} USING fts5 (text, title, heading, ${options});
      CREATE VIRTUAL TABLE IF NOT EXISTS ${documents} USING fts5 (text, title, ${options});
      CREATE VIRTUAL TABLE IF NOT EXISTS ${terms} USING fts5vocab (${passages}, row);
      CREATE TABLE IF NOT EXISTS ${words} (word TEXT PRIMARY KEY) WITHOUT ROWID;`),
  )
}

export const dropIndex = (db: Database, workspace: number): void => {
  const { passages, documents, terms, words } = tables(workspace)
  transaction(db, () =>
    db.exec([terms, passages, documents, words].map((table) => `DROP TABLE IF EXISTS ${table};`).join('')),
  )
}

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

/** Index rows that one transaction removes, so that no other writer waits long. */
const removedAtOnce = 200

/**
 * A statement for a connection that writes to FTS5 tables. It reports the connection's last row id, which may be one of
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
  const ofWorkspace = `
    SELECT d.id FROM document d JOIN workspace w ON w.id = d.workspace_id WHERE w.number = ?`
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

  return {
    /**
     * Pages and their passages; `title` is indexed with every passage.
     * @throws Error when the document is no longer claimed under `lease`; nothing is written then
     */
    write({ id, workspaceNumber }: Owner, lease: string, pages: readonly IndexedPage[], title: string): void {
      const { passages: table, words: vocabulary } = tables(workspaceNumber)
      const insertWord = writing(db, `INSERT OR IGNORE INTO ${vocabulary} (word) VALUES (?)`)
      const index = writing(db, `INSERT INTO ${table} (rowid, text, title, heading) VALUES (?, ?, ?, ?)`)
      transaction(db, () => {
        check(id, lease)
        for (const { number, text, width, height, warnings, passages, words } of pages) {
          for (const word of words) insertWord.run(word)
          insertPage.run(
            id,
            number,
            text,
            width ?? null,
            height ?? null,
            warnings.length > 0 ? JSON.stringify(warnings) : null,
          )
          for (const { start, end, heading, terms, headingTerms } of passages) {
            const { lastInsertRowid } = insertPassage.run(
              passageId(id, number, start, end),
              ...[id, number, start, end, heading ?? null],
            )
            index.run(lastInsertRowid, terms, title, headingTerms)
          }
        }
      })
    },

    /** The document as a whole, once all its pages are written. */
    finish({ id, number, workspaceNumber }: Owner, lease: string, terms: string, title: string): void {
      const { documents } = tables(workspaceNumber)
      transaction(db, () => {
        check(id, lease)
        const insert = writing(db, `INSERT OR REPLACE INTO ${documents} (rowid, text, title) VALUES (?, ?, ?)`)
        insert.run(number, terms, title)
      })
    },

    /**
     * Removes some of a document's passages with their index rows; false once nothing is left of it.
     * @throws Error when `lease` is given and lost
     */
    removeSome({ id, number, workspaceNumber }: Owner, lease?: string): boolean {
      const { passages, documents } = tables(workspaceNumber)
      return transaction(db, () => {
        if (lease !== undefined) check(id, lease)
        const isIndexed = hasTable.get(passages) !== undefined
        const numbers = some.all(id) as { number: number }[]
        if (numbers.length > 0) {
          const unindex = isIndexed ? writing(db, `DELETE FROM ${passages} WHERE rowid = ?`) : undefined
          for (const each of numbers) {
            unindex?.run(each.number)
            deletePassage.run(each.number)
          }
          return true
        }
        deletePages.run(id)
        if (isIndexed) writing(db, `DELETE FROM ${documents} WHERE rowid = ?`).run(number)
        return false
      })
    },

    /** Removes some of the pages and passages of a workspace whose index is gone; false once none is left. */
    removeSomeOf(workspace: number): boolean {
      return transaction(db, () => [somePassages, somePages].some((statement) => statement.run(workspace).changes > 0n))
    },
  }
}
export type PassageWriter = ReturnType<typeof passageWriter>

/** Weights of text, title and heading in BM25. */
const passageWeights = '1.0, 4.0, 2.0'
const documentWeights = '1.0, 3.0'

/** Words that are looked at for one beginning. */
const mostWords = 20_000

/** Milliseconds that a term's frequency is taken for true. */
const frequencyAge = 20_000

export type Scored = { number: number; score: number }

/** A passage as stored, with the text that it is a part of. */
export type StoredPassage = {
  number: number
  id: string
  documentNumber: number
  documentId: string
  documentName: string
  page: number
  start: number
  end: number
  heading: string | null
  pageText: string
}

/** Reads a workspace's index. Scores are BM25, higher is better; `match` is an FTS5 expression made by `expression`. */
export const passageReader = (db: Database, workspace: number) => {
  const { passages, documents, terms, words } = tables(workspace)
  const isThere = db.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(words) !== undefined
  if (!isThere) return undefined
  const ofTerm = db.prepare(`SELECT doc FROM ${terms} WHERE term = ?`)
  const best = db.prepare(`
    SELECT rowid AS number, -bm25(${passages}, ${passageWeights}) AS score FROM ${passages}
    WHERE ${passages} MATCH ? ORDER BY score DESC LIMIT ?`)
  const bestWithin = db.prepare(`
    SELECT rowid AS number, -bm25(${passages}, ${passageWeights}) AS score FROM ${passages}
    WHERE ${passages} MATCH ?
      AND +rowid IN (SELECT number FROM passage WHERE document_id IN (SELECT value FROM json_each(?)))
    ORDER BY score DESC LIMIT ?`)
  const parents = db.prepare(`
    SELECT rowid AS number, -bm25(${documents}, ${documentWeights}) AS score FROM ${documents}
    WHERE ${documents} MATCH ? AND +rowid IN (SELECT value FROM json_each(?))`)
  const stored = db.prepare(`
    SELECT s.number, s.id, d.number AS documentNumber, d.id AS documentId, d.name AS documentName, s.page, s.start,
      s."end", s.heading, p.text AS pageText
    FROM passage s
    JOIN document d ON d.id = s.document_id AND d.removed_at IS NULL
    JOIN page p ON p.document_id = s.document_id AND p.number = s.page
    WHERE s.number IN (SELECT value FROM json_each(?))`)

  const beginning = db.prepare(`SELECT word FROM ${words} WHERE word >= ? AND word < ? LIMIT ${mostWords}`)
  const marked = db.prepare(`SELECT 1 FROM ${documents} WHERE ${documents} MATCH ? LIMIT 1`)
  const frequencies = new Map<string, number>()
  let counted = 0

  return {
    /** How many passages have the term, or had a few seconds ago: counting reads all that the index has of it. */
    frequency(term: string): number {
      if (Date.now() - counted > frequencyAge) {
        frequencies.clear()
        counted = Date.now()
      }
      const known = frequencies.get(term) ?? (ofTerm.get(term) as { doc: number } | undefined)?.doc ?? 0
      frequencies.set(term, known)
      return known
    },
    /** Written words that begin so, at most some thousands. */
    wordsFrom: (start: string): string[] =>
      (beginning.all(start, `${start}\u{10ffff}`) as { word: string }[]).map(({ word }) => word),
    /** Whether any document has the term. */
    has: (term: string): boolean => marked.get(phrase([term])) !== undefined,
    best: (match: string, limit: number, documentIds?: readonly string[]): Scored[] =>
      (documentIds ? bestWithin.all(match, JSON.stringify(documentIds), limit) : best.all(match, limit)) as Scored[],
    /** The scores of these documents as wholes. */
    documentScores: (match: string, numbers: readonly number[]) =>
      parents.all(match, JSON.stringify(numbers)) as Scored[],
    /** In no order. */
    passages: (numbers: readonly number[]) => stored.all(JSON.stringify(numbers)) as StoredPassage[],
  }
}
export type PassageReader = NonNullable<ReturnType<typeof passageReader>>

/** A phrase in FTS5's language. Terms are letters and digits only, so that nothing in them can mean anything. */
export const phrase = (terms: readonly string[]): string => `"${terms.join(' ')}"`
