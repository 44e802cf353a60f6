import type { Near } from '../../text/search/vectors.ts'
import { middleOf, nearestTo } from '../../text/search/vectors.ts'
import { type Database, transaction } from '../database/database.ts'
import type { OpenDocument } from './embeddings.ts'

/** The next passages of a document, which has no more after them when `isLast`. */
export type TextPart = OpenDocument & { numbers: number[]; texts: string[]; isLast: boolean }

/** What is stored of such a part; a passage without a usable vector has none, and counts as done. */
export type VectorPart = Omit<TextPart, 'texts'> & { vectors: (Float32Array | undefined)[] }

export type ScanRequest = {
  set: number
  workspaceNumber: number
  /** Of length 1. */
  query: Float32Array
  most: number
  /** Look in these only. */
  documentIds?: readonly string[] | undefined
}

/** What is near to a passage, or to a document as a whole where none is named. */
export type LikeRequest = Pick<ScanRequest, 'set' | 'workspaceNumber' | 'most'> & {
  documentId: string
  passageId?: string | undefined
}

type PassageRow = { number: number; page: number; start: number; end: number; heading: string | null }

/** Parts that one transaction removes, so that no other writer waits long. */
const removedAtOnce = 50

/**
 * Vectors of passages, in rows of some dozens each: few enough to be read with little memory, so many that reading 100,000 of
 * them is not paid row by row. They are written with how far their document is in one transaction.
 */
export const vectorStore = (db: Database) => {
  const next = db.prepare(`
    SELECT number, page, start, "end", heading FROM passage
    WHERE document_id = ? AND (page, number) > (?, ?) ORDER BY page, number LIMIT ?`)
  const pageText = db.prepare('SELECT text FROM page WHERE document_id = ? AND number = ?')
  const advance = db.prepare(`
    UPDATE embedding SET page = ?, passage = ?, done = done + ?, complete = ?, lease_owner = NULL, lease_until = NULL
    WHERE document_id = ? AND set_number = ? AND lease_owner = ?`)
  const insert = db.prepare(`
    INSERT INTO vector_part (document_id, workspace_number, set_number, passages, vectors) VALUES (?, ?, ?, ?, ?)`)
  const someParts = db.prepare(
    `DELETE FROM vector_part WHERE number IN (SELECT number FROM vector_part WHERE set_number <> ? LIMIT ${removedAtOnce})`,
  )
  const someDocuments = db.prepare(`
    DELETE FROM embedding WHERE document_id IN (
      SELECT document_id FROM embedding WHERE set_number <> ? LIMIT ${removedAtOnce})`)
  const all = db.prepare('SELECT passages, vectors FROM vector_part WHERE workspace_number = ? AND set_number = ?')
  const some = db.prepare(`
    SELECT passages, vectors FROM vector_part
    WHERE document_id IN (SELECT value FROM json_each(?)) AND workspace_number = ? AND set_number = ?`)

  const others = db.prepare(`
    SELECT passages, vectors FROM vector_part WHERE workspace_number = ? AND set_number = ? AND document_id <> ?`)
  const numbered = db.prepare('SELECT number FROM passage WHERE document_id = ? AND id = ?')

  /** Row by row, so that no more than one is held at a time. */
  const look = (nearest: ReturnType<typeof nearestTo>, rows: Iterable<unknown>): Near[] => {
    for (const row of rows) nearest.look(...vectorsIn(row))
    return nearest.found()
  }

  const partOf = (document: OpenDocument, limit: number): TextPart => {
    const rows = next.all(document.id, document.page, document.passage, limit) as PassageRow[]
    const pages = new Map<number, string>()
    const textOf = (page: number) => {
      const text = pages.get(page) ?? (pageText.get(document.id, page) as { text: string } | undefined)?.text ?? ''
      pages.set(page, text)
      return text
    }
    const { page, number } = rows.at(-1) ?? { page: document.page, number: document.passage }
    return {
      ...document,
      page,
      passage: number,
      numbers: rows.map((row) => row.number),
      texts: rows.map((row) => {
        const text = textOf(row.page).slice(row.start, row.end)
        return row.heading === null ? text : `${row.heading}\n${text}`
      }),
      isLast: rows.length < limit,
    }
  }

  return {
    /** The next passages of these documents, at most `limit` together, each below its heading. */
    texts(documents: readonly OpenDocument[], limit: number): TextPart[] {
      let left = limit
      return documents.flatMap((document) => {
        if (left <= 0) return []
        const part = partOf(document, left)
        left -= part.numbers.length
        return [part]
      })
    },

    /** Stores vectors and gives the claim back. A document that is no longer claimed under `lease` is passed over. */
    store(set: number, lease: string, parts: readonly VectorPart[]): void {
      transaction(db, () => {
        for (const { id, workspaceNumber, page, passage, numbers, vectors, isLast } of parts) {
          const { changes } = advance.run(page, passage, numbers.length, isLast ? 1 : 0, id, set, lease)
          if (changes === 0) continue
          const usable = vectors.flatMap((vector, index) =>
            vector ? [{ vector, number: numbers[index] as number }] : [],
          )
          if (usable.length === 0) continue
          const named = Float64Array.from(usable, ({ number }) => number)
          insert.run(id, workspaceNumber, set, bytesOf(named), bytesOf(joined(usable.map(({ vector }) => vector))))
        }
      })
    },

    /** Removes some of what belongs to other sets; false once nothing is left of them. */
    removeSomeBut(set: number): boolean {
      return transaction(
        db,
        () => someParts.run(set).changes === removedAtOnce || someDocuments.run(set).changes === removedAtOnce,
      )
    },

    /** The passages nearest to the query, the nearest first; reads all vectors, and holds one row of them at a time. */
    scan({ set, workspaceNumber, query, most, documentIds }: ScanRequest): Near[] {
      const rows = documentIds
        ? some.iterate(JSON.stringify(documentIds), workspaceNumber, set)
        : all.iterate(workspaceNumber, set)
      return look(nearestTo(query, most), rows)
    },

    /**
     * The passages nearest to a passage, itself left out; to the middle of a document, its own left out. Undefined where
     * that has no vector.
     */
    like({ set, workspaceNumber, documentId, passageId, most }: LikeRequest): Near[] | undefined {
      const own = some.all(JSON.stringify([documentId]), workspaceNumber, set).map(vectorsIn)
      if (passageId === undefined) {
        const query = middleOf(own)
        return query && look(nearestTo(query, most), others.iterate(workspaceNumber, set, documentId))
      }
      const { number } = (numbered.get(documentId, passageId) as { number: number } | undefined) ?? {}
      const query = middleOf(own, number)
      if (!query) return undefined
      return look(nearestTo(query, most + 1), all.iterate(workspaceNumber, set)).filter(
        (each) => each.number !== number,
      )
    },
  }
}

/** The passages of a stored row with their vectors, one behind the other. */
const vectorsIn = (row: unknown): [Float64Array, Float32Array] => {
  const { passages, vectors } = row as { passages: Uint8Array<ArrayBuffer>; vectors: Uint8Array<ArrayBuffer> }
  return [new Float64Array(aligned(passages)), new Float32Array(aligned(vectors))]
}

const joined = (vectors: readonly Float32Array[]): Float32Array => {
  const length = vectors[0]?.length ?? 0
  const whole = new Float32Array(vectors.length * length)
  for (const [index, vector] of vectors.entries()) whole.set(vector, index * length)
  return whole
}

/** All machines that AIOS runs on are little-endian, as what is stored. */
const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Float64Array) =>
  new Uint8Array(buffer, byteOffset, byteLength)

/** The bytes as a buffer of their own, as SQLite hands them out; copied where they are not. */
const aligned = (bytes: Uint8Array<ArrayBuffer>): ArrayBuffer =>
  bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer
