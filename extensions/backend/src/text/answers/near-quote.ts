import type { Range } from '../../shared/range.ts'
import { editDistance } from '../language/edit-distance.ts'
import { isUnspaced } from '../language/segment.ts'
import { areContrary, isNegation, isTurning } from '../language/turning-words.ts'
import { fold } from '../language/words.ts'

type Token = Range & { form: string; isTurning: boolean }

/** Shares of a quote's words that must stand on the page as they are, for it to be nearly there. */
const leastSimilarity = 0.85
/** Words of a quote below which a small edit is a large one. */
const fewest = 5
/** Words of a quote beyond which only its word for word place is looked for. */
const most = 1000
/** Places of a page that are compared with the quote, the likeliest ones. */
const places = 4
/** Characters that a quote may leave out in one place, where it says so with an ellipsis. */
const longestGap = 800

/** One word each; in scripts without spaces one character. Numbers keep their separators, a sign and a currency count. */
const token =
  /(?<![\p{L}\p{N}])[-−–](?=\p{N})|\p{N}+(?:[.,:/'’]\p{N}+)*|ไม่|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{M}])+(?:(?:\u00ad|[-‐‑]\s*|['’])[\p{L}\p{M}]+)*|[\p{Sc}%‰§°<>≤≥≠=+±]/gu

const tokensOf = (text: string): Token[] =>
  [...text.matchAll(token)].map(({ 0: word, index: start }) => {
    const form =
      fold(
        /\p{N}/u.test(word) ? word.replace('’', "'") : word.replace(/[^\p{L}\p{M}\p{S}\p{P}]|[-‐‑'’\u00ad]/gu, ''),
      ) || word
    return { form, start, end: start + word.length, isTurning: isTurning(form) || /^[-−–]$/.test(word) }
  })

/**
 * Finds where quotes nearly stand in `text`: all but a few words, none of which is a number, a negation or another word
 * that turns what is said. Also a quote that leaves out a part and says so with an ellipsis. The text is prepared once.
 */
export const nearQuoteFinder = (text: string, findExact: (quote: string, near?: number) => Range | undefined) => {
  let page: Token[] | undefined
  return (quote: string): Range | undefined => {
    const elided = findElided(text, quote, findExact)
    if (elided) return elided
    const wanted = tokensOf(quote)
    const length = wanted.reduce((sum, { form }) => sum + (isUnspaced(form) ? 0.5 : 1), 0)
    if (length < fewest || wanted.length > most) return undefined
    page ??= tokensOf(text)
    return closest(page, wanted)
  }
}

const ellipsis = /\s*(?:\[\s*(?:\.{3}|…)\s*\]|\(\s*(?:\.{3}|…)\s*\)|\.{3,4}|…)\s*/u

/** From the first to the last part of a quote with an ellipsis, where what is left out is short and negates nothing. */
const findElided = (
  text: string,
  quote: string,
  findExact: (quote: string, near?: number) => Range | undefined,
): Range | undefined => {
  const parts = quote.split(ellipsis).filter((part) => part !== '')
  if (parts.length < 2 || parts.length > 6 || parts.some((part) => tokensOf(part).length < 2)) return undefined
  let whole: Range | undefined
  for (const part of parts) {
    const range = findExact(part, whole?.end)
    if (!range || (whole && (range.start < whole.end || range.start - whole.end > longestGap))) return undefined
    if (whole && tokensOf(text.slice(whole.end, range.start)).some(({ form }) => isNegation(form))) return undefined
    whole = { start: whole?.start ?? range.start, end: range.end }
  }
  return whole
}

const closest = (page: readonly Token[], wanted: readonly Token[]): Range | undefined => {
  let best: { similarity: number; range: Range } | undefined
  for (const start of likeliest(page, wanted)) {
    const room = Math.ceil(wanted.length / 5) + 2
    const stretch = page.slice(Math.max(0, start - room), start + wanted.length + room)
    const found = align(stretch, wanted)
    if (found && found.similarity >= leastSimilarity && found.similarity > (best?.similarity ?? 0)) best = found
  }
  return best?.range
}

/** Where stretches of the quote's length begin that share the most words with it. */
const likeliest = (page: readonly Token[], wanted: readonly Token[]): number[] => {
  const forms = new Set(wanted.map(({ form }) => form))
  const { length } = wanted
  const starts: { start: number; shared: number }[] = []
  let shared = 0
  for (let at = 0; at < page.length; at++) {
    if (forms.has(page[at]?.form ?? '')) shared++
    if (at >= length && forms.has(page[at - length]?.form ?? '')) shared--
    if (shared >= length * 0.45) starts.push({ start: Math.max(0, at - length + 1), shared })
  }
  starts.sort((a, b) => b.shared - a.shared)
  const chosen: number[] = []
  for (const { start } of starts) {
    if (chosen.length >= places) break
    if (chosen.every((other) => Math.abs(other - start) > length / 2)) chosen.push(start)
  }
  return chosen
}

/** What no quote may cost. */
const never = 1e6

/** The part of a stretch that the quote is with the fewest edits (Sellers, 1980), its ends free. */
const align = (stretch: readonly Token[], wanted: readonly Token[]) => {
  const width = stretch.length + 1
  let costs = new Float64Array(width)
  let starts = Int32Array.from({ length: width }, (_, at) => at)
  for (const token of wanted) {
    const nextCosts = new Float64Array(width)
    const nextStarts = new Int32Array(width)
    const left = token.isTurning ? never : 1
    nextCosts[0] = (costs[0] as number) + left
    for (let at = 1; at < width; at++) {
      const other = stretch[at - 1] as Token
      const same = (costs[at - 1] as number) + exchange(token, other)
      const more = (nextCosts[at - 1] as number) + (other.isTurning ? never : 1)
      const less = (costs[at] as number) + left
      const least = Math.min(same, more, less)
      nextCosts[at] = least
      nextStarts[at] = (least === same ? starts[at - 1] : least === more ? nextStarts[at - 1] : starts[at]) as number
    }
    costs = nextCosts
    starts = nextStarts
  }
  let end = 0
  for (let at = 1; at < width; at++) if ((costs[at] as number) < (costs[end] as number)) end = at
  const first = stretch[starts[end] as number]
  const last = stretch[end - 1]
  if (!first || !last || first.start >= last.end) return undefined
  const size = Math.max(wanted.length, end - (starts[end] as number))
  return { similarity: 1 - (costs[end] as number) / size, range: { start: first.start, end: last.end } }
}

/** What it costs to have one word for another: nothing for itself, little for a misspelling. */
const exchange = (a: Token, b: Token): number => {
  if (a.form === b.form) return 0
  if (a.isTurning || b.isTurning || areContrary(a.form, b.form)) return never
  return isMisspelt(a.form, b.form) ? 0.3 : 1
}

/** Whether the words differ in one letter of four at most. */
const isMisspelt = (a: string, b: string): boolean => {
  const longest = Math.max(a.length, b.length)
  const allowed = Math.floor(longest / 4)
  if (allowed === 0 || longest > 40 || Math.abs(a.length - b.length) > allowed) return false
  return editDistance(a, b, allowed) <= allowed
}
