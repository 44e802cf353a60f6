import { availableParallelism } from 'node:os'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { AppError } from '../base/errors.ts'
import type { Logger } from '../base/log.ts'
import { type Thread, thread } from '../base/thread.ts'
import * as words from '../base/words/index.ts'
import { isDamage } from '../storage/database/corruption.ts'
import type { IndexCalls } from './index.worker.ts'
import {
  type PageResult,
  type ParseProgress,
  type ParseResult,
  type RenderInput,
  writerGone,
} from './index-messages.ts'
import type { ParseCalls } from './parse.worker.ts'

type Parser = Thread<ParseCalls>

export type IndexJob = {
  /** `lease` is the claim under which it is indexed; what is written after it was lost is refused. */
  document: { id: string; number: number; workspaceNumber: number; name: string; path: string; lease: string }
  /** A document of the same bytes, whose pages are taken over in place of reading the file. */
  sameAs?: string | undefined
  /** Opens the file where it is protected. */
  password?: string | undefined
  signal?: AbortSignal
  /** After every few pages: `done` of `total`, where `total` grows for formats whose length is not known. */
  onProgress?: (progress: ParseProgress) => void
}

/** `page` is 1-based; `sha256` is what its bytes must still be. */
type PageJob = {
  document: { id: string; number: number; workspaceNumber: number; name: string; path: string; sha256: string }
  page: number
  password?: string | undefined
}

/** With a lease, only while the document is claimed under it. */
type RemoveJob = { documentId: string; documentNumber: number; workspaceNumber: number; lease?: string }

type Options = {
  dataDir: string
  log?: Logger
  /** Milliseconds without progress after which a file is given up. */
  stall?: number
  /** Megabytes of heap for reading one file. */
  memory?: number
  capacity?: number
  /** Told of each error in a thread. */
  onError?: (error: Error) => void
}

/** Milliseconds in which removals gather, before what they left is given back. */
const givingBackPause = 1000

/** Reads documents into the index, in worker threads: some that parse, one that writes. */
export const indexing = ({
  dataDir,
  log,
  stall = 60_000,
  memory = 1024,
  capacity = Math.max(1, Math.min(availableParallelism() - 1, 4)),
  onError,
}: Options) => {
  const parserOptions = {
    name: 'parse',
    data: { dataDir },
    resourceLimits: { maxOldGenerationSizeMb: memory },
    onError,
  }
  const parsers = Array.from({ length: capacity }, () => thread<ParseCalls>(parserOptions))
  const painter = thread<ParseCalls>(parserOptions)
  const writer = thread<IndexCalls>({ name: 'index', data: { dataDir }, onError })
  const busy = new Set<Parser>()
  let givingBack: NodeJS.Timeout | undefined
  const waiting: (() => void)[] = []

  const borrow = async (): Promise<Parser> => {
    for (;;) {
      const free = parsers.find((parser) => !busy.has(parser))
      if (free) {
        busy.add(free)
        return free
      }
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.push(resolve)
      await promise
    }
  }

  const giveBack = (parser: Parser) => {
    busy.delete(parser)
    waiting.shift()?.()
  }

  /** What a parser made of a file, once all that it sent is written. */
  const parsed = async <T>(
    name: string,
    signal: AbortSignal | undefined,
    start: (parser: Parser, toWriter: MessagePort, toParser: MessagePort) => [Promise<T>, Promise<void>],
  ): Promise<T> => {
    const parser = await borrow()
    try {
      signal?.throwIfAborted()
      const { port1, port2 } = new MessageChannel()
      const [read, written] = await Promise.allSettled(start(parser, port1, port2))
      if (read.status === 'rejected') {
        const isWriters = written.status === 'rejected' && read.reason.message === writerGone
        if (isWriters) throw written.reason
        const isKnown = read.reason instanceof AppError || isDamage(read.reason)
        throw isKnown || signal?.aborted ? read.reason : await broken(parser, name, read.reason)
      }
      if (written.status === 'rejected') throw written.reason
      return read.value
    } finally {
      giveBack(parser)
    }
  }

  return {
    /** How many documents are read at the same time; more wait. */
    capacity,
    /** Whether something is being read or written. */
    get isBusy(): boolean {
      return writer.load > 0 || busy.size > 0
    },

    /**
     * Reads a document and indexes it, in place of what was indexed of it before. When it fails or is aborted, what was
     * written so far stays until `remove` or the next `index`.
     * @throws AppError why the file cannot be read; the signal's reason once it is aborted
     */
    async index({ document, sameAs, password, signal, onProgress }: IndexJob): Promise<ParseResult> {
      const { id, number, workspaceNumber, name, path, lease } = document
      const began = performance.now()
      const read = await parsed(name, signal, (parser, port1, port2) => [
        parser.call(
          'parse',
          { path, name, password, sameAs, port: port2 },
          { transfer: [port2], stall, signal, killOnAbort: true, ...(onProgress && { onProgress }) },
        ),
        writer.call('store', { owner: { id, number, workspaceNumber }, lease, port: port1 }, { transfer: [port1] }),
      ])
      log?.debug({ document: id, ...read, ms: Math.round(performance.now() - began) }, 'indexed')
      return read
    },

    /**
     * Reads one page of a document anew and indexes it in place of what was there; ids of passages elsewhere stay.
     * @throws AppError why the file cannot be read, `document.changed` (409) when it is not what was read before
     */
    async indexPage({ document, page, password }: PageJob): Promise<PageResult> {
      const { id, number, workspaceNumber, name, path, sha256 } = document
      return parsed(name, undefined, (parser, port1, port2) => [
        parser.call(
          'parsePage',
          { path, name, password, documentId: id, page, port: port2 },
          { transfer: [port2], stall },
        ),
        writer.call('replace', { owner: { id, number, workspaceNumber }, sha256, port: port1 }, { transfer: [port1] }),
      ])
    },

    /** Removes a document's pages, passages and index rows; the document's own row stays. */
    remove: ({ documentId, documentNumber, workspaceNumber, lease }: RemoveJob): Promise<void> => {
      const owner = { id: documentId, number: documentNumber, workspaceNumber }
      return writer.call('remove', { owner, lease })
    },

    /**
     * Has the file system get back what no row needs any more, soon and little by little. To be called after rows of any kind
     * were removed.
     */
    giveBack(): void {
      givingBack ??= setTimeout(() => {
        givingBack = undefined
        const failed = (error: unknown) =>
          log?.warn({ err: error }, 'space was not given back; that is tried again later')
        writer.call('giveBack', undefined).catch(failed)
      }, givingBackPause).unref()
    },

    createWorkspace: (workspaceNumber: number) => writer.call('create', workspaceNumber),
    /** Removes a workspace's index, and all pages and passages of its documents. */
    dropWorkspace: (workspaceNumber: number) => writer.call('drop', workspaceNumber),

    /** A page of a PDF as PNG, with ranges of its text marked. @throws AppError `page.unknown` */
    renderPage: (input: RenderInput) => painter.call('render', input, { stall }),

    async close(): Promise<void> {
      clearTimeout(givingBack)
      await Promise.all([...parsers, painter].map((each) => each.close()))
      await writer.close()
    },
  }
}
export type Indexing = ReturnType<typeof indexing>

/** A parser that failed in a way that it does not know may be left in any state, so that no other file gets it. */
const broken = async (parser: Parser, name: string, cause: unknown): Promise<AppError> => {
  await parser.kill(new Error('A file broke this parser.'))
  return new AppError('document.damaged', words.documents.unreadable(name), { cause })
}
