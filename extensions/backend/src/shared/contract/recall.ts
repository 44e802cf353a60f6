import * as z from 'zod'
import { hit, searchResult, searchText } from './search.ts'

const share = z.number().min(0).max(1)

/** Everything that led to a hit's place. */
const scores = z.object({
  passage: z.number().describe('BM25 of the passage, title and heading weighted'),
  document: z.number().describe("What its document's BM25 adds"),
  adjacency: share.describe('Share of neighbouring query words that are neighbours here'),
  adjacencyGain: z.number().describe('What that adds'),
  likeness: share.describe("Share of the query's letter sequences that stand here, weighted by rarity"),
  likenessGain: z.number().describe('What that adds'),
  words: z
    .object({ rank: z.int(), score: z.number() })
    .optional()
    .describe('Place among what words found, and the sum of the above'),
  vectors: z
    .object({ rank: z.int(), similarity: z.number() })
    .optional()
    .describe('Place among what embeddings found, and the cosine'),
  fused: z.number().optional().describe('Sum of the reciprocal ranks, where embeddings were asked as well'),
})
export type Scores = z.infer<typeof scores>

const recallTerm = z.object({
  written: z.string().describe('As the query writes it'),
  forms: z.array(z.string()).describe('After stemming, in each language that it may be in'),
  passages: z.int().describe('Passages that have it'),
  count: z.int().describe('How often the query names it'),
  use: z
    .enum(['finds', 'scores', 'none'])
    .describe('`finds` candidates, only `scores` them as it is common, or is not used: too common, or nowhere'),
})
export type RecallTerm = z.infer<typeof recallTerm>

export const recallQuery = z.object({ q: searchText, limit: z.coerce.number().int().min(1).max(100).default(24) })

const recallHit = hit.extend({ scores })
export type RecallHit = z.infer<typeof recallHit>

export const recallResult = searchResult.omit({ facets: true }).extend({
  terms: z.array(recallTerm),
  phrases: z.array(z.string()).describe('After stemming; each must stand in a hit'),
  excluded: z.array(z.string()).describe('After stemming; none may'),
  candidates: z.int().describe('Passages that were ranked closely'),
  hits: z.array(recallHit),
})
export type RecallResult = z.infer<typeof recallResult>
