import type { PassageReader } from '../../storage/index/passage-reader.ts'
import type { Reading } from '../../text/search/query.ts'
import { type RankedPassage, rankByWords } from './ranking.ts'

/** Documents that are enough to see what there is. */
const enough = 10

/**
 * The best passage of each of further documents, for somebody who looks at documents: one long document may have all the
 * best passages. Nothing where enough documents are shown, and at most so many that there are.
 */
export const furtherDocuments = (
  reader: PassageReader,
  query: Reading,
  shown: ReadonlySet<string>,
  found: readonly string[],
): RankedPassage[] => {
  const others = found.filter((id) => !shown.has(id))
  if (shown.size >= enough || others.length === 0) return []
  const { ranked } = rankByWords(reader, query, { limit: 0, documentIds: others })
  const first = Map.groupBy(ranked, ({ passage }) => passage.documentId).values()
  return [...first].flatMap(([best]) => best ?? []).slice(0, enough - shown.size)
}
