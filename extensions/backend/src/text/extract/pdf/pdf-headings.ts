import type { Heading } from '../format.ts'
import type { Layout } from './pdf-layout.ts'

/** Counts how much text is set in which size; the most used is the body's. */
export class BodySize {
  #counts = new Map<number, number>()

  add({ paragraphs }: Pick<Layout, 'paragraphs'>): void {
    for (const { size, start, end } of paragraphs) {
      const key = Math.round(size * 2) / 2
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + end - start)
    }
  }

  get value(): number {
    let best = 0
    let most = 0
    for (const [size, count] of this.#counts) if (count > most) [best, most] = [size, count]
    return best
  }
}

/** Paragraphs that stand out by their size and read like headings. */
export const headingsOf = ({ text, paragraphs }: Layout, body: number): Heading[] => {
  if (body <= 0) return []
  return paragraphs.flatMap(({ start, end, size, lines }) => {
    const ratio = size / body
    const words = text.slice(start, end).replace(/\s+/g, ' ')
    const isHeading =
      ratio >= 1.12 && lines <= 3 && words.length <= 150 && /\p{L}{2}/u.test(words) && !/[.,;]$/.test(words)
    return isHeading ? [{ start, level: ratio >= 1.6 ? 1 : ratio >= 1.3 ? 2 : 3, text: words }] : []
  })
}
