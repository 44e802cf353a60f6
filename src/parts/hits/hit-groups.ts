import type { Hit } from '../../api/search.ts'

/** The hits of one document, the best first. */
export type HitGroup = Pick<Hit, 'documentId' | 'documentName' | 'folder' | 'mediaType'> & { hits: Hit[] }

/** Hits by document; the document of the best hit first. */
export const groupsOf = (hits: readonly Hit[]): HitGroup[] =>
  [...Map.groupBy(hits, ({ documentId }) => documentId).values()].map((own) => {
    const { documentId, documentName, folder, mediaType } = own[0] as Hit
    return { documentId, documentName, folder, mediaType, hits: own }
  })

/** Code units shown before the first found word. */
const LEAD_CHARS = 90

/** Where a snippet begins, so that the first found word is seen: at a space shortly before it. */
export const snippetStart = ({ text, marks }: Pick<Hit, 'text' | 'marks'>): number => {
  const first = marks[0]?.[0] ?? 0
  if (first <= LEAD_CHARS * 1.5) return 0
  const space = text.indexOf(' ', first - LEAD_CHARS)
  return space >= 0 && space < first ? space + 1 : first
}
