import { citationMark } from '../../shared/citation-syntax.ts'
import type { Citation, QuoteMatch } from '../../shared/contract/tasks.ts'
import { pageKey } from '../../shared/page-key.ts'
import { quoteFinder } from '../../shared/quote.ts'
import type { Range } from '../../shared/range.ts'
import { isUnspaced } from '../language/segment.ts'
import { type PageBorder, pageBorder } from '../pages/page-border.ts'
import { nearQuoteFinder } from './near-quote.ts'
import { type Quotation, quotationsIn, type Reference } from './quotations.ts'

/** A passage that a model was given, under its number in `sources` plus one; `quote` is its text. */
export type Source = Pick<Citation, 'documentId' | 'documentName' | 'page' | 'passageId' | 'quote' | 'start' | 'end'>

export type Verified = {
  /** The answer with its citations numbered anew, in the order in which they come. */
  markdown: string
  citations: Citation[]
  /** Quotations without a reference that stand on no page. */
  unsourced: string[]
}

/** The text of a page; undefined where there is none. */
type TextOf = (page: Pick<Source, 'documentId' | 'page'>) => string | undefined

type Options = {
  /** What the user asked: an answer that repeats its words quotes no document. */
  question?: string
}

/**
 * Checks every quotation of a model's answer (“…”, „…“, «…», 「…」, "…", block quotes) against the stored pages: those it is
 * cited with first, then those of the other sources. Each place that is cited becomes a citation of its own: exact, near
 * or unverified; a reference without a quotation cites the passage as it was handed over (`isQuoted` false). A quotation
 * that stands on another page than it says is cited from where it stands, one that goes over to the next page from where
 * it begins. `textOf` gives the text of a page: of a source, or beside it.
 */
export const verifyQuotes = (
  markdown: string,
  sources: readonly Source[],
  textOf: TextOf,
  { question = '' }: Options = {},
): Verified => {
  const pages = pagesOf(sources, textOf)
  const { quotations, references } = quotationsIn(markdown)
  const asked = quoteFinder(question)
  const unsourced: string[] = []
  const places: Place[] = []
  /** The numbers of each reference that a quotation has used up. */
  const used = new Map<Reference, Map<number, Citation[]>>(references.map((reference) => [reference, new Map()]))

  for (const quotation of quotations) {
    const { text } = quotation
    const cited = quotation.cited.flatMap((reference) =>
      reference.numbers.flatMap((number) => {
        const source = sources[number - 1]
        return source ? [{ reference, number, source }] : []
      }),
    )
    const own = cited.map(({ source }) => source)
    const found = pages.find(text, own)
    const [first] = cited
    if (first) {
      const { reference, number, source } =
        cited.find(({ source }) => found && isSamePage(source, found.source)) ?? first
      const numbers = used.get(reference)
      numbers?.set(number, [...(numbers.get(number) ?? []), citationOf(found?.source ?? source, text, found)])
    } else if (found && !isMention(text)) {
      places.push({ ...behind(quotation), citations: [citationOf(found.source, text, found)] })
    } else if (!isMention(text) && !asked(text)) unsourced.push(text)
  }
  for (const reference of references) {
    const citations = reference.numbers.flatMap((number) => {
      const source = sources[number - 1]
      return source ? (used.get(reference)?.get(number) ?? [pages.handedOver(source)]) : []
    })
    places.push({ start: reference.start, end: reference.end, citations })
  }
  return { ...numbered(markdown, places), unsourced }
}

/** A range of the answer in whose place citations are written. */
type Place = Range & { citations: Citation[] }

type Found = { source: Source; range: Range; match: QuoteMatch; quote: string; continues?: Citation['continues'] }

const isSamePage = (a: Source, b: Source) => pageKey(a) === pageKey(b)

/** Looks quotations up on the pages of the sources, each of which is prepared once. */
const pagesOf = (sources: readonly Source[], textOf: TextOf) => {
  const pages = new Map<string, ReturnType<typeof pageOf>>()
  for (const source of sources) {
    if (!pages.has(pageKey(source))) pages.set(pageKey(source), pageOf(textOf(source) ?? ''))
  }
  const passages = new Map<Source, Citation>()
  /** The source whose passage a range of its page is in, if there is one. */
  const holding = (source: Source, { start, end }: Range) =>
    [source, ...sources].find((each) => isSamePage(each, source) && each.start < end && each.end > start) ?? source

  const look = (among: readonly Source[], text: string, kind: 'exact' | 'near'): Found | undefined => {
    for (const source of among) {
      const page = pages.get(pageKey(source))
      const range = page?.[kind](text, source.start)
      if (!page || !range) continue
      const quote = kind === 'exact' ? page.text.slice(range.start, range.end) : text
      return { source: holding(source, range), range, match: kind, quote }
    }
    return undefined
  }

  const borders = new Map<string, Border | undefined>()
  const borderAfter = (documentId: string, page: number) => {
    const key = pageKey({ documentId, page })
    if (!borders.has(key))
      borders.set(key, borderOf(textOf({ documentId, page }), textOf({ documentId, page: page + 1 })))
    return borders.get(key)
  }

  /** The same for what begins on a page and ends on the next, one of which a source is on. */
  const across = (among: readonly Source[], text: string, kind: 'exact' | 'near'): Found | undefined => {
    for (const source of among) {
      for (const page of [source.page, source.page - 1]) {
        const border = borderAfter(source.documentId, page)
        const range = border?.[kind](text, 0)
        if (!border || !range || !border.isCrossed(range)) continue
        const quote = kind === 'exact' ? border.text.slice(range.start, range.end) : text
        const start = border.onFirst(range)
        const continues = { page: page + 1, ...border.onSecond(range) }
        const place = page === source.page ? source : { ...source, page, start: 0, end: 0 }
        return { source: holding(place, start), range: start, match: kind, quote, continues }
      }
    }
    return undefined
  }

  return {
    find(text: string, own: readonly Source[]): Found | undefined {
      const keys = new Set(own.map(pageKey))
      // A few words stand anywhere: that they do elsewhere does not make them a quotation from there.
      const others =
        own.length > 0 && isMention(text)
          ? []
          : [...pages.keys()].flatMap((key) =>
              keys.has(key) ? [] : (sources.find((each) => pageKey(each) === key) ?? []),
            )
      return (
        look(own, text, 'exact') ??
        look(others, text, 'exact') ??
        across(own, text, 'exact') ??
        across(others, text, 'exact') ??
        look(own, text, 'near') ??
        look(others, text, 'near') ??
        across(own, text, 'near') ??
        across(others, text, 'near')
      )
    },

    /** The passage itself, as the page has it. */
    handedOver(source: Source): Citation {
      const known = passages.get(source)
      if (known) return known
      const page = pages.get(pageKey(source))
      const range = page?.exact(source.quote, source.start)
      const found = page &&
        range && { source, range, match: 'exact' as const, quote: page.text.slice(range.start, range.end) }
      const citation = { ...citationOf(source, source.quote, found), isQuoted: false }
      passages.set(source, citation)
      return citation
    },
  }
}

/** What is read over the border of two pages, which is prepared once. */
type Border = PageBorder & ReturnType<typeof pageOf>

const borderOf = (first: string | undefined, second: string | undefined): Border | undefined => {
  if (!first?.trim() || !second?.trim()) return undefined
  const border = pageBorder(first, second)
  return { ...border, ...pageOf(border.text) }
}

const pageOf = (text: string) => {
  const findExact = quoteFinder(text)
  const findNear = nearQuoteFinder(text, findExact)
  return {
    text,
    exact(quote: string, near: number): Range | undefined {
      for (const form of forms(quote)) {
        const range = findExact(form, near)
        if (range) return range
      }
      return undefined
    },
    near: (quote: string): Range | undefined => findNear((forms(quote).at(-1) ?? quote).replace(/\[(\p{L})\]/gu, '$1')),
  }
}

/** A quotation as written, without its Markdown, and without what the sentence around it put at its ends. */
const forms = (quote: string): string[] => {
  const plain = quote
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/\*{1,3}|(?<![\p{L}\p{N}])_{1,3}|_{1,3}(?![\p{L}\p{N}])|`/gu, '')
  const bare = plain.replace(/^(?:\[?(?:…|\.{3})\]?)?\s*/u, '').replace(/\s*(?:\[?(?:…|\.{3})\]?|[.,;:])*$/u, '')
  return [...new Set([quote, plain, bare])].filter((form) => /[\p{L}\p{N}]/u.test(form))
}

/** Whether a quotation is so short, and without a figure, that it may be a name, or a word that is only mentioned. */
const isMention = (text: string) =>
  !/\p{N}/u.test(text) && (isUnspaced(text) ? text.length <= 8 : text.split(/\s+/).length <= 3)

const citationOf = (source: Source, text: string, found: Found | undefined): Citation => {
  const { documentId, documentName, page, passageId } = source
  const { start, end } = found?.range ?? source
  const match = found?.match ?? 'unverified'
  const quote = found?.quote ?? text
  const continues = found?.continues && { continues: found.continues }
  return {
    documentId,
    documentName,
    page,
    passageId,
    quote,
    start,
    end,
    ...continues,
    verified: match === 'exact',
    match,
  }
}

/** Where a citation is put that a quotation lacks. */
const behind = ({ end }: Quotation): Range => ({ start: end, end })

/** The answer with its citations in their places, equal ones under one number; numbers of no source mean nothing. */
const numbered = (markdown: string, places: Place[]): Pick<Verified, 'markdown' | 'citations'> => {
  const citations: Citation[] = []
  const numbers = new Map<string, number>()
  const known = new Map<Citation, number>()
  const numberOf = (citation: Citation) => {
    const number = known.get(citation) ?? numberOfEqual(citation)
    known.set(citation, number)
    return number
  }
  const numberOfEqual = (citation: Citation) => {
    const { documentId, page, start, end, quote, isQuoted } = citation
    const key = JSON.stringify([documentId, page, start, end, quote, isQuoted])
    const number = numbers.get(key) ?? citations.push(citation)
    numbers.set(key, number)
    return number
  }
  let written = ''
  let at = 0
  for (const { start, end, citations: own } of places.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const list = own.map((citation) => citationMark(numberOf(citation))).join('')
    const gap = start === end ? ' ' : ''
    written +=
      markdown.slice(at, start) + (list === '' ? markdown.slice(start, end).replace(/[[\]]/g, '\\$&') : gap + list)
    at = end
  }
  return { markdown: written + markdown.slice(at), citations }
}
