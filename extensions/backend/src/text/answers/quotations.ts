import { citationNumber, withoutCode } from '../../shared/citation-syntax.ts'
import type { Range } from '../../shared/range.ts'

/** A quotation in an answer: what it says, where it ends there, and the numbers that it is cited with. */
export type Quotation = Range & { text: string; cited: readonly Reference[] }

/** `[2]`, `[1, 3]` or `[1-3]` in an answer: its range, and the numbers in it. */
export type Reference = Range & { numbers: readonly number[] }

/** Quotations that are looked at; a longer answer is no answer but data. */
const mostQuotations = 200
/** Characters between a quotation and its citation. */
const reach = 300
/** Numbers that one reference stands for at most. */
const mostNumbers = 20

const reference = new RegExp(
  String.raw`(?<!\\)\[\s*(${citationNumber}(?:\s*[,;–-]\s*${citationNumber})*)\s*\](?!\()|【(${citationNumber})(?:†[^】\n]{0,80})?】`,
  'gu',
)
const marked = [
  /“([^“”]{1,5000})”/gu,
  /„([^„“”"]{1,5000})[“”"]/gu,
  /«([^«»]{1,5000})»/gu,
  /»([^«»]{1,5000})«/gu,
  /「([^「」]{1,5000})」/gu,
  /『([^『』]{1,5000})』/gu,
  /(?<![\p{L}\p{N}"])"(?=\S)([^"]{1,5000})"(?![\p{L}\p{N}])/gu,
] as const

/** The quotations of an answer in Markdown, block quotes included, and all references in it; both in order. */
export const quotationsIn = (markdown: string): { quotations: Quotation[]; references: Reference[] } => {
  const plain = withoutCode(markdown)
  const references = referencesIn(plain)
  const quotations: Quotation[] = []
  const blocks = blocksOf(plain)
  let next = 0
  for (const [at, block] of blocks.entries()) {
    if (quotations.length >= mostQuotations) break
    while ((references[next]?.start ?? block.start) < block.start) next++
    let last = next
    while ((references[last]?.end ?? Number.POSITIVE_INFINITY) <= block.end) last++
    const own = references.slice(next, last)
    if (!block.isQuote) {
      for (const quotation of inText(plain, block))
        quotations.push({ ...quotation, cited: citing(plain, quotation, own) })
      continue
    }
    const text = quotedBlock(markdown.slice(block.start, block.end))
    if (!/[\p{L}\p{N}]/u.test(text)) continue
    const cited = own.length > 0 ? own : besideBlock(plain, blocks, at, references)
    quotations.push({ start: block.start, end: block.end, text, cited })
  }
  return { quotations: quotations.slice(0, mostQuotations), references }
}

const referencesIn = (plain: string): Reference[] =>
  [...plain.matchAll(reference)].map(({ 0: { length }, 1: list = '', 2: single, index: start }) => ({
    start,
    end: start + length,
    numbers: single === undefined ? numbersOf(list) : [Number(single)],
  }))

const numbersOf = (list: string): number[] =>
  list
    .split(/[,;]/)
    .flatMap((part) => {
      const [first = 0, last = first] = part.split(/[–-]/).map(Number)
      return Array.from({ length: Math.max(1, Math.min(last - first + 1, mostNumbers)) }, (_, at) => first + at)
    })
    .slice(0, mostNumbers)

type Block = Range & { isQuote: boolean }

/** Paragraphs, items and rows; the lines of a block quote are one block. */
const blocksOf = (plain: string): Block[] => {
  const blocks: Block[] = []
  let open: Block | undefined
  for (const { 0: line, index: start } of plain.matchAll(/[^\n]+/g)) {
    const isQuote = /^ {0,3}>/.test(line)
    const isEmpty = line.trim() === ''
    const startsAnew = /^\s*(?:[-*+]|\d+[.)]|#+|\|)\s/.test(line) || plain.slice(open?.end ?? 0, start).includes('\n\n')
    if (open && !isEmpty && isQuote === open.isQuote && (isQuote ? start === open.end + 1 : !startsAnew)) {
      open.end = start + line.length
      continue
    }
    open = isEmpty ? undefined : { start, end: start + line.length, isQuote }
    if (open) blocks.push(open)
  }
  return blocks
}

const inText = (plain: string, { start, end }: Block): (Range & { text: string })[] => {
  const block = plain.slice(start, end)
  const found = marked.flatMap((pattern) =>
    [...block.matchAll(pattern)].map(({ 0: { length }, 1: text = '', index }) => ({
      start: start + index,
      end: start + index + length,
      text: text.trim(),
    })),
  )
  found.sort((a, b) => a.start - b.start || b.end - a.end)
  let last = start
  return found.filter((each) => {
    const isFirst = each.start >= last && /[\p{L}\p{N}]/u.test(each.text)
    if (isFirst) last = each.end
    return isFirst
  })
}

/** The references that follow in the same sentence, else those before it there, else the only one of the block. */
const citing = (plain: string, { start, end }: Range, own: readonly Reference[]): readonly Reference[] => {
  const after = own.findIndex((each) => each.start >= end && isNear(plain, end, each.start))
  if (after >= 0) return run(plain, own, after)
  const before = own.findLastIndex((each) => each.end <= start && isNear(plain, each.end, start))
  if (before >= 0) return [own[before] as Reference]
  return own.length === 1 ? own : []
}

/** A reference and those that stand right behind it. */
const run = (plain: string, references: readonly Reference[], from: number): Reference[] => {
  let to = from + 1
  while (to < references.length && /^[\s,]*$/.test(plain.slice(references[to - 1]?.end, references[to]?.start))) to++
  return references.slice(from, to)
}

const isNear = (plain: string, from: number, to: number) => {
  const between = plain.slice(from, to)
  return between.length <= reach && (/^[\s\p{P}]*$/u.test(between) || !/[.!?。！？](?:\s|$)/u.test(between))
}

/** Of a block quote without a reference: one at the start of the next block, or at the end of the one that announces it. */
const besideBlock = (plain: string, blocks: readonly Block[], at: number, references: readonly Reference[]) => {
  const next = blocks[at + 1]
  const first = next && references.findIndex(({ start }) => start >= next.start && start < next.end)
  if (next && first !== undefined && first >= 0) {
    const lead = plain.slice(next.start, references[first]?.start)
    if (/^[\s\p{P}]*$/u.test(lead)) return run(plain, references, first)
  }
  const previous = blocks[at - 1]
  if (!previous || previous.isQuote || !/:\s*$/.test(plain.slice(previous.start, previous.end))) return []
  const last = references.findLast(({ start, end }) => start >= previous.start && end <= previous.end)
  return last ? [last] : []
}

/** What a block quote says, without its marks, its references, and a line that only names where it is from. */
const quotedBlock = (block: string): string => {
  const lines = block.split('\n').map((line) => line.replace(/^ {0,3}>\s?/, ''))
  const text = lines
    .filter((line, at) => at === 0 || !/^\s*[—–-]{1,3}\s*\S/.test(line) || at < lines.length - 1)
    .join('\n')
    .replace(reference, '')
    .trim()
  return text.replace(/^["“„«»「『]([\s\S]*)["”“»«」』]$/u, '$1').trim()
}
