import { quoteFinder } from '../../shared/quote.ts'
import type { Range } from '../../shared/range.ts'
import { type PageBorder, pageBorder } from '../pages/page-border.ts'
import { nearQuoteFinder } from './near-quote.ts'

/** Where a quotation stands on a page, as it is written or without what its sentence put around it. Prepared once. */
export const pageOf = (text: string) => {
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

/** What is read over the border of two pages, which is prepared once. */
export type Border = PageBorder & ReturnType<typeof pageOf>

export const borderOf = (first: string | undefined, second: string | undefined): Border | undefined => {
  if (!first?.trim() || !second?.trim()) return undefined
  const border = pageBorder(first, second)
  return { ...border, ...pageOf(border.text) }
}

/** A quotation as written, without its Markdown, and without what the sentence around it put at its ends. */
const forms = (quote: string): string[] => {
  const plain = quote
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/\*{1,3}|(?<![\p{L}\p{N}])_{1,3}|_{1,3}(?![\p{L}\p{N}])|`/gu, '')
  const bare = plain.replace(/^(?:\[?(?:…|\.{3})\]?)?\s*/u, '').replace(/\s*(?:\[?(?:…|\.{3})\]?|[.,;:])*$/u, '')
  return [...new Set([quote, plain, bare])].filter((form) => /[\p{L}\p{N}]/u.test(form))
}
