import type { Database } from './database.ts'
import { tables } from './passage-index.ts'

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
