import type { RecallHit, RecallResult, RecallTerm } from '../../shared/contract/recall.ts'
import type { Hit, SearchResult, SimilarResult } from '../../shared/contract/search.ts'
import type { Database } from '../../storage/database/database.ts'
import { type PassageReader, passageReader, type Scored } from '../../storage/index/passage-reader.ts'
import { rememberedDocuments } from '../../storage/library/searched-documents.ts'
import { languages } from '../../text/language/language.ts'
import { facetsOf } from '../../text/search/facets.ts'
import { languageMark } from '../../text/search/index-terms.ts'
import { type Reading, readQuery } from '../../text/search/query.ts'
import { correctionIn, correctSpelling } from './correcting.ts'
import { type FusedPassage, fusedWith } from './fusing.ts'
import { queryLike } from './likeness.ts'
import { type RankedPassage, rankByWords, rankedHit, toHit, type WordRanking } from './ranking.ts'
import { firstPassages, scopeOf } from './scope.ts'
import { furtherDocuments } from './spread.ts'

export type SearchRequest = {
  workspaceId: string
  workspaceNumber: number
  q: string
  limit: number
  /** Look in these only. */
  documentIds?: readonly string[]
  /** Count what the search can be narrowed by, and let more documents be among the hits. */
  facets?: boolean
  /** Passages that are near in meaning, with their cosines, the nearest first; absent where that is not known. */
  near?: readonly Scored[]
}

/** What is like a passage, or like a document as a whole where none is named. */
export type SimilarRequest = {
  workspaceNumber: number
  documentId: string
  passageId?: string
  limit: number
  /** As in a search. */
  near?: readonly Scored[]
}

export type Found = Omit<SearchResult, 'took'>
export type Recalled = Omit<RecallResult, 'took'>
export type Similar = Omit<SimilarResult, 'took'>

const nothing: Found = { hits: [], corrections: [], filters: [], notes: [], meaning: 'off' }

/** Pages of a document, from its start, that stand for it when something like it is looked for. */
const pagesLike = 20
/** Characters of a text that are enough to tell what it is about. */
const charactersLike = 20_000

/** Workspaces that are kept ready to be searched; the statements of each take some hundred kilobytes. */
const mostReaders = 8

/** Finds passages over one database connection. */
export const retrieval = (db: Database) => {
  const readers = new Map<number, PassageReader>()
  const documentsOf = rememberedDocuments(db)
  const readerOf = (workspace: number) => {
    const reader = readers.get(workspace) ?? passageReader(db, workspace)
    readers.delete(workspace)
    if (!reader) return undefined
    for (const [longest, unused] of readers) {
      if (readers.size < mostReaders) break
      unused.close()
      readers.delete(longest)
    }
    readers.set(workspace, reader) // behind those that were used before it
    return reader
  }
  const reading = (q: string, reader: PassageReader) =>
    readQuery(
      q,
      languages.filter((language) => reader.has(languageMark(language))),
    )

  /** The words of a query ranked within its filters, and what there is to say about both. */
  const find = (reader: PassageReader, { workspaceNumber, q, limit, documentIds, near }: SearchRequest) => {
    const query = reading(q, reader)
    const scope = query.filters.length > 0 ? scopeOf(query, documentsOf(workspaceNumber), documentIds) : undefined
    const corrected = correctSpelling(query, reader)
    const within = scope ? scope.documents.map(({ id }) => id) : documentIds
    const words = rankByWords(reader, query, { limit, documentIds: within })
    const { ranked } = words
    const fused = near && fusedWith(reader, query, { ranked, near }, { limit, documentIds: within })
    const about = (hits: readonly Hit[]): Found => ({
      hits: [...hits],
      corrections: corrected.flatMap((term) => correctionIn(hits, term, query)),
      filters: query.filters.map(({ text }) => text),
      notes: [...query.notes, ...(scope?.notes ?? [])],
      meaning: near ? 'used' : 'off',
    })
    return { query, scope, words, fused, about }
  }

  /** The newest documents that come through a query without words. */
  const list = (reader: PassageReader, query: Reading, request: SearchRequest) => {
    const { workspaceNumber, limit, documentIds } = request
    const { documents } = scopeOf(query, documentsOf(workspaceNumber), documentIds)
    const listed = firstPassages(reader, query, documents, limit)
    return { ...listed, hits: listed.passages.map((passage, at) => toHit(passage, { score: 1 / (at + 1) })) }
  }

  /** Which documents have something that was found, in how many passages; without words, each by its first one. */
  const count = (reader: PassageReader, { excluded, terms }: Reading, { match }: WordRanking, workspace: number) => {
    if (match !== undefined) return reader.counts(match)
    const all = documentsOf(workspace).filter(({ passages }) => passages > 0)
    const { documents } = terms.size > 0 ? { documents: [] } : firstPassages(reader, { excluded }, all, 0)
    return { counts: new Map(documents.map(({ id }) => [id, 1])), isPartial: false }
  }

  /** What a search can be narrowed by, and passages of more documents where few have all the best. */
  const widen = (
    reader: PassageReader,
    { query, words, fused, scope }: ReturnType<typeof find>,
    request: SearchRequest,
  ) => {
    const all = documentsOf(request.workspaceNumber)
    const { counts, isPartial } = count(reader, query, words, request.workspaceNumber)
    const allowed = scope && new Set(scope.documents.map(({ id }) => id))
    for (const id of onlyByMeaning(fused)) counts.set(id, (counts.get(id) ?? 0) + 1)
    const found = [...counts.keys()].filter((id) => !allowed || allowed.has(id))
    return {
      facets: { ...facetsOf(query.filters, counts, all), isPartial },
      further: (hits: readonly Hit[]) => {
        const shown = new Set(hits.map(({ documentId }) => documentId))
        const more = words.match === undefined ? [] : furtherDocuments(reader, query, shown, found).map(rankedHit)
        return [...hits.slice(0, Math.max(request.limit - more.length, 0)), ...more].slice(0, request.limit)
      },
    }
  }

  return {
    /**
     * The best passages first. A word that nobody wrote finds the nearest; filters without a word find the first passages of
     * the documents that they let through, and an empty query finds nothing.
     */
    search(request: SearchRequest): Found {
      const reader = readerOf(request.workspaceNumber)
      if (!reader) return nothing
      const found = find(reader, request)
      const { query, words, fused, about } = found
      const hits = isListing(query)
        ? list(reader, query, request).hits
        : (fused?.map(fusedHit) ?? words.ranked.slice(0, request.limit).map(rankedHit))
      if (!request.facets) return about(hits)
      const { facets, further } = widen(reader, found, request)
      return { ...about(further(hits)), facets }
    },

    /** The same with everything that led to it. */
    recall(request: SearchRequest): Recalled {
      const reader = readerOf(request.workspaceNumber)
      if (!reader) return { ...nothing, terms: [], phrases: [], excluded: [], candidates: 0, hits: [] }
      const { query, words, fused, about } = find(reader, request)
      const hits = isListing(query)
        ? list(reader, query, request).hits.map((hit): RecallHit => ({ ...hit, scores: unscored }))
        : (fused?.map(explainedFusion) ?? words.ranked.slice(0, request.limit).map(explained))
      const written = (phrases: string[][][]) => phrases.map((forms) => (forms[0] ?? []).join(' '))
      return {
        ...about(hits),
        hits,
        terms: words.terms.all.map((term) => told(term, query, words)),
        phrases: written(query.phrases),
        excluded: written(query.excluded),
        candidates: words.ranked.length,
      }
    },

    /** Passages that share the most telling words with a passage or document, and which words these are; and what is near. */
    similar({ workspaceNumber, documentId, passageId, limit, near }: SimilarRequest): Similar {
      const documentName = documentsOf(workspaceNumber).find(({ id }) => id === documentId)?.name ?? ''
      const reader = readerOf(workspaceNumber)
      if (!reader) return { of: { documentId, documentName }, hits: [], terms: [], meaning: 'off' }
      const number = passageId === undefined ? undefined : reader.numberOf(documentId, passageId)
      const [own] = number === undefined ? [] : reader.passages([number])
      const text = own ? own.pageText.slice(own.start, own.end) : reader.pageTexts(documentId, pagesLike).join('\n\n')
      const query = queryLike(text.slice(0, charactersLike), reader)
      const others = documentsOf(workspaceNumber).flatMap(({ id }) => (id === documentId ? [] : id))
      // A passage itself comes out on top, and is left out.
      const scope = { limit: limit + 1, ...(!own && { documentIds: others }) }
      const words = rankByWords(reader, query, scope)
      const ranked = words.ranked.filter(({ passage }) => passage.number !== own?.number)
      const fused = near && fusedWith(reader, query, { ranked, near }, scope)
      const hits = (fused?.map(fusedHit) ?? ranked.map(rankedHit)).slice(0, limit)
      const of = { documentId, documentName, ...(own && { page: own.page, text }) }
      return { of, hits, terms: [...query.spellings.values()], meaning: near ? 'used' : 'off' }
    },
  }
}

/** Whether there is no word to look for, but something else that is asked of documents. */
const isListing = ({ terms, filters, excluded }: Reading) =>
  terms.size === 0 && (filters.length > 0 || excluded.length > 0)

const unscored = { passage: 0, document: 0, adjacency: 0, adjacencyGain: 0, likeness: 0, likenessGain: 0 }

const explained = (ranked: RankedPassage, at: number): RecallHit => ({
  ...rankedHit(ranked),
  scores: { ...ranked.parts, words: { rank: at + 1, score: ranked.score } },
})

/** The document of each passage that no word found. */
const onlyByMeaning = (fused: readonly FusedPassage[] = []): string[] =>
  fused.flatMap(({ words, passage }) => (words === undefined ? passage.documentId : []))

const fusedHit = ({ passage, found, score, words, meaning }: FusedPassage): Hit =>
  toHit(passage, {
    score,
    marks: found.map(({ start, end }) => [start, end]),
    found: words === undefined ? 'meaning' : meaning === undefined ? 'words' : 'both',
  })

const explainedFusion = (fused: FusedPassage): RecallHit => {
  const { ranked, words, meaning, similarity, score } = fused
  return {
    ...fusedHit(fused),
    scores: {
      ...(ranked?.parts ?? unscored),
      ...(ranked && words !== undefined && { words: { rank: words, score: ranked.score } }),
      ...(meaning !== undefined && similarity !== undefined && { vectors: { rank: meaning, similarity } }),
      fused: score,
    },
  }
}

const told = (
  { term, count, forms, frequency }: WordRanking['terms']['all'][number],
  { spellings }: Reading,
  { terms }: WordRanking,
): RecallTerm => {
  const isIn = (list: readonly { term: string }[]) => list.some((each) => each.term === term)
  return {
    written: spellings.get(term) ?? term,
    forms: [...forms],
    passages: frequency,
    count,
    use: isIn(terms.rare) ? 'finds' : isIn(terms.common) ? 'scores' : 'none',
  }
}
