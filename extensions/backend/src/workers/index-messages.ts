import type { MessagePort } from 'node:worker_threads'
import type { IndexedPage, Owner } from '../storage/index/passages.ts'

/** Between the thread that parses and the one that writes: pages go one way, `taken` comes back for each batch. */
export type ToWriter =
  | { type: 'pages'; pages: IndexedPage[]; title: string }
  | { type: 'end'; terms: string; title: string }
export type FromWriter = { type: 'taken' }

/** What the parser says when the writer is gone; the cause is what the writer said. */
export const writerGone = 'The writer took no more pages.'

export type ParseInput = {
  path: string
  name: string
  password?: string | undefined
  /** A document of the same bytes, whose pages are taken over where it is still there. */
  sameAs?: string | undefined
  port: MessagePort
}
export type ParseProgress = { done: number; total: number; pages: number; passages: number }
export type ParseResult = {
  mediaType: string
  pages: number
  passages: number
  warnings: string[]
  /** What the document calls itself. */
  title?: string
  /** Nothing was parsed: its pages are those of the document of the same bytes. */
  isTakenOver: boolean
}

/** One page, 1-based, of a document that was read. */
export type PageInput = Omit<ParseInput, 'sameAs'> & { documentId: string; page: number }
/** What is now said of the document as a whole. */
export type PageResult = { warnings: string[] }

/** `sha256` is what its bytes must still be. */
export type ReplaceInput = { owner: Owner; sha256: string; port: MessagePort }

export type StoreInput = { owner: Owner; lease: string; port: MessagePort }
/** With a lease, only while the document is claimed under it. */
export type RemoveInput = { owner: Owner; lease?: string | undefined }

/** Page 1-based, `width` in pixels, `marks` UTF-16 ranges of the page's text. */
export type RenderInput = {
  path: string
  page: number
  width: number
  marks: [start: number, end: number][]
  password?: string | undefined
}

/** Reads a file that is not kept; `most` characters of its text are wanted. */
export type TextInput = { bytes: Uint8Array; name: string; most: number }
export type TextResult = { title?: string; text: string; isCut: boolean }
