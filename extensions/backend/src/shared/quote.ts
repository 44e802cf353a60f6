import type { Range } from './range.ts'

/**
 * Where `quote` stands in `text` (UTF-16), word for word; undefined when it does not. White space, hyphens and line-end
 * hyphenation, the kind of quotation marks and dashes, and ligatures make no difference; letters, digits and all
 * other characters do. `near` picks among several places the one closest to it.
 */
export const findQuote = (text: string, quote: string, near = 0): Range | undefined => quoteFinder(text)(quote, near)

/** {@link findQuote} for many quotes of one text, which is prepared once. */
export const quoteFinder = (text: string) => {
  let page: ReturnType<typeof folded> | undefined
  return (quote: string, near = 0): Range | undefined => {
    const wanted = folded(quote).text
    if (wanted.length === 0) return undefined
    page ??= folded(text)
    let best: Range | undefined
    for (let at = page.text.indexOf(wanted); at >= 0; at = page.text.indexOf(wanted, at + 1)) {
      const last = at + wanted.length - 1
      const range = { start: page.starts[at] as number, end: page.ends[last] as number }
      if (!isWhole(text, range)) continue
      if (!best || Math.abs(range.start - near) < Math.abs(best.start - near)) best = range
    }
    return best
  }
}

const dropped = /[\s\p{Cf}\p{Dash}]/u
const single = /[‘’‚‛′`´‹›]/u
const double = /[“”„‟″«»]/u

/** The text without what makes no difference, and for each of its code units where it came from. */
const folded = (text: string) => {
  let out = ''
  const starts: number[] = []
  const ends: number[] = []
  let at = 0
  for (const character of text) {
    const kept = foldedCharacter(character, text, at)
    for (let unit = 0; unit < kept.length; unit++) {
      starts.push(at)
      ends.push(at + character.length)
    }
    out += kept
    at += character.length
  }
  return { text: out, starts, ends }
}

const foldedCharacter = (character: string, text: string, at: number) => {
  const unit = character.charCodeAt(0)
  if ((unit > 0x60 && unit < 0x7b) || (unit > 0x40 && unit < 0x5b) || (unit > 0x2f && unit < 0x3a)) return character
  if (unit === 0x20) return ''
  if (dropped.test(character)) return isSign(text, at) ? '-' : ''
  if (single.test(character)) return "'"
  if (double.test(character)) return '"'
  return unit < 0x80 ? character : character.normalize('NFKC')
}

/** A minus: it stands right before a number, and not right behind what it could join to that. */
const isSign = (text: string, at: number) =>
  at >= 0 && dash.test(text[at] as string) && isDigit(text, at + 1) && !/[\p{L}\p{N}\p{Dash}]/u.test(text[at - 1] ?? '')
const dash = /\p{Dash}/u

/** Whether no word and no number is cut at the ends: `art` is not quoted from `party`, nor `340` from `1,340` or `-340`. */
const isWhole = (text: string, { start, end }: Range) =>
  !(isLetter(text, start - 1) && isLetter(text, start)) &&
  !(isLetter(text, end - 1) && isLetter(text, end)) &&
  !(isDigit(text, start) && (isSign(text, start - 1) || joinsDigits(text, start - 1))) &&
  !joinsDigits(text, end)

/** Whether the character is the point, comma or narrow space within a number. */
const joinsDigits = (text: string, at: number) =>
  /[.,'’\u00a0\u2009\u202f]/.test(text[at] ?? '') && isDigit(text, at - 1) && isDigit(text, at + 1)

const isDigit = (text: string, at: number) => /\p{N}/u.test(text[at] ?? '')

const isLetter = (text: string, at: number) => {
  const character = text[at]
  return character !== undefined && /[\p{L}\p{N}]/u.test(character) && !/[\p{Lo}]/u.test(character)
}
