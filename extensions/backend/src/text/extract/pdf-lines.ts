import type { Glyph } from './pdf-layout.ts'

/** One or several UTF-16 units and the index of the glyph they come from, -1 for what was put in. */
export type Part = { text: string; glyph: number }

/** A line of a page, in reading order. */
export type Line = {
  parts: Part[]
  text: string
  left: number
  right: number
  top: number
  bottom: number
  /** Height of its letters, in points. */
  size: number
  /** Cells of a table, kept apart by tabs. */
  isRow: boolean
  endsHyphen: boolean
}

/** Lines from glyphs in drawing order, which in nearly every PDF is reading order. */
export const linesOf = (glyphs: readonly Glyph[]): Line[] => {
  const lines: Line[] = []
  let open: Builder | undefined
  for (const [index, glyph] of glyphs.entries()) {
    const { code } = glyph
    if (code === 13 || code === 10) {
      if (open && !open.isOpen) open.isOpen = true
      continue
    }
    if (isSpace(code)) {
      open?.space(index)
      continue
    }
    if (code < 32 || code === 0xfffe || code === 0xffff || code === 0xad) {
      if (glyph.isHyphen || code === 2 || code === 0xfffe || code === 0xad) open?.hyphen()
      continue
    }
    if (!open?.takes(glyph)) {
      if (open) lines.push(open.line())
      open = new Builder()
    }
    open.add(glyph, index)
  }
  if (open) lines.push(open.line())
  return lines.filter(({ text }) => text.length > 0)
}

const isSpace = (code: number) =>
  code === 32 || code === 0xa0 || code === 9 || (code >= 0x2000 && code <= 0x200a) || code === 0x3000

class Builder {
  isOpen = true
  #parts: Part[] = []
  #left = Number.POSITIVE_INFINITY
  #right = Number.NEGATIVE_INFINITY
  #top = Number.NEGATIVE_INFINITY
  #bottom = Number.POSITIVE_INFINITY
  #size = 0
  #space = -2
  #isRow = false
  #endsHyphen = false

  /** Whether a glyph stands on this line: beside its end, raised or lowered no more than an index is. */
  takes(glyph: Glyph): boolean {
    if (this.#parts.length === 0) return true
    const height = Math.max(glyph.top - glyph.bottom, 0.1)
    const overlap = Math.min(this.#top, glyph.top) - Math.max(this.#bottom, glyph.bottom)
    if (overlap < Math.min(height, this.#top - this.#bottom) * 0.4) return false
    const size = Math.max(this.#size, height)
    // A line end that the page's drawing order makes, e.g. from one column to the next, goes far back to the left.
    return glyph.right > this.#right - size * 2 || isRightToLeft(glyph.code)
  }

  add(glyph: Glyph, index: number): void {
    const gap = glyph.left - this.#right
    const height = glyph.top - glyph.bottom
    if (this.#parts.length > 0) {
      if (gap > Math.max(this.#size, height) * 1.6 && !this.#isLeader(glyph)) {
        this.#put('\t', -1)
        this.#isRow = true
      } else if (this.#space > -2) this.#put(' ', this.#space)
    }
    this.#space = -2
    this.#endsHyphen = glyph.isHyphen || glyph.code === 45 || glyph.code === 0x2010
    this.#put(textOf(glyph.code), index)
    this.#left = Math.min(this.#left, glyph.left)
    this.#right = Math.max(this.#right, glyph.right)
    if (height >= this.#size * 0.95) {
      // The tallest letters say where the line is; an index must not pull it up or down.
      if (height > this.#size * 1.05) [this.#top, this.#bottom] = [glyph.top, glyph.bottom]
      this.#size = Math.max(this.#size, height)
    }
  }

  space(index: number): void {
    if (this.#parts.length > 0) this.#space = index
  }

  /** The word goes on in the next line. */
  hyphen(): void {
    this.#endsHyphen = true
    this.#space = -2
  }

  line(): Line {
    const parts = this.#parts
    const text = parts.map((part) => part.text).join('')
    const [left, right, top, bottom] = [this.#left, this.#right, this.#top, this.#bottom]
    return { parts, text, left, right, top, bottom, size: this.#size, isRow: this.#isRow, endsHyphen: this.#endsHyphen }
  }

  #put(text: string, glyph: number): void {
    this.#parts.push({ text, glyph })
  }

  /** Dots that lead the eye from a title to its page number are no gap between cells. */
  #isLeader(glyph: Glyph): boolean {
    return glyph.code === 46 || this.#parts.at(-1)?.text === '.'
  }
}

const isRightToLeft = (code: number) => (code >= 0x590 && code <= 0x8ff) || (code >= 0xfb1d && code <= 0xfeff)

/** Ligatures and presentation forms become the letters that people type. */
const textOf = (code: number): string => {
  const text = code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\ufffd' : String.fromCodePoint(code)
  return (code >= 0xfb00 && code <= 0xfdff) || (code >= 0xfe70 && code <= 0xfeff) ? text.normalize('NFKC') : text
}
