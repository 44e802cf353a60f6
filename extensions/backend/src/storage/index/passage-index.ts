import { randomUUID } from 'node:crypto'
import { type Database, transaction } from '../database/database.ts'
import { pace } from '../database/pace.ts'

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

/** Empties a workspace's index where no document is left that it could be of; `emptyDetached` takes it from there. */
export const clearIndex = (db: Database, workspace: number): void => {
  const { passages, documents, words } = tables(workspace)
  changingIndex(db, () => {
    using left = db.prepare(`
      SELECT 1 FROM sqlite_master WHERE name = :words AND NOT EXISTS (
        SELECT 1 FROM document d JOIN workspace w ON w.id = d.workspace_id WHERE w.number = :workspace
          AND (d.removed_at IS NULL OR EXISTS (SELECT 1 FROM passage WHERE document_id = d.id)))`)
    if (left.get({ words, workspace }) === undefined) return
    if (isLarge(db, workspace)) {
      detach(db, workspace)
      createIndex(db, workspace)
      return
    }
    db.exec(`
      INSERT INTO ${passages} (${passages}) VALUES ('delete-all');
      INSERT INTO ${documents} (${documents}) VALUES ('delete-all');
      DELETE FROM ${words}`)
  })
}

/** Removes a workspace's index; what a large one holds is left for `emptyDetached`. */
export const dropIndex = (db: Database, workspace: number): void =>
  changingIndex(db, () => (isLarge(db, workspace) ? detach(db, workspace) : drop(db, workspace)))

const drop = (db: Database, workspace: number) => {
  const { passages, documents, terms, words } = tables(workspace)
  db.exec([terms, passages, documents, words].map((table) => `DROP TABLE IF EXISTS ${table};`).join(''))
}

/** Rows of some 4 KB that a small index has at most: dropping them takes some 10 ms. */
const smallIndex = 2500

const hasTable = (db: Database, name: string): boolean => {
  using found = db.prepare('SELECT 1 FROM sqlite_master WHERE name = ?')
  return found.get(name) !== undefined
}

const isLarge = (db: Database, workspace: number): boolean => {
  const { passages, documents } = tables(workspace)
  return [passages, documents].some((table) => {
    if (!hasTable(db, `${table}_data`)) return false
    using more = db.prepare(`SELECT 1 FROM ${table}_data LIMIT 1 OFFSET ${smallIndex}`)
    return more.get() !== undefined
  })
}

/** Tables that belonged to an index; in what follows `detached_`, the column that tells their rows apart. */
const detached = 'detached_'

/**
 * Drops an index without what it holds: the tables in which FTS5 keeps that, and the words, become tables like any other, of
 * which FTS5 knows nothing (https://sqlite.org/fts5.html, section 9). Dropped with the index, they would keep others from writing
 * for as long as it takes to go through all their pages.
 */
const detach = (db: Database, workspace: number) => {
  const { passages, documents, words } = tables(workspace)
  const held = [passages, documents].flatMap((table) => [`${table}_data`, `${table}_docsize`])
  for (const [table, key] of [...held.map((each) => [each, 'id'] as const), [words, 'word'] as const]) {
    if (!hasTable(db, table)) continue
    db.exec(`ALTER TABLE ${table} RENAME TO ${detached}${key}_${randomUUID().replaceAll('-', '')}`)
  }
  drop(db, workspace)
}

/** A transaction in which tables of FTS5 may be renamed, which SQLite refuses otherwise. */
const changingIndex = (db: Database, work: () => void): void => {
  db.enableDefensive(false)
  try {
    transaction(db, work)
  } finally {
    db.enableDefensive(true)
  }
}

const paced = pace({ least: 32 })

/** Removes some of what detached indexes hold, also those that a crash left; false once nothing is. */
export const emptyDetached = (db: Database): boolean => {
  using find = db.prepare('SELECT name FROM sqlite_master WHERE type = ? AND name GLOB ? LIMIT 1')
  const next = () => find.get('table', `${detached}*`) as { name: string } | undefined
  if (!next()) return false // most often: that takes no turn of anybody who writes
  return transaction(db, () => {
    const found = next()
    if (!found) return false
    const { name } = found
    const [, key] = name.split('_')
    using some = db.prepare(`DELETE FROM ${name} WHERE ${key} IN (SELECT ${key} FROM ${name} LIMIT ?)`)
    if (paced((count) => Number(some.run(count).changes)) === 0) db.exec(`DROP TABLE ${name}`)
    return true
  })
}
