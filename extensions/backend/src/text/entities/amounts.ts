import { isUnspaced } from '../language/segment.ts'
import { type Currencies, currencies } from './currencies.ts'
import { type Entity, withoutOverlaps } from './entity.ts'
import { numberSource, readNumber } from './numbers.ts'
import { scaleAt } from './scales.ts'

const number = new RegExp(`(?<![\\d]|\\d[.,'’])${numberSource}`, 'gu')
/** Characters beside a number that can name its currency. */
const reach = 48
/** Codes that are words when written in capitals, and need an amount with cents beside them. */
const wordsInCapitals = new Set('ALL TOP CUP SOS MOP BAM BOB ANG GEL COP MAD PEN TRY RON LAK CAD AMD'.split(' '))

/**
 * Amounts of money: a number beside a currency's sign, code or name. The value is the number and the ISO 4217 code, or the
 * sign as written where several currencies share it (`12.50 $`).
 */
export const amounts = (text: string): Entity[] => {
  const known = currencies()
  const found: Entity[] = []
  for (const match of text.matchAll(number)) {
    const entity = amountAt(text, match.index, match[0], found.at(-1)?.end ?? 0, known)
    if (entity) found.push(entity)
  }
  return withoutOverlaps(found)
}

type Named = { code: string; written: string; length: number }

/** The amount with the number `written` at `at`, which may not begin before `from`. */
const amountAt = (text: string, at: number, written: string, from: number, known: Currencies): Entity | undefined => {
  const before = text.slice(Math.max(from, at - reach), at)
  const head = upTo(before, known)
  let end = at + written.length
  // "5,- €" and "5.–" have no cents.
  end += /^[.,][-–—]+/.exec(text.slice(end, end + 4))?.[0].length ?? 0
  const scale = scaleAt(text.slice(end, end + reach))
  const scaled = scale && currencyAfter(text.slice(end + scale.length, end + scale.length + reach), written, known)
  const useScale = scale && (head || scaled)
  if (useScale) end += scale.length
  const after = useScale ? scaled : currencyAfter(text.slice(end, end + reach), written, known)
  // In "$5 $6" the second sign is not the first amount's.
  const tail = after && after.written === head?.written ? undefined : after
  if (!head && (/\p{L}$/u.test(before) || !tail)) return undefined
  if (head && isWordOnly(head.written, written) && !tail) return undefined
  const range = rangeBefore(head ? before.slice(0, -head.length) : before, head !== undefined)
  const start = at - (head?.length ?? 0) - range.length
  const value = range.isRange ? undefined : amountOf(written, useScale ? scale.places : 0, [tail, head], range.sign)
  return { kind: 'amount', start, end: end + (tail?.length ?? 0), ...(value && { value }) }
}

const isWordOnly = (written: string, amount: string) => wordsInCapitals.has(written) && !/[.,]\d{2}$/.test(amount)

/** A minus, or the lower end of a range ("5–10 €"), that belongs to the amount. */
const rangeBefore = (before: string, hasSignBetween: boolean) => {
  const lower = hasSignBetween ? null : /(?<![\p{L}\d.,])\d[\d.,]{0,12} ?[-–—] ?$/u.exec(before)
  if (lower) return { length: lower[0].length, isRange: true, sign: '' }
  const minus = /(?<![^\s([:;|])-$/u.exec(before)
  return { length: minus ? 1 : 0, isRange: false, sign: minus ? '-' : '' }
}

const amountOf = (written: string, places: number | undefined, named: (Named | undefined)[], sign: string) => {
  const told = named.filter((each) => each !== undefined)
  const currency = told.find(({ code }) => code)?.code ?? told[0]?.written
  const amount = places === undefined ? undefined : readNumber(written, places)
  return amount && currency && `${sign}${amount} ${currency}`
}

/** The sign or code that ends at a number. */
const upTo = (before: string, { signs, names }: Currencies): Named | undefined => {
  const word = /([^\s\d()[\]{}:;,"“”]{1,6}) ?$/u.exec(before)
  if (!word) return undefined
  for (let cut = 0; cut < (word[1] as string).length; cut++) {
    const written = (word[1] as string).slice(cut)
    const isOwnWord = cut === 0 ? !/[\p{L}]$/u.test(before.slice(0, word.index)) : !/\p{L}/u.test(written[0] as string)
    const isDense = isUnspaced(written)
    const code = signs.get(written) ?? (isDense ? names.get(written) : undefined)
    if (code === undefined || !(isOwnWord || isDense)) continue
    return { code, written, length: word[0].length - cut }
  }
  return undefined
}

/** The sign, code or name that begins after a number, the longest one. */
const currencyAfter = (after: string, amount: string, { signs, names }: Currencies): Named | undefined => {
  const space = /^[ \n]?/.exec(after)?.[0].length ?? 0
  const rest = after.slice(space)
  for (const candidate of candidates(rest)) {
    const code = names.get(candidate.toLowerCase()) ?? signs.get(candidate)
    if (code === undefined || isWordOnly(candidate, amount)) continue
    return { code, written: candidate, length: space + candidate.length }
  }
  return undefined
}

/** What could be a currency at the start of a text, the longest first. */
const candidates = (text: string): string[] => {
  if (isUnspaced(text[0] ?? '') || /^\p{Script=Hangul}/u.test(text))
    return [6, 5, 4, 3, 2, 1].map((length) => text.slice(0, length))
  const words = /^[\p{L}\p{M}'’"-]+(?: [\p{L}\p{M}'’"-]+){0,4}/u.exec(text)?.[0].split(' ') ?? []
  const phrases = words.map((_, index) => words.slice(0, words.length - index).join(' '))
  const dotted = words[0] && text[words[0].length] === '.' ? [`${words[0]}.`] : []
  const sign = /^(?:\p{L}{1,3})?\p{Sc}/u.exec(text)
  return [...phrases.slice(0, -1), ...dotted, ...phrases.slice(-1), ...(sign ? [sign[0]] : [])]
}
