import { type Language, languageOf } from '../language/language.ts'
import { isCorrectable } from '../language/spelling.ts'
import { fold, words } from '../language/words.ts'

/** The terms of a text as the index takes them: in order, apart by spaces. */
const indexTerms = (text: string, language?: Language): string =>
  words(text, language)
    .map(({ term }) => term)
    .join(' ')

/** What a document is called, for the index: its file name without extension, and the title it gives itself. */
const titleTerms = (name: string, title?: string, language?: Language): string => {
  const bare = name.replace(/\.[^.]{1,5}$/, '').replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
  return indexTerms(title && title !== bare ? `${bare} ${title}` : bare, language)
}

/** A term counts this often at most for a document as a whole; BM25 hardly tells more from that many. */
const mostOften = 64

/** Gathers a document's terms over all its passages; order is lost, which the index of documents has no use for. */
class DocumentTerms {
  #counts = new Map<string, number>()

  add(terms: string): void {
    for (const term of terms.split(' ')) {
      const count = this.#counts.get(term) ?? 0
      if (count < mostOften) this.#counts.set(term, count + 1)
    }
  }

  toString(): string {
    return [...this.#counts].map(([term, count]) => `${term} `.repeat(count)).join('')
  }
}

/** Characters of a page that are enough to tell its language. */
const sample = 6000

/** The language of a page, where it has words enough to tell. */
export const pageLanguage = (text: string): Language | undefined =>
  languageOf(
    text
      .slice(0, sample)
      .match(/[\p{L}\p{M}]+/gu)
      ?.map(fold) ?? [],
  )

/** What stands in a document's entry for each language of its pages; no word of a text is ever analysed to it. */
export const languageMark = (language: Language): string => `§${language}`

type Cut = { start: number; end: number; heading?: string }
type Analysed = Cut & { terms: string; headingTerms: string }

/** UTF-16 units of a word that somebody may misspell. */
const longestWord = 32

/** Words of a document that are remembered as written; in a longer one some are given again. */
const mostWords = 200_000

/** What the index gets of a document, page by page; each page in its own language where it has words enough to tell. */
export class Analysis {
  #name: string
  #title: string | undefined
  #language: Language = 'en'
  #foreign = new Set<Language>()
  #terms = new DocumentTerms()
  #written = new Set<string>()

  constructor(name: string, title?: string) {
    this.#name = name
    this.#title = title
  }

  /** The page's passages with their terms, and its words that no earlier page had, folded. */
  page(text: string, passages: readonly Cut[]): { passages: Analysed[]; words: string[] } {
    this.#language = pageLanguage(text) ?? this.#language
    if (this.#language !== 'en') this.#foreign.add(this.#language)
    const fresh: string[] = []
    const analysed = passages.map((passage) => {
      const body = text.slice(passage.start, passage.end)
      const found = words(body, this.#language)
      for (const { start, end } of found) {
        if (end - start > longestWord) continue
        const written = body.slice(start, end)
        if (!this.#written.has(written)) fresh.push(written)
        this.#written.add(written)
      }
      const terms = found.map(({ term }) => term).join(' ')
      this.#terms.add(terms)
      return { ...passage, terms, headingTerms: passage.heading ? indexTerms(passage.heading, this.#language) : '' }
    })
    if (this.#written.size > mostWords) this.#written.clear()
    return { passages: analysed, words: [...new Set(fresh.map(fold).filter(isCorrectable))] }
  }

  /** What its passages are indexed with as their title, in the language of the last page. */
  get title(): string {
    return titleTerms(this.#name, this.#title, this.#language)
  }

  /** What stands in the index for the document as a whole, after its last page. */
  whole(): { terms: string; title: string } {
    const marks = [...this.#foreign].map(languageMark)
    return { terms: this.#terms.toString(), title: [this.title, ...marks].join(' ') }
  }
}
