import { type Database, transaction } from './database.ts'

/**
 * The text index of a workspace: FTS5 over its passages, FTS5 over its documents (the parent's score), and the
 * passages' terms. They hold terms as `text/words.ts` makes them, apart by spaces, which is why the tokenizer is the
 * plainest there is; no text is stored in them. Beside them stand the words as they are written, for spelling; a word stays
 * there when its last document goes, and is passed over because no passage has its term.
 */
export const tables = (workspace: number) => ({
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

/** Empties a workspace's index at once where no document is left that it could be of. */
export const clearIndex = (db: Database, workspace: number): void => {
  const { passages, documents, words } = tables(workspace)
  transaction(db, () => {
    using left = db.prepare(`
      SELECT 1 FROM sqlite_master WHERE name = :words AND NOT EXISTS (
        SELECT 1 FROM document d JOIN workspace w ON w.id = d.workspace_id WHERE w.number = :workspace
          AND (d.removed_at IS NULL OR EXISTS (SELECT 1 FROM passage WHERE document_id = d.id)))`)
    if (left.get({ words, workspace }) === undefined) return
    db.exec(`
      INSERT INTO ${passages} (${passages}) VALUES ('delete-all');
      INSERT INTO ${documents} (${documents}) VALUES ('delete-all');
      DELETE FROM ${words}`)
  })
}

export const dropIndex = (db: Database, workspace: number): void => {
  const { passages, documents, terms, words } = tables(workspace)
  transaction(db, () =>
    db.exec([terms, passages, documents, words].map((table) => `DROP TABLE IF EXISTS ${table};`).join('')),
  )
}
