import type { Citation, QuoteMatch } from '../../shared/contract/tasks.ts'
import { pageKey } from '../../shared/page-key.ts'
import type { Range } from '../../shared/range.ts'
import { isUnspaced } from '../language/segment.ts'
import { type Border, borderOf, pageOf } from './page-quotes.ts'

/** A passage that a model was given, under its number in `sources` plus one; `quote` is its text. */
export type Source = Pick<Citation, 'documentId' | 'documentName' | 'page' | 'passageId' | 'quote' | 'start' | 'end'>

/** The text of a page; undefined where there is none. */
export type TextOf = (page: Pick<Source, 'documentId' | 'page'>) => string | undefined

type Found = { source: Source; range: Range; match: QuoteMatch; quote: string; continues?: Citation['continues'] }

export const isSamePage = (a: Source, b: Source) => pageKey(a) === pageKey(b)

/** Looks quotations up on the pages of the sources, each of which is prepared once. */
export const pagesOf = (sources: readonly Source[], textOf: TextOf) => {
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
    /** Where a quotation stands: on the pages it is cited with, else on the others, word for word before nearly so. */
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

/** Whether a quotation is so short, and without a figure, that it may be a name, or a word that is only mentioned. */
export const isMention = (text: string) =>
  !/\p{N}/u.test(text) && (isUnspaced(text) ? text.length <= 8 : text.split(/\s+/).length <= 3)

/** The citation of a quotation: where it was found, else the passage that it names. */
export const citationOf = (source: Source, text: string, found: Found | undefined): Citation => {
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
