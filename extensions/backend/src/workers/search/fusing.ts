import type { PassageReader, Scored, StoredPassage } from '../../storage/index/passage-reader.ts'
import { type Fused, fuse } from '../../text/search/fuse.ts'
import { type Occurrence, occurrences } from '../../text/search/marks.ts'
import type { Reading } from '../../text/search/query.ts'
import { oneOf } from './matching.ts'
import type { RankedPassage } from './ranking.ts'

/** Nearest passages that take part, of those that a query's filters let through. */
const MAX_FUSED = 100

/** A passage with its places: by words with all that led there, by meaning with its cosine. */
export type FusedPassage = Pick<Fused, 'score' | 'words' | 'meaning'> & {
  passage: StoredPassage
  found: Occurrence[]
  ranked?: RankedPassage
  similarity?: number
}

type Scope = { limit: number; documentIds?: readonly string[] | undefined }

/** What words and what vectors found, as one list, best first, at most `limit` long. */
export const fusedWith = (
  reader: PassageReader,
  query: Pick<Reading, 'forms' | 'languages' | 'phrases' | 'excluded'>,
  { ranked, near }: { ranked: readonly RankedPassage[]; near: readonly Scored[] },
  { limit, documentIds }: Scope,
): FusedPassage[] => {
  const byWords = new Map(ranked.map((each) => [each.passage.number, each]))
  const allowed = allowedOf(reader, query, near, documentIds).slice(0, MAX_FUSED)
  const similarities = new Map(allowed.map(({ number, score }) => [number, score]))
  const fused = fuse([...byWords.keys()], [...similarities.keys()]).slice(0, limit)
  const others = fused.map(({ number }) => number).filter((number) => !byWords.has(number))
  const stored = new Map(reader.passages(others).map((each) => [each.number, each]))
  return fused.flatMap(({ number, ...places }): FusedPassage[] => {
    const ranked = byWords.get(number)
    const passage = ranked?.passage ?? stored.get(number)
    if (!passage) return []
    const found = ranked?.found ?? occurrences(passage.pageText.slice(passage.start, passage.end), query)
    const similarity = similarities.get(number)
    return [{ passage, found, ...places, ...(ranked && { ranked }), ...(similarity !== undefined && { similarity }) }]
  })
}

/** Those of the nearest that are still there, in the documents looked at, with each phrase that must and no word that must not. */
const allowedOf = (
  reader: PassageReader,
  { phrases, excluded }: Pick<Reading, 'phrases' | 'excluded'>,
  near: readonly Scored[],
  documentIds: readonly string[] | undefined,
): Scored[] => {
  const numbers = near.map(({ number }) => number)
  const inScope = documentIds && new Set(documentIds)
  const documents = reader.documentsOf(numbers)
  const having = phrases.map((phrase) => reader.matching(oneOf(phrase), numbers))
  const lacking = excluded.length > 0 ? reader.matching(oneOf(excluded.flat()), numbers) : undefined
  return near.filter(({ number }) => {
    const documentId = documents.get(number)
    if (documentId === undefined || (inScope && !inScope.has(documentId))) return false
    return having.every((those) => those.has(number)) && !lacking?.has(number)
  })
}
