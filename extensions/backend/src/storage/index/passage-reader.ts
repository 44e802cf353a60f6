import type { StatementSync } from 'node:sqlite'
import type { Database } from '../database/database.ts'
import { tables } from './passage-index.ts'

/** Weights of text, title and heading in BM25. */
const passageWeights = '1.0, 4.0, 2.0'
const documentWeights = '1.0, 3.0'

/** Words that are looked at for one beginning. */
const mostWords = 20_000

/**
 * Milliseconds that a term's frequency is taken for true, and how much longer than its counting took: in a million passages
 * that is long enough to be felt, and changes little.
 */
const frequencyAge = 20_000
const frequencyWorth = 5000
/** Terms whose frequency is kept. */
const mostFrequencies = 20_000

/** Documents up to which the passages of all of them are listed before a search in them, instead of looked up after. */
const fewDocuments = 200
/** Passages of a match that are counted by document. */
const mostCounted = 10_000

export type Scored = { number: number; score: number }

/** A passage as stored, with the text that it is a part of. */
export type StoredPassage = {
  number: number
  id: string
  documentNumber: number
  documentId: string
  documentName: string
  mediaType: string
  folder: string | null
  page: number
  start: number
  end: number
  heading: string | null
  pageText: string
}

/** Reads a workspace's index, until it is closed. Scores are BM25, higher is better; `match` is an FTS5 expression made by `expression`. */
export const passageReader = (db: Database, workspace: number) => {
  const { passages, documents, terms, words } = tables(workspace)
  using find = db.prepare('SELECT 1 FROM sqlite_master WHERE name = ?')
  if (find.get(words) === undefined) return undefined
  const statements: StatementSync[] = []
  const prepare = (sql: string) => {
    const statement = db.prepare(sql)
    statements.push(statement)
    return statement
  }
  const ofTerm = prepare(`SELECT doc FROM ${terms} WHERE term = ?`)
  const best = prepare(`
    SELECT rowid AS number, -bm25(${passages}, ${passageWeights}) AS score FROM ${passages}
    WHERE ${passages} MATCH ? ORDER BY score DESC LIMIT ?`)
  const bestWithin = prepare(`
    SELECT rowid AS number, -bm25(${passages}, ${passageWeights}) AS score FROM ${passages}
    WHERE ${passages} MATCH ?
      AND +rowid IN (SELECT number FROM passage WHERE document_id IN (SELECT value FROM json_each(?)))
    ORDER BY score DESC LIMIT ?`)
  const bestAmongMany = prepare(`
    SELECT ${passages}.rowid AS number, -bm25(${passages}, ${passageWeights}) AS score
    FROM ${passages} CROSS JOIN passage s ON s.number = ${passages}.rowid
    WHERE ${passages} MATCH ? AND s.document_id IN (SELECT value FROM json_each(?))
    ORDER BY score DESC LIMIT ?`)
  const ofDocuments = prepare(`
    SELECT s.document_id AS id, count(*) AS passages
    FROM (SELECT rowid AS number FROM ${passages} WHERE ${passages} MATCH ? LIMIT ${mostCounted}) m
    CROSS JOIN passage s ON s.number = m.number GROUP BY s.document_id`)
  const beginnings = prepare(`
    SELECT (SELECT s.number FROM passage s WHERE s.document_id = j.value ORDER BY s.page, s.start LIMIT 1) AS number
    FROM json_each(?) j`)
  const matching = prepare(`
    SELECT rowid AS number FROM ${passages} WHERE ${passages} MATCH ? AND +rowid IN (SELECT value FROM json_each(?))`)
  const owners = prepare(
    'SELECT number, document_id AS id FROM passage WHERE number IN (SELECT value FROM json_each(?))',
  )
  const texts = prepare(`
    SELECT p.text FROM page p WHERE p.document_id = ? ORDER BY p.number LIMIT ?`)
  const named = prepare('SELECT number FROM passage WHERE document_id = ? AND id = ?')
  const total = prepare(`SELECT count(*) AS count FROM ${passages}`)
  const parents = prepare(`
    SELECT rowid AS number, -bm25(${documents}, ${documentWeights}) AS score FROM ${documents}
    WHERE ${documents} MATCH ? AND +rowid IN (SELECT value FROM json_each(?))`)
  const stored = prepare(`
    SELECT s.number, s.id, d.number AS documentNumber, d.id AS documentId, d.name AS documentName,
      d.media_type AS mediaType, d.folder, s.page, s.start, s."end", s.heading, p.text AS pageText
    FROM passage s
    JOIN document d ON d.id = s.document_id AND d.removed_at IS NULL
    JOIN page p ON p.document_id = s.document_id AND p.number = s.page
    WHERE s.number IN (SELECT value FROM json_each(?))`)

  const beginning = prepare(`SELECT word FROM ${words} WHERE word >= ? AND word < ? LIMIT ${mostWords}`)
  const marked = prepare(`SELECT 1 FROM ${documents} WHERE ${documents} MATCH ? LIMIT 1`)
  const frequencies = new Map<string, { count: number; until: number }>()

  return {
    /** How many passages have the term, or had a moment ago: counting reads all that the index has of it. */
    frequency(term: string): number {
      const known = frequencies.get(term)
      const now = performance.now()
      if (known && now < known.until) return known.count
      const count = (ofTerm.get(term) as { doc: number } | undefined)?.doc ?? 0
      const took = performance.now() - now
      if (frequencies.size >= mostFrequencies) frequencies.clear()
      frequencies.set(term, { count, until: now + Math.max(frequencyAge, took * frequencyWorth) })
      return count
    },
    /** Written words that begin so, at most some thousands. */
    wordsFrom: (start: string): string[] =>
      (beginning.all(start, `${start}\u{10ffff}`) as { word: string }[]).map(({ word }) => word),
    /** Whether any document has the term. */
    has: (term: string): boolean => marked.get(phrase([term])) !== undefined,
    best(match: string, limit: number, documentIds?: readonly string[]): Scored[] {
      if (!documentIds) return best.all(match, limit) as Scored[]
      const within = documentIds.length > fewDocuments ? bestAmongMany : bestWithin
      return within.all(match, JSON.stringify(documentIds), limit) as Scored[]
    },
    /** How many passages of each document match; of a match that has very many, of some thousands of them. */
    counts(match: string): { counts: Map<string, number>; isPartial: boolean } {
      const rows = ofDocuments.all(match) as { id: string; passages: number }[]
      const sum = rows.reduce((all, { passages }) => all + passages, 0)
      return { counts: new Map(rows.map(({ id, passages }) => [id, passages])), isPartial: sum >= mostCounted }
    },
    /** Those of these passages that match. */
    matching: (match: string, numbers: readonly number[]): Set<number> =>
      new Set((matching.all(match, JSON.stringify(numbers)) as { number: number }[]).map(({ number }) => number)),
    /** The documents that these passages are of; of one that is gone, none. */
    documentsOf: (numbers: readonly number[]): Map<number, string> =>
      new Map(
        (owners.all(JSON.stringify(numbers)) as { number: number; id: string }[]).map(({ number, id }) => [number, id]),
      ),
    /** The first passage of each of these documents, in their order; none of a document without passages. */
    firstPassages: (documentIds: readonly string[]): number[] =>
      (beginnings.all(JSON.stringify(documentIds)) as { number: number | null }[]).flatMap(
        ({ number }) => number ?? [],
      ),
    /** The texts of a document's first pages. */
    pageTexts: (documentId: string, most: number): string[] =>
      (texts.all(documentId, most) as { text: string }[]).map(({ text }) => text),
    /** The number of a document's passage. */
    numberOf: (documentId: string, passageId: string): number | undefined =>
      (named.get(documentId, passageId) as { number: number } | undefined)?.number,
    /** How many passages the index has. */
    total: (): number => (total.get() as { count: number }).count,
    /** The scores of these documents as wholes. */
    documentScores: (match: string, numbers: readonly number[]) =>
      parents.all(match, JSON.stringify(numbers)) as Scored[],
    /** In no order. */
    passages: (numbers: readonly number[]) => stored.all(JSON.stringify(numbers)) as StoredPassage[],
    /** Gives back the memory of its statements, of which the garbage collector sees next to nothing. */
    close(): void {
      for (const statement of statements) statement.close()
    },
  }
}
export type PassageReader = NonNullable<ReturnType<typeof passageReader>>

/** A phrase in FTS5's language. Terms are letters and digits only, so that nothing in them can mean anything. */
export const phrase = (terms: readonly string[]): string => `"${terms.join(' ')}"`
