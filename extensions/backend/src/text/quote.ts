import type { Range } from './sentences.ts'

/**
 * Where `quote` stands in `text` (UTF-16), word for word; undefined when it does not. White space, hyphens and line-end
 * hyphenation, the kind of quotation marks and dashes, and ligatures make no difference; letters, digits and all
 * other characters do. `near` picks among several places the one closest to it.
 */
export const findQuote = (text: string, quote: string, near = 0): Range | undefined => {
  const wanted = folded(quote).text
  if (wanted.length === 0) return undefined
  const page = folded(text)
  let best: Range | undefined
  for (let at = page.text.indexOf(wanted); at >= 0; at = page.text.indexOf(wanted, at + 1)) {
    const last = at + wanted.length - 1
    const range = { start: page.starts[at] as number, end: page.ends[last] as number }
    if (!isWhole(text, range)) continue
    if (!best || Math.abs(range.start - near) < Math.abs(best.start - near)) best = range
  }
  return best
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
    const kept = foldedCharacter(character)
    for (let unit = 0; unit < kept.length; unit++) {
      starts.push(at)
      ends.push(at + character.length)
    }
    out += kept
    at += character.length
  }
  return { text: out, starts, ends }
}

const foldedCharacter = (character: string) => {
  if (/[A-Za-z0-9]/.test(character)) return character
  if (dropped.test(character)) return ''
  if (single.test(character)) return "'"
  if (double.test(character)) return '"'
  return character.normalize('NFKC')
}

/** Whether no word is cut at the ends: `art` is not quoted from `party`. */
const isWhole = (text: string, { start, end }: Range) =>
  !(isLetter(text, start - 1) && isLetter(text, start)) && !(isLetter(text, end - 1) && isLetter(text, end))

const isLetter = (text: string, at: number) => {
  const character = text[at]
  return character !== undefined && /[\p{L}\p{N}]/u.test(character) && !/[\p{Lo}]/u.test(character)
}
