import { type Line, linesOf } from './pdf-lines.ts'

/** One character as PDFium gives it: box in points from the page's lower left corner. */
export type Glyph = {
  code: number
  left: number
  right: number
  top: number
  bottom: number
  /** Not on the page: a space or line end that PDFium inferred. */
  isGenerated: boolean
  isHyphen: boolean
}

/** A page's text; `sources[i]` is the glyph of its UTF-16 unit `i`, -1 for white space that layout put in. */
export type Layout = { text: string; sources: number[]; paragraphs: Paragraph[] }
/** `size` is the height of its letters in points. */
export type Paragraph = { start: number; end: number; size: number; lines: number }

/**
 * Puts a page's glyphs together: lines to paragraphs, words that were hyphenated at a line's end to words. Depends on
 * nothing but the page, so that offsets found when it was indexed hold when it is drawn.
 */
export const layOut = (glyphs: readonly Glyph[]): Layout => {
  const out = new Writer()
  const lines = linesOf(glyphs)
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1]
    out.line(line, before ? joint(before, line, lines, index) : 'paragraph')
  }
  return out.done()
}

/** How a line follows the one before it. */
type Joint = 'word' | 'hyphen' | 'line' | 'paragraph'

const joint = (before: Line, line: Line, lines: readonly Line[], index: number): Joint => {
  const size = Math.max(before.size, line.size)
  const endsHyphen = before.endsHyphen && /^\p{L}/u.test(line.text)
  const isBelow = line.top < before.top
  const isSameSize = Math.abs(before.size - line.size) <= size * 0.12
  const opens = /^(?:[•▪◦‣●■–—*]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s/u.test(line.text)
  const goesOn = /^[\p{Ll},;)]/u.test(line.text)
  if (!isBelow || Math.abs(line.left - before.left) > 250) {
    // The next column, or a place elsewhere on the page.
    if (endsHyphen) return 'hyphen'
    return isSameSize && goesOn && !/[.!?:]["”’]?$/.test(before.text) ? 'word' : 'paragraph'
  }
  if (!isSameSize) return 'paragraph'
  const gap = before.bottom - line.top
  if (gap > size * 0.75) return 'paragraph'
  if (before.isRow || line.isRow) return before.isRow === line.isRow ? 'line' : 'paragraph'
  if (opens) return 'line'
  if (endsHyphen) return 'hyphen'
  const column = columnOf(lines, index)
  const isIndented = line.left > column.left + size * 0.8 && line.left > before.left + size * 0.8
  const isShort = before.right < column.right - Math.max(size * 2, (column.right - column.left) * 0.12)
  if (isIndented && !goesOn && /[.!?:…]["”’)]?$/.test(before.text)) return 'paragraph'
  if (gap > size * 0.45 && isShort) return 'paragraph'
  return isShort && !goesOn ? 'line' : 'word'
}

/** The width that lines around this one fill. */
const columnOf = (lines: readonly Line[], index: number) => {
  let left = Number.POSITIVE_INFINITY
  let right = Number.NEGATIVE_INFINITY
  const line = lines[index] as Line
  for (const other of lines.slice(Math.max(0, index - 12), index + 12)) {
    const overlaps = other.left < line.right && other.right > line.left
    if (!overlaps || Math.abs(other.size - line.size) > line.size * 0.12) continue
    left = Math.min(left, other.left)
    right = Math.max(right, other.right)
  }
  return { left, right }
}

const between: Record<Joint, string> = { word: ' ', hyphen: '', line: '\n', paragraph: '\n\n' }

class Writer {
  #text: string[] = []
  #length = 0
  #sources: number[] = []
  #paragraphs: (Paragraph & { weight: number })[] = []

  line(line: Line, how: Joint): void {
    if (how === 'hyphen') this.#dropLast()
    else if (this.#length > 0) this.#put(between[how], -1)
    if (how === 'paragraph' || this.#paragraphs.length === 0) {
      this.#paragraphs.push({ start: this.#length, end: this.#length, size: line.size, lines: 0, weight: 0 })
    }
    for (const part of line.parts) this.#put(part.text, part.glyph)
    const paragraph = this.#paragraphs.at(-1) as Paragraph
    paragraph.end = this.#length
    paragraph.lines++
  }

  done(): Layout {
    return { text: this.#text.join(''), sources: this.#sources, paragraphs: this.#paragraphs }
  }

  #put(text: string, glyph: number): void {
    if (text === '') return
    this.#text.push(text)
    this.#length += text.length
    for (let unit = 0; unit < text.length; unit++) this.#sources.push(glyph)
  }

  /** Takes the hyphen off the word that goes on in the next line; a soft one was never written. */
  #dropLast(): void {
    const last = this.#text.at(-1)
    if (last === undefined || !/^[-\u2010]$/.test(last)) return
    this.#text.pop()
    this.#length--
    this.#sources.pop()
  }
}
