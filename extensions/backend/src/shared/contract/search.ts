import * as z from 'zod'
import { id } from './common.ts'

/** Half-open range of UTF-16 code units. */
const range = z.tuple([z.int(), z.int()])

export const hit = z.object({
  passageId: id,
  documentId: id,
  documentName: z.string(),
  mediaType: z.string().describe("The document's"),
  folder: z.string().optional().describe('Folder that the document came in with'),
  page: z.int(),
  heading: z.string().optional().describe('Heading path, ` › ` between its parts'),
  text: z.string(),
  start: z.int().describe("Where `text` starts in the page's text, UTF-16"),
  end: z.int(),
  score: z.number().describe('Higher is better; comparable within one answer only'),
  marks: z.array(range).describe('Where query words stand in `text`'),
  found: z
    .enum(['words', 'meaning', 'both'])
    .describe('What found it: words of the query, its meaning (embeddings), or both'),
})
export type Hit = z.infer<typeof hit>

export const searchText = z
  .string()
  .max(2000)
  .describe(
    'Words, any of them; `"a phrase"` must stand so, `-word` must not stand. Filters: `type:pdf` (an extension, a kind like `spreadsheet` or `code`, a media type), `in:"name"` (a document or folder), `before:2024-01-01`, `after:2024` (from its first day on), `date:2024-05` or `date:2023..2024` (the file\'s own date where a folder is followed, else when it was added; a year, month or day, also `today`, `yesterday`, `7d`). A minus before a filter turns it round. Of one kind any will do, of different kinds each must. Filters alone list the first passages of the documents.',
  )

const limit = z.coerce.number().int().min(1).max(200)

export const searchQuery = z.object({
  q: searchText,
  limit: limit.default(20),
  facets: z
    .stringbool()
    .default(false)
    .describe(
      'Count what the search can be narrowed by; where few documents have all the best passages, the last hits are of others',
    ),
})

const correction = z.object({ word: z.string(), instead: z.string().describe('The word that was looked for') })
export type Correction = z.infer<typeof correction>

const note = z.object({
  filter: z.string().describe('As it stands in the query'),
  message: z.string().describe('What is wrong with it and what to write instead'),
})
export type SearchNote = z.infer<typeof note>

const facet = z.object({
  filter: z.string().describe('What to add to the query: `type:pdf`'),
  label: z
    .string()
    .describe(
      "The media type, the folder's path, `2024-05` or `2024`, the document's name, with its folder where others have the same",
    ),
  documents: z.int().describe('Documents with a passage found'),
  passages: z.int(),
})
export type Facet = z.infer<typeof facet>

const facets = z.object({
  documents: z.int().describe('Documents with a passage found'),
  passages: z.int().describe('Passages found'),
  isPartial: z.boolean().describe('There are more than were counted'),
  types: z.array(facet),
  folders: z.array(facet),
  dates: z.array(facet),
  names: z.array(facet),
})
export type Facets = z.infer<typeof facets>

const meaning = z
  .enum(['off', 'used', 'late', 'failed'])
  .describe('Whether it was searched by meaning, too: `late` and `failed` are of that alone, and leave what words find')

export const searchResult = z.object({
  hits: z.array(hit),
  corrections: z.array(correction).describe('Words that stand in no document, and the near ones that do'),
  filters: z.array(z.string()).describe('The filters that were understood, as they stand in the query'),
  notes: z.array(note).describe('Filters that mean nothing, or that no document comes through'),
  facets: facets.optional(),
  meaning,
  took: z.number().describe('Milliseconds'),
})
export type SearchResult = z.infer<typeof searchResult>

export const similarQuery = z.object({ limit: limit.default(10) })

export const similarResult = z.object({
  of: z
    .object({ documentId: id, documentName: z.string(), page: z.int().optional(), text: z.string().optional() })
    .describe('What was given: a document, or a passage with its page and text'),
  hits: z.array(hit),
  terms: z.array(z.string()).describe('The telling words that were looked for, the weightiest first'),
  meaning,
  took: z.number().describe('Milliseconds'),
})
export type SimilarResult = z.infer<typeof similarResult>
