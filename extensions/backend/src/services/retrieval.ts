import type { Hit } from '../contract/search.ts'
import type { Database } from '../storage/database.ts'
import { type PassageReader, passageReader, phrase, type StoredPassage } from '../storage/passages.ts'
import { parseQuery, type Query } from '../text/query.ts'
import { rank } from '../text/rank.ts'

export type SearchRequest = {
  workspaceId: string
  workspaceNumber: number
  q: string
  limit: number
  /** Look in these only. */
  documentIds?: readonly string[]
}

/** Passages that the index is asked for, at least; the best of them are looked at closely. */
const candidateCount = 200
/** Passages that are read and ranked anew. */
const rerankedCount = 100

/** Finds passages over one database connection. */
export const retrieval = (db: Database) => {
  const readers = new Map<number, PassageReader>()
  const readerOf = (workspace: number) => {
    const reader = readers.get(workspace) ?? passageReader(db, workspace)
    if (reader) readers.set(workspace, reader)
    return reader
  }

  return {
    /** The best passages first. A query without a word finds nothing. */
    search({ workspaceNumber, q, limit, documentIds }: SearchRequest): Hit[] {
      const query = parseQuery(q)
      const reader = readerOf(workspaceNumber)
      if (!reader || query.terms.size === 0) return []
      const { match, any } = expressions(query)
      const found = reader.best(match, Math.max(candidateCount, limit), documentIds)
      if (found.length === 0) return []
      const near = found.slice(0, Math.max(rerankedCount, limit))
      const stored = new Map(reader.passages(near.map(({ number }) => number)).map((each) => [each.number, each]))
      const parents = parentScores(reader, any, [...stored.values()])
      const candidates = near.flatMap(({ number, score }) => {
        const passage = stored.get(number)
        if (!passage) return []
        const text = passage.pageText.slice(passage.start, passage.end)
        return { passage, text, score, parentScore: parents.get(passage.documentNumber) ?? 0 }
      })
      return rank(q, query.sequence, candidates)
        .slice(0, limit)
        .map(({ passage, text, score, found }) => ({
          passageId: passage.id,
          documentId: passage.documentId,
          documentName: passage.documentName,
          page: passage.page,
          ...(passage.heading !== null && { heading: passage.heading }),
          text,
          start: passage.start,
          end: passage.end,
          score,
          marks: found.map(({ start, end }) => [start, end]),
        }))
    },
  }
}

const parentScores = (reader: PassageReader, match: string, passages: readonly StoredPassage[]) => {
  const numbers = [...new Set(passages.map(({ documentNumber }) => documentNumber))]
  return new Map(reader.documentScores(match, numbers).map(({ number, score }) => [number, score]))
}

/** `any` finds every term; `match` also asks for the phrases and against what is excluded. */
const expressions = ({ terms, phrases, excluded }: Query) => {
  const any = [...terms].flatMap(([term, count]) => Array<string>(count).fill(phrase([term]))).join(' OR ')
  const required = [`(${any})`, ...phrases.map(phrase)].join(' AND ')
  const match = excluded.length > 0 ? `(${required}) NOT (${excluded.map(phrase).join(' OR ')})` : required
  return { match, any }
}
