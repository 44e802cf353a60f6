import { workerData } from 'node:worker_threads'
import { serve } from '../base/thread-calls.ts'
import { pageKey } from '../shared/page-key.ts'
import type { Range } from '../shared/range.ts'
import { connect } from '../storage/database/database.ts'
import { passageReader } from '../storage/index/passage-reader.ts'
import { documentReader, type ReadPage } from '../storage/library/reading.ts'
import { checker, weigh } from '../text/answers/document-check.ts'
import { soughtBy } from '../text/answers/exhaustive.ts'
import { about, type Sentence, type Source, summarizable, telling } from '../text/answers/summary.ts'
import { type Verified, verifyQuotes } from '../text/answers/verify-quotes.ts'
import { entityFinder } from '../text/entities/index.ts'
import type { ExtractRequest } from '../text/entities/request.ts'
import { sentences } from '../text/language/sentences.ts'
import type {
  CheckInput,
  Checking,
  ChooseInput,
  Extracted,
  ExtractInput,
  Find,
  Passing,
  Reading,
  SummarizeInput,
  Summing,
  VerifyInput,
} from './analysis-messages.ts'

const { dataDir } = workerData as { dataDir: string }
const db = connect(dataDir, 'reader')
const reader = documentReader(db)

/** Milliseconds between two signs of life. */
const pulse = 200
/** Sentences that are weighed against each other; of a longer document the best of each part come together. */
const MAX_WEIGHED = 20_000
const keptOfPart = 1000
/** Characters of a part. */
const partLength = 2_000_000
/** One sentence of a summary stands for so many of its document. */
const condensed = 4
/** Finds that go over to the server at a time: it takes each batch in between two requests. */
const batchSize = 500
/** Characters of the sentence around a find. */
const MAX_SENTENCE_LENGTH = 500

type Progress = (pages: number) => void

/** Reads a document page by page, saying so now and then. Undefined when it is no longer there. */
const readAll = (documentId: string, progress: Progress, take: (page: ReadPage) => void): Reading | undefined => {
  const reading = { pages: 0, blank: 0 }
  let last = performance.now()
  const isThere = reader.read(documentId, (page) => {
    reading.pages++
    if (page.text.trim() === '') reading.blank++
    take(page)
    if (performance.now() - last < pulse) return
    last = performance.now()
    progress(reading.pages)
  })
  return isThere ? reading : undefined
}

/** The last value made, made anew for another key. */
const remembered = <T>() => {
  let last: { key: string; value: T } | undefined
  return (key: string, make: () => T): T => {
    if (last?.key !== key) last = { key, value: make() }
    return last.value
  }
}

const finders = remembered<ReturnType<typeof entityFinder>>()
const finderFor = (request: ExtractRequest) => finders(JSON.stringify(request), () => entityFinder(request))

const extract = async (
  { documentId, request, most }: ExtractInput,
  progress: (pagesOrFinds: number | Find[]) => void,
): Promise<Extracted | undefined> => {
  const find = await finderFor(request)
  let batch: Find[] = []
  let count = 0
  const flush = () => {
    if (batch.length > 0) progress(batch)
    batch = []
  }
  const reading = readAll(documentId, progress, ({ number, text, passages }) => {
    const places = placesIn(text, passages)
    for (const entity of find(text)) {
      const place = places(entity.start)
      if (!place || ++count > most) continue
      batch.push({ ...entity, ...place, page: number, text: text.slice(entity.start, entity.end) })
      if (batch.length >= batchSize) flush()
    }
  })
  flush()
  return reading && { ...reading, more: Math.max(0, count - most) }
}

/** Tells the passage and the sentence around each of a page's places, which are asked for in order. */
const placesIn = (text: string, passages: ReadPage['passages']) => {
  let at = 0
  let inside: Range[] | undefined
  return (start: number): { passageId: string; sentence: string } | undefined => {
    while (at < passages.length - 1 && (passages[at]?.end ?? 0) <= start) {
      at++
      inside = undefined
    }
    const passage = passages[at]
    if (!passage) return undefined
    inside ??= sentences(text.slice(passage.start, passage.end))
    const range = inside.find(({ end }) => passage.start + end > start)
    if (!range) return { passageId: passage.id, sentence: '' }
    const from = Math.max(passage.start + range.start, start - MAX_SENTENCE_LENGTH / 2)
    const to = Math.min(passage.start + range.end, from + MAX_SENTENCE_LENGTH)
    return { passageId: passage.id, sentence: text.slice(from, to).toWellFormed() }
  }
}

const checkers = remembered<ReturnType<typeof checker>>()
const checkerFor = (workspaceNumber: number, question: string) =>
  checkers(`${workspaceNumber} ${question}`, () => {
    const sought = soughtBy(question)
    const index = passageReader(db, workspaceNumber)
    const weights = weigh(sought, reader.size(workspaceNumber), (term) => index?.frequency(term) ?? 0)
    index?.close()
    return checker(sought, weights)
  })

const check = (
  { documentId, name, workspaceNumber, question, most }: CheckInput,
  progress: Progress,
): Checking | undefined => {
  const matchesIn = checkerFor(workspaceNumber, question)
  const matches: Passing[] = []
  let more = 0
  const reading = readAll(documentId, progress, (page) => {
    for (const source of sourcesOf(page)) {
      const found = matchesIn(source, name)
      const kept = found.slice(0, Math.max(0, most - matches.length))
      more += found.length - kept.length
      matches.push(...kept.map((match) => ({ ...match, text: page.text.slice(match.start, match.end) })))
    }
  })
  return reading && { ...reading, matches, more }
}

const sourcesOf = ({ number, text, passages }: ReadPage): Source[] =>
  passages.map(({ id, start, end, heading }) => ({
    passageId: id,
    page: number,
    start,
    text: text.slice(start, end),
    heading: heading ?? undefined,
  }))

const summarize = ({ documentId, topic, most }: SummarizeInput, progress: Progress): Summing | undefined => {
  const wanted = new Set(topic)
  let pool: Sentence[] = []
  let part: Source[] = []
  let waiting = 0
  let order = 0
  const condense = () => {
    const found = summarizable(part).map((sentence) => ({ ...sentence, order: sentence.order + order }))
    order = (found.at(-1)?.order ?? order) + 1
    const isLong = pool.length + found.length > MAX_WEIGHED
    pool = isLong ? [...telling(pool, { topic: wanted, most: keptOfPart }), ...found] : [...pool, ...found]
    part = []
    waiting = 0
  }
  const reading = readAll(documentId, progress, (page) => {
    part.push(...sourcesOf(page))
    waiting += page.text.length
    if (waiting >= partLength) condense()
  })
  if (!reading) return undefined
  condense()
  const asked = about(pool, wanted)
  const isAsked = asked.length > 0
  const sentences = isAsked ? telling(asked, { topic: wanted, most }) : telling(pool, { most })
  return {
    ...reading,
    sentences,
    isAsked,
    fit: isAsked ? asked.length : Math.max(1, Math.round(pool.length / condensed)),
  }
}

const served = {
  /** Loads what a request needs, so that the time of the calls that follow is the time of their work. */
  prepare: async (request: ExtractRequest) => void (await finderFor(request)),
  verify: ({ markdown, sources, texts, question }: VerifyInput): Verified => {
    const pages = new Map(texts.map((page) => [pageKey(page), page.text]))
    return verifyQuotes(markdown, sources, (source) => pages.get(pageKey(source)), { question })
  },
  extract,
  check,
  summarize,
  choose: ({ sentences, most }: ChooseInput) => telling(sentences, { most }),
}
export type AnalysisCalls = typeof served
serve(served)
