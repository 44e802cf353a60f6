import * as z from 'zod'
import { id } from './common.ts'

/** Half-open range of UTF-16 code units. */
export const range = z.tuple([z.int(), z.int()])

export const hit = z.object({
  passageId: id,
  documentId: id,
  documentName: z.string(),
  page: z.int(),
  heading: z.string().optional().describe('Heading path, ` › ` between its parts'),
  text: z.string(),
  start: z.int().describe("Where `text` starts in the page's text, UTF-16"),
  end: z.int(),
  score: z.number().describe('Higher is better; comparable within one answer only'),
  marks: z.array(range).describe('Where query words stand in `text`'),
})
export type Hit = z.infer<typeof hit>

export const searchQuery = z.object({
  q: z.string().max(2000),
  limit: z.coerce.number().int().min(1).max(200).default(20),
})

export const correction = z.object({ word: z.string(), instead: z.string().describe('The word that was looked for') })
export type Correction = z.infer<typeof correction>

export const searchResult = z.object({
  hits: z.array(hit),
  corrections: z.array(correction).describe('Words that stand in no document, and the near ones that do'),
  took: z.number().describe('Milliseconds'),
})
export type SearchResult = z.infer<typeof searchResult>
