import { type Line, linesOf } from './pdf-lines.ts'
import type { Glyph } from './pdf-page.ts'

/** A page's text; `sources[i]` is the glyph of its UTF-16 unit `i`, -1 for white space that layout put in. */
export type Layout = { text: string; sources: number[]; paragraphs: Paragraph[] }
/** `size` is its font size in points. */
type Paragraph = { start: number; end: number; size: number; lines: number }

/**
 * Puts a page's glyphs together: lines to paragraphs, words that were hyphenated at a line's end to words. Depends on
 * nothing but the page, so that offsets found when it was indexed hold when it is drawn.
 */
export const layOut = (glyphs: readonly Glyph[]): Layout => {
  const lines = linesOf(glyphs)
  const leading = usualLeading(lines)
  const out = new Writer()
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1]
    out.line(line, before ? joint(before, line, leading, () => columnOf(lines, index)) : 'paragraph')
  }
  return out.done()
}

/** How a line follows the one before it. */
type Joint = 'word' | 'hyphen' | 'line' | 'paragraph'

type Column = { left: number; right: number }

const joint = (before: Line, line: Line, leading: number, columnAround: () => Column): Joint => {
  const size = Math.max(before.size, line.size)
  const endsHyphen = before.endsHyphen && /^\p{L}/u.test(line.text)
  const isSameSize = Math.abs(before.size - line.size) <= size * 0.12
  const goesOn = /^[\p{Ll},;)]/u.test(line.text)
  const down = before.baseline - line.baseline
  if (line.turn !== before.turn) return 'paragraph'
  if (down <= 0 || line.left > before.right + size * 2) {
    // The next column, or a place elsewhere on the page.
    if (endsHyphen) return 'hyphen'
    return isSameSize && goesOn && !/[.!?:]["”’]?$/.test(before.text) ? 'word' : 'paragraph'
  }
  if (!isSameSize || down > size * 2.2) return 'paragraph'
  const isApart = down > Math.max(leading, size) * 1.25
  if (before.isRow || line.isRow) return before.isRow === line.isRow && !isApart ? 'line' : 'paragraph'
  if (/^(?:[•▪◦‣●■–—*]|\(?\d{1,3}[.)]|\(?[a-z][.)]|\([ivx]+\))\s/u.test(line.text))
    return isApart ? 'paragraph' : 'line'
  if (endsHyphen) return 'hyphen'
  if (isApart && !goesOn) return 'paragraph'
  const column = columnAround()
  const isShort = before.right < column.right - Math.max(size * 2, (column.right - column.left) * 0.12)
  const isIndented = line.left > column.left + size * 0.8 && line.left > before.left + size * 0.8
  if (isIndented && !goesOn && /[.!?:…]["”’)]?$/.test(before.text)) return 'paragraph'
  return isShort && !goesOn ? 'line' : 'word'
}

/** The most usual distance of two baselines, in font sizes times the size of the page's most usual line. */
const usualLeading = (lines: readonly Line[]): number => {
  const counts = new Map<number, number>()
  for (const [index, line] of lines.entries()) {
    const down = (lines[index - 1]?.baseline ?? 0) - line.baseline
    if (down <= line.size * 0.8 || down > line.size * 2) continue
    const key = Math.round(down * 2) / 2
    counts.set(key, (counts.get(key) ?? 0) + Math.min(line.text.length, 40))
  }
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), [0, 0])[0]
}

/** The width that lines around this one fill. */
const columnOf = (lines: readonly Line[], index: number): Column => {
  const line = lines[index] as Line
  const column = { left: line.left, right: line.right }
  for (const other of lines.slice(Math.max(0, index - 12), index + 12)) {
    const overlaps = other.left < line.right && other.right > line.left
    if (!overlaps || Math.abs(other.size - line.size) > line.size * 0.12) continue
    column.left = Math.min(column.left, other.left)
    column.right = Math.max(column.right, other.right)
  }
  return column
}

const between: Record<Joint, string> = { word: ' ', hyphen: '', line: '\n', paragraph: '\n\n' }

class Writer {
  #text: string[] = []
  #length = 0
  #sources: number[] = []
  #paragraphs: Paragraph[] = []

  line(line: Line, how: Joint): void {
    if (how === 'hyphen') this.#dropHyphen()
    else if (this.#length > 0) this.#put(between[how], -1)
    if (how === 'paragraph' || this.#paragraphs.length === 0) {
      this.#paragraphs.push({ start: this.#length, end: this.#length, size: line.size, lines: 0 })
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
  #dropHyphen(): void {
    const last = this.#text.at(-1)
    if (last === undefined || !/^[-\u2010]$/.test(last)) return
    this.#text.pop()
    this.#length--
    this.#sources.pop()
  }
}
