import { words } from './words.ts'

/** The terms of a text as the index takes them: in order, apart by spaces. */
export const indexTerms = (text: string): string =>
  words(text)
    .map(({ term }) => term)
    .join(' ')

/** What a document is called, for the index: its file name without extension, and the title it gives itself. */
export const titleTerms = (name: string, title?: string): string => {
  const bare = name.replace(/\.[^.]{1,5}$/, '').replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
  return indexTerms(title && title !== bare ? `${bare} ${title}` : bare)
}

/** A term counts this often at most for a document as a whole; BM25 hardly tells more from that many. */
const mostOften = 64

/** Gathers a document's terms over all its passages; order is lost, which the index of documents has no use for. */
export class DocumentTerms {
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
