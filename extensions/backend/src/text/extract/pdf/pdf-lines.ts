import { isUnspaced } from '../../language/segment.ts'
import type { Glyph } from './pdf-page.ts'
import { isRightToLeft, isSpaceBetween, type Place, readingOrder } from './pdf-rtl.ts'

/** UTF-16 units and the index of the glyph they come from, -1 for what was put in. */
type Part = { text: string; glyph: number }

/** A line of a page in reading order; lengths in points, turned so that it runs from left to right. */
export type Line = {
  parts: Part[]
  text: string
  left: number
  right: number
  baseline: number
  /** Font size of most of its letters. */
  size: number
  turn: number
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
    if (code === 13 || code === 10) continue
    if (isSpace(code)) {
      open?.space(index, glyph)
      continue
    }
    if (code < 32 || code === 0xfffe || code === 0xffff || code === 0xad) {
      if (glyph.isHyphen || code === 2 || code === 0xfffe || code === 0xad) open?.hyphen()
      continue
    }
    if (isNoise(glyph)) continue
    const place = placeOf(glyph, index)
    if (!open?.takes(place)) {
      if (open) lines.push(open.line())
      open = new Builder()
    }
    open.add(place)
  }
  if (open) lines.push(open.line())
  return lines
}

const isSpace = (code: number) =>
  code === 32 || code === 0xa0 || code === 9 || (code >= 0x2000 && code <= 0x200a) || code === 0x3000

/** A number that stands for a drawing in a font that names no letters says nothing; ASCII is mostly meant as it is. */
const isNoise = ({ isUnknown, code }: Glyph) => isUnknown && code > 126

/** A glyph, turned so that its line runs from left to right. */
const placeOf = ({ code, left, right, top, bottom, x, y, size, turn }: Glyph, glyph: number): Place => {
  const turned = [
    { left, right, baseline: y },
    { left: bottom, right: top, baseline: -x },
    { left: -right, right: -left, baseline: -y },
    { left: -top, right: -bottom, baseline: x },
  ][turn] as { left: number; right: number; baseline: number }
  return { ...turned, text: textOf(code), code, size: Math.max(size, 0.1), turn, glyph }
}

/** Glyphs of a line beyond which their order is left as it was drawn. */
const longestLine = 1000

class Builder {
  #parts: Part[] = []
  #left = Number.POSITIVE_INFINITY
  #right = Number.NEGATIVE_INFINITY
  #baseline = 0
  #size = 0
  #places: Place[] = []
  #most = 0
  #sizes = new Map<number, number>()
  #turn = 0
  #space = -2
  #isInferred = false
  #spaces: number[] = []
  #isRow = false
  #endsHyphen = false
  #rightToLeft = 0

  /** Whether a glyph stands on this line: beside its end, raised or lowered no more than an index is. */
  takes({ text, left, right, baseline, size, turn, code }: Place): boolean {
    if (turn !== this.#turn) return false
    const largest = Math.max(this.#size, size)
    const isMark = isRightToLeft(code) && /^\p{M}/u.test(text)
    if (Math.abs(baseline - this.#baseline) > largest * (isMark ? 1.1 : 0.55)) return false
    if (isRightToLeft(code) || this.#rightToLeft > 0) return true
    // From one column to the next, or to the next line of a formula, drawing goes back to the left.
    return right > this.#right - largest * 2 || left > this.#right - largest * 2
  }

  add(place: Place): void {
    const { text, code, left, right, baseline, size, turn, glyph } = place
    if (this.#parts.length > 0) this.#apart(place)
    this.#space = -2
    this.#endsHyphen = code === 45 || code === 0x2010
    if (isRightToLeft(code)) this.#rightToLeft++
    const key = Math.round(size * 2) / 2
    const count = (this.#sizes.get(key) ?? 0) + 1
    this.#sizes.set(key, count)
    const isIndex = this.#size > 0 && size < this.#size * 0.8
    this.#parts.push({
      text: isIndex && baseline > this.#baseline + this.#size * 0.2 ? raised(text) : text,
      glyph,
    })
    this.#places.push(place)
    // Most letters say where the line is; an index or a large operator must not move it.
    if (count > this.#most || (count === this.#most && size >= this.#size)) {
      this.#most = count
      this.#size = size
      this.#baseline = baseline
    }
    this.#turn = turn
    this.#left = Math.min(this.#left, left)
    this.#right = Math.max(this.#right, right)
  }

  /** White space between the last glyph and this one. */
  #apart({ left, right, size, code }: Place): void {
    const gap = isRightToLeft(code) ? this.#left - right : left - this.#right
    const isCell = gap > Math.max(this.#size, size) * 1.6 && code !== 46 && this.#parts.at(-1)?.text !== '.'
    if (isCell) {
      this.#parts.push({ text: '\t', glyph: -1 })
      this.#isRow = true
    } else if (this.#space > -2 && !(this.#isInferred && this.#isDense(code))) {
      this.#parts.push({ text: ' ', glyph: this.#space })
    }
  }

  space(index: number, { left, right, isGenerated }: Glyph): void {
    if (this.#parts.length === 0) return
    this.#space = index
    this.#isInferred = isGenerated
    if (!isGenerated && this.#turn === 0) this.#spaces.push((left + right) / 2)
  }

  /** Between letters of scripts without spaces a small gap is only looks. */
  #isDense(code: number): boolean {
    return isUnspaced(String.fromCodePoint(code)) || isUnspaced(this.#parts.at(-1)?.text ?? '')
  }

  /** The word goes on in the next line. */
  hyphen(): void {
    this.#endsHyphen = true
    this.#space = -2
  }

  line(): Line {
    const isFromRight = this.#rightToLeft * 2 > this.#places.length && this.#places.length < longestLine
    const parts = isFromRight ? fromRight(this.#places, this.#spaces) : this.#parts
    return {
      parts,
      text: parts.map((part) => part.text).join(''),
      left: this.#left,
      right: this.#right,
      baseline: this.#baseline,
      size: this.#size,
      turn: this.#turn,
      isRow: this.#isRow,
      endsHyphen: this.#endsHyphen,
    }
  }
}

const fromRight = (places: readonly Place[], spaces: readonly number[]): Part[] =>
  readingOrder(places).flatMap((place, index, all) => {
    const before = all[index - 1]
    const part = { text: place.text, glyph: place.glyph }
    return before && isSpaceBetween(before, place, spaces) ? [{ text: ' ', glyph: -1 }, part] : [part]
  })

/** Ligatures and presentation forms become the letters that people type. */
const textOf = (code: number): string => {
  const text = code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\ufffd' : String.fromCodePoint(code)
  return (code >= 0xfb00 && code <= 0xfdff) || (code >= 0xfe70 && code <= 0xfeff) ? text.normalize('NFKC') : text
}

const plainDigits = '0123456789+-−ni'
const raisedDigits = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿⁱ'

/** The mark of a footnote must not become a digit of the number before it. */
const raised = (text: string) => raisedDigits[plainDigits.indexOf(text)] ?? text
