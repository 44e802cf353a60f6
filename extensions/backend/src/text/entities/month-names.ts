import { fold } from '../language/words.ts'

const languages =
  `en de fr es it pt nl pl cs sk sl hr sr sr-Latn bg mk ru uk be ro hu sv da nb fi et lv lt el tr az sq ca eu gl
  ar ar-SY ar-DZ ar-MA he fa hi id ms sw th`.split(/\s+/)

/** `isShort` where it is written only abbreviated like this. */
export type Month = { number: number; isShort: boolean }

let names: ReadonlyMap<string, Month> | undefined

/**
 * What the months are called, as written in dates and on their own, in full and abbreviated, by the words of ICU (CLDR). A
 * name that means different months in different languages (`listopad`) has the number 0.
 */
export const monthNames = (): ReadonlyMap<string, Month> => {
  names ??= collect()
  return names
}

/** A name as `monthNames` knows it: folded, without the dot of an abbreviation and a preposition that belongs to it. */
export const monthKey = (name: string): string =>
  fold(name)
    .replace(/^(?:de |d[’'])/, '')
    .replace(/\.$/, '')

const collect = () => {
  const found = new Map<string, Month>()
  const add = (name: string | undefined, number: number, isShort: boolean) => {
    const key = monthKey(name ?? '')
    if (!/^\p{L}[\p{L}\p{M} ]*$/u.test(key) || key.length < 3) return
    const known = found.get(key)
    if (!known) found.set(key, { number, isShort })
    else found.set(key, { number: known.number === number ? number : 0, isShort: known.isShort && isShort })
  }
  for (const language of languages) {
    for (const style of ['long', 'short'] as const) {
      const options = { month: style, calendar: 'gregory', numberingSystem: 'latn', timeZone: 'UTC' } as const
      const dated = new Intl.DateTimeFormat(language, { ...options, day: 'numeric', year: 'numeric' })
      const alone = new Intl.DateTimeFormat(language, options)
      for (let month = 1; month <= 12; month++) {
        const date = Date.UTC(2024, month - 1, 3)
        add(monthIn(dated, date), month, style === 'short')
        add(monthIn(alone, date), month, style === 'short')
      }
    }
  }
  add('sept', 9, true)
  return found
}

/** The whole word with the month in it: in Hebrew a preposition is written onto it. */
const monthIn = (format: Intl.DateTimeFormat, date: number): string | undefined => {
  const parts = format.formatToParts(date)
  const at = parts.findIndex(({ type }) => type === 'month')
  const prefix = /\p{L}+$/u.exec(parts[at - 1]?.value ?? '')?.[0] ?? ''
  return parts[at] && prefix + parts[at].value
}
