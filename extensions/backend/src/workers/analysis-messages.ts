import type { Match } from '../text/answers/document-check.ts'
import type { Sentence } from '../text/answers/summary.ts'
import type { Source } from '../text/answers/verify-quotes.ts'
import type { Entity } from '../text/entities/entity.ts'
import type { ExtractRequest } from '../text/entities/request.ts'

/** What a document was found to be: gone, or so many pages, some without text. */
export type Reading = { pages: number; blank: number }

/** At most `most` finds are given back, in batches on the way; `more` says how many there are besides. */
export type ExtractInput = { documentId: string; request: ExtractRequest; most: number }
export type Find = Entity & { page: number; passageId: string; text: string; sentence: string }
export type Extracted = Reading & { more: number }
export type Extraction = Extracted & { finds: Find[] }

export type CheckInput = { documentId: string; name: string; workspaceNumber: number; question: string; most: number }
export type Passing = Match & { text: string }
export type Checking = Reading & { matches: Passing[]; more: number }

/**
 * `topic` has terms; `most` sentences at most, the most telling first. `isAsked` where there are some that speak of the
 * topic: then there are no others. `fit` is how many of them a summary of this document has room for.
 */
export type SummarizeInput = { documentId: string; topic: string[]; most: number }
export type Summing = Reading & { sentences: Sentence[]; fit: number; isAsked: boolean }

export type ChooseInput = { sentences: Sentence[]; most: number }

/** An answer whose quotations are checked; `texts` are those of its sources' pages, by document and page. */
export type VerifyInput = {
  markdown: string
  sources: Source[]
  texts: { documentId: string; page: number; text: string }[]
  question: string
}
