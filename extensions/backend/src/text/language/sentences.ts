import type { Range } from '../../shared/range.ts'

const ending = /(?:[.!?…]+["'”’»)\]]*(?=\s|$)|[。！？｡]+[”’」』）]*|\n)\s*/gu
const abbreviations = new Set(
  `abb abs al anm approx art aufl bd betr bspw bzw ca cf ch chap co col corp d.h dept dipl dr e.g ed eds eq etc evtl fig figs
   ggf gen gov hr hrsg i.d.r i.e inc incl inkl jr kap lt ltd max mi mio min mr mrs ms mrd nr no nos op p pp par prof ref rev s
   s.o s.u sec sen sog sr st str tab u.a u.s usw v vgl vol vs z.b z.t zzgl`.split(/\s+/),
)
const bullet = /^(?:[-–—•*·▪◦‣]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s/iu

const itemMark = /^[•·▪◦‣●○■]\s+/u

/** A sentence to be quoted: without the mark of the list that it is an item of. */
export const quotable = (text: string, { start, end }: Range): Range => {
  const mark = itemMark.exec(text.slice(start, end))?.[0] ?? ''
  return { start: start + mark.length, end }
}

/**
 * The sentences of a text, without the white space around them. A line end is a border where the lines are a list, a
 * table or a heading; a line that merely wraps goes on.
 */
export const sentences = (text: string): Range[] => {
  const found: Range[] = []
  let start = 0
  const close = (end: number, next: number) => {
    const range = trimmed(text, start, end)
    if (range) found.push(range)
    start = next
  }
  for (const match of text.matchAll(ending)) {
    const next = match.index + match[0].length
    if (endsSentence(text, start, match.index, match[0], next)) close(next, next)
  }
  close(text.length, text.length)
  return found
}

const endsSentence = (text: string, start: number, at: number, mark: string, next: number): boolean => {
  if (next >= text.length) return true
  if (/\n\s*\n/.test(mark)) return true
  const following = text.slice(next, next + 12)
  if (mark.includes('\n') && bullet.test(following)) return true
  if (mark.startsWith('\n')) return isLineOfItsOwn(text, start, at, next)
  if (/^[。！？｡]/u.test(mark) || /^[!?]/.test(mark)) return true
  if (/^\p{Ll}/u.test(following)) return false
  const before = /[\p{L}\p{N}.]+$/u.exec(text.slice(Math.max(start, at - 20), at))?.[0] ?? ''
  if (mark.includes('\n') && text.slice(at, next).includes('\n')) return true
  if (abbreviations.has(before.toLowerCase())) return false
  if (/^\p{L}$/u.test(before) || /^(?:\p{Lu}\.)+\p{Lu}$/u.test(before)) return false
  // "3. März", "im 19. Jahrhundert", but not "in 1971. The".
  return !/^\d{1,2}$/.test(before) || !/[.]/.test(mark) || bullet.test(following)
}

/** A table row, or a line that ends like a heading or an item, which the next one does not carry on. */
const isLineOfItsOwn = (text: string, start: number, at: number, next: number) => {
  const lineStart = Math.max(text.lastIndexOf('\n', at - 1) + 1, start)
  const line = text.slice(lineStart, at)
  if (line.includes(' | ') || line.includes('\t') || bullet.test(line)) return true
  const rest = text.slice(next, next + 80)
  return /[:;]$/.test(line) && !/^\p{Ll}/u.test(rest)
}

/** The range without white space at its ends; undefined when nothing is left. */
export const trimmed = (text: string, from: number, to: number): Range | undefined => {
  let start = from
  let end = to
  while (start < end && /\s/.test(text[start] as string)) start++
  while (end > start && /\s/.test(text[end - 1] as string)) end--
  return start < end ? { start, end } : undefined
}
