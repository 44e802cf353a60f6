import type { Citation } from '../../shared/contract/tasks.ts'
import { quoteFinder } from '../../shared/quote.ts'
import type { Range } from '../../shared/range.ts'
import { numbered, type Place } from './numbered-citations.ts'
import { type Quotation, quotationsIn, type Reference } from './quotations.ts'
import { citationOf, isMention, isSamePage, pagesOf, type Source, type TextOf } from './source-pages.ts'

export type { Source } from './source-pages.ts'

export type Verified = {
  /** The answer with its citations numbered anew, in the order in which they come. */
  markdown: string
  citations: Citation[]
  /** Quotations without a reference that stand on no page. */
  unsourced: string[]
}

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

/** Where a citation is put that a quotation lacks. */
const behind = ({ end }: Quotation): Range => ({ start: end, end })
