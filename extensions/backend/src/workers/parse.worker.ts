import { readFile } from 'node:fs/promises'
import { type MessagePort, workerData } from 'node:worker_threads'
import { AppError } from '../base/errors.ts'
import { Handover, serve } from '../base/thread-calls.ts'
import * as words from '../base/words/index.ts'
import type { IndexedPage } from '../storage/index/passages.ts'
import { openStoredDocument, type StoredPage } from '../storage/library/stored-document.ts'
import { extract } from '../text/extract/index.ts'
import { isOvergrown } from '../text/extract/pdf/wasm-memory.ts'
import { isSuspicious, tooMuchText } from '../text/pages/amplified.ts'
import { chunk, type HeadingPath } from '../text/pages/chunk.ts'
import { withoutText } from '../text/pages/page-ranges.ts'
import { Analysis } from '../text/search/index-terms.ts'
import {
  type FromWriter,
  type PageInput,
  type PageResult,
  type ParseInput,
  type ParseProgress,
  type ParseResult,
  type RenderInput,
  type TextInput,
  type TextResult,
  type ToWriter,
  writerGone,
} from './index-messages.ts'

/** A batch goes to the writer when it has so many passages: small, so that the writer's transactions are short. */
const batchPassages = 32
/** Batches on their way to the writer; more wait here, which bounds the memory of both. */
const MAX_OPEN_BATCHES = 2

/** Needed for what is stored already; a thread that reads other files only has none. */
const { dataDir = '' } = (workerData ?? {}) as { dataDir?: string }

type Source = {
  title?: string
  pageCount?: number
  mediaType: string
  /** Bytes of the file; without end for what was read before, and measured then. */
  size: number
  /** How many characters each of its pages has, without more being made of them. */
  lengths?: () => AsyncGenerator<number>
  warnings: readonly string[]
  pages: AsyncIterable<StoredPage> | Iterable<StoredPage>
}

/** The pages of a file, cut into passages. */
const fromFile = async (path: string, name: string, password: string | undefined): Promise<Source> => {
  const bytes = await readFile(path)
  const extraction = await extract(bytes, name, password)
  async function* pages(): AsyncGenerator<StoredPage> {
    const path: HeadingPath = []
    for await (const { headings, ...page } of extraction.pages) {
      yield { ...page, passages: chunk({ text: page.text, headings }, path) }
    }
  }
  async function* lengths(): AsyncGenerator<number> {
    for await (const { text } of (await extract(bytes, name, password)).pages) yield text.length
  }
  return { ...extraction, size: bytes.length, lengths, pages: pages() }
}

/** @throws AppError `document.large` */
const refuseTooMuch = (name: string, characters: number, size: number) => {
  const why = tooMuchText(name, characters, size)
  if (why !== undefined) throw new AppError('document.large', why)
}

/** Looks ahead at how much text there is: much faster than reading it, and nothing is written meanwhile. */
const measure = async (name: string, { size, lengths }: Source, alive: () => void): Promise<void> => {
  let characters = 0
  for await (const length of lengths?.() ?? []) {
    characters += length
    refuseTooMuch(name, characters, size)
    alive()
  }
}

/** Reads a document and sends its pages, cut into passages, to the writer at the other end of `port`. */
const parse = async (
  { path, name, password, sameAs, port }: ParseInput,
  progress: (value: ParseProgress) => void,
): Promise<ParseResult> => {
  using outlet = openOutlet(port)
  using stored = sameAs === undefined ? undefined : openStoredDocument(dataDir, sameAs)
  const source: Source = stored
    ? { ...stored, size: Number.POSITIVE_INFINITY, pages: stored.pages() }
    : await fromFile(path, name, password)
  const analysis = new Analysis(name, source.title)
  let batch: IndexedPage[] = []
  let waiting = 0
  let pages = 0
  let passages = 0
  let characters = 0
  let isMeasured = false
  const empty: number[] = []
  const tell = () => progress({ done: pages, total: source.pageCount ?? pages + 1, pages, passages })
  const flush = async () => {
    await outlet.send({ type: 'pages', pages: batch, title: analysis.title })
    tell()
    batch = []
    waiting = 0
  }
  for await (const page of source.pages) {
    const analysed = analysis.page(page.text, page.passages)
    pages++
    passages += analysed.passages.length
    characters += page.text.length
    if (page.text.trim() === '') empty.push(pages)
    waiting += analysed.passages.length + 1
    batch.push({ ...page, number: pages, ...analysed })
    refuseTooMuch(name, characters, source.size)
    if (!isMeasured && isSuspicious(characters, source.size)) {
      await measure(name, source, tell)
      isMeasured = true
    }
    if (waiting >= batchPassages) await flush()
  }
  if (batch.length > 0) await flush()
  if (pages === 0) throw new AppError('document.empty', words.documents.noText(name))
  await outlet.send({ type: 'end', ...analysis.whole() })
  await outlet.drained()
  const { title, mediaType } = source
  // What is said of the document as a whole is stored with it, so that it is not said again of its double.
  const warnings = stored ? [...source.warnings] : [...source.warnings, withoutText(empty, pages) ?? []].flat()
  return { mediaType, pages, passages, warnings, isTakenOver: stored !== undefined, ...(title && { title }) }
}

/**
 * Reads one page of a file anew, and sends it in place of the one that is stored. The pages before it are read too, for
 * the headings under which it stands.
 */
const parsePage = async ({ path, name, password, documentId, page: wanted, port }: PageInput): Promise<PageResult> => {
  using outlet = openOutlet(port)
  using stored = openStoredDocument(dataDir, documentId)
  const source = await fromFile(path, name, password)
  let fresh: StoredPage | undefined
  let number = 0
  for await (const page of source.pages) {
    number++
    if (number < wanted) continue
    fresh = page
    break
  }
  if (!stored || !fresh) {
    throw new AppError('document.changed', words.documents.otherPages(name), { status: 409 })
  }
  const analysis = new Analysis(name, stored.title)
  const before: number[] = []
  const after: number[] = []
  let indexed: IndexedPage | undefined
  let at = 0
  for (const old of stored.pages()) {
    at++
    const page = at === wanted ? fresh : old
    const analysed = analysis.page(page.text, page.passages)
    if (at === wanted) indexed = { ...page, number: wanted, ...analysed }
    if (old.text.trim() === '') before.push(at)
    if (page.text.trim() === '') after.push(at)
  }
  const [said, now] = [withoutText(before, at), withoutText(after, at)]
  const warnings = [...stored.warnings.filter((warning) => warning !== said), ...(now === undefined ? [] : [now])]
  await outlet.send({ type: 'pages', pages: indexed ? [indexed] : [], title: analysis.title })
  await outlet.send({ type: 'end', ...analysis.whole() })
  await outlet.drained()
  return { warnings }
}

/** Sends while fewer than `MAX_OPEN_BATCHES` batches are on their way. */
const openOutlet = (port: MessagePort) => {
  let open = 0
  let closed = false
  let wake = () => {}
  port.on('message', (_: FromWriter) => {
    open--
    wake()
  })
  port.on('close', () => {
    closed = true
    wake()
  })
  const until = async (isReady: () => boolean) => {
    while (!isReady()) {
      if (closed) throw new Error(writerGone)
      const { promise, resolve } = Promise.withResolvers<void>()
      wake = resolve
      await promise
    }
  }
  return {
    async send(message: ToWriter): Promise<void> {
      await until(() => open < MAX_OPEN_BATCHES)
      open++
      port.postMessage(message)
    },
    drained: () => until(() => open === 0),
    [Symbol.dispose]: () => port.close(),
  }
}

const render = async ({ path, ...options }: RenderInput) => {
  const { renderPage } = await import('../text/extract/pdf/render.ts')
  const picture = await renderPage(await readFile(path), options)
  return new Handover(picture, [picture.png.buffer])
}

/** The beginning of a file's text, page after page. */
const text = async ({ bytes, name, most }: TextInput): Promise<TextResult> => {
  const { title, pages } = await extract(bytes, name)
  let read = ''
  for await (const page of pages) {
    read += `${read && '\n\n'}${page.text}`
    if (read.length > most) break
  }
  return { ...(title && { title }), text: read.slice(0, most).toWellFormed(), isCut: read.length > most }
}

const served = { parse, parsePage, render, text }
export type ParseCalls = typeof served
serve(served, isOvergrown)
