import { type CalendarDate, isDate, isoOf } from './calendar.ts'
import { eastAsianDates } from './east-asian-dates.ts'
import { type Entity, longestFirst, withoutOverlaps } from './entity.ts'
import { type Month, monthKey, monthNames } from './month-names.ts'
import { numericDates } from './numeric-dates.ts'

/**
 * Dates in figures and with the names of months in about fifty languages. Made here because a parser of what people
 * say (chrono-node was tried) reads one language at a time, guesses missing years and settles 03/04/2024 by that language;
 * what stands in a document has to be quoted as it is, and its value left open where it is open.
 */
export const dates = (text: string): Entity[] =>
  withoutOverlaps(longestFirst([...namedDates(text), ...eastAsianDates(text), ...numericDates(text)]))

const word = /\p{L}[\p{L}\p{M}]*/gu
const ordinal = '(?:\\.|st|nd|rd|th|er|re|º|ª|°|-го|-е)?'
const dayBefore = new RegExp(
  `(?<![\\d.,:/-])(?:(?<first>\\d{1,2})${ordinal}(?: ?[-–—] ?| (?:to|bis|au|al|a|до|tot|til) ))?(?<day>\\d{1,2})${ordinal}[-\\s]{0,2}(?:of the |of |de |d['’]|di )?$`,
  'u',
)
const yearBefore = /(?<!\d)(?<year>[12]\d{3})(?:\. ?|[ -])$/u
const yearAfter =
  /^\.?(?: (?:de|del|of|do) | ?г\.? ?| พ\.ศ\. ?|[\s,./-]{0,3})(?:(?<year>[12]\d{3})|['’](?<short>\d{2})|(?<=-)(?<short2>\d{2}))(?!\d)/u
const noMore = '(?![\\d:]|[.,/]\\d)'
const dayAfter = (suffix: string) => `^\\.?[ -](?<day>\\d{1,2})${suffix}(?: ?[-–—] ?(?<last>\\d{1,2})${suffix})?`
const dayAndYearAfter = new RegExp(`${dayAfter('(?:st|nd|rd|th)?')}(?:,? (?<year>[12]\\d{3}))?${noMore}`, 'u')
const onlyDayAfter = new RegExp(dayAfter(ordinal) + noMore, 'u')
/** Characters before and after a name that can belong to its date. */
const reach = 40
/** Months that are ordinary words too, and need to look like months. */
const words = new Set(['may', 'march', 'august', 'mars', 'mai', 'mart'])

type Found = CalendarDate & { start: number; end: number; hasOpenCentury?: boolean }

const namedDates = (text: string): Entity[] => {
  const names = monthNames()
  const found: Entity[] = []
  for (const match of text.matchAll(word)) {
    const named = monthAt(text, match.index, match[0], names)
    if (!named) continue
    const read = dateAround(text, match.index, named.end, named)
    if (!read || !isDate({ ...read, month: read.month || 1 })) continue
    const { start, end, hasOpenCentury, ...date } = read
    const isOpen = hasOpenCentury || date.month === 0
    found.push({ kind: 'date', start, end, ...(!isOpen && { value: isoOf(date) }) })
  }
  return found
}

type Named = Month & { end: number; text: string }

/** The month that a word names, or that it names together with the next word. */
const monthAt = (text: string, start: number, first: string, names: ReadonlyMap<string, Month>): Named | undefined => {
  if (first.length > 14) return undefined
  const second = /^ \p{L}[\p{L}\p{M}]*/u.exec(text.slice(start + first.length, start + first.length + 12))?.[0]
  for (const name of second ? [first + second, first] : [first]) {
    const month = names.get(monthKey(name))
    if (month) return { ...month, end: start + name.length, text: name }
  }
  return undefined
}

const dateAround = (text: string, start: number, end: number, named: Named): Found | undefined => {
  const before = text.slice(Math.max(0, start - reach), start)
  const after = text.slice(end, end + reach)
  return dayFirst(before, after, start, end, named) ?? monthFirst(before, after, start, end, named)
}

/** 3 March 2024, 3rd of March, 3.–5. März 2024 */
const dayFirst = (before: string, after: string, start: number, end: number, named: Named): Found | undefined => {
  const left = dayBefore.exec(before)
  if (!left) return undefined
  const { first, day } = left.groups ?? {}
  const date = { month: named.number, day: Number(first ?? day), ...(first && { lastDay: Number(day) }) }
  const from = start - left[0].length
  const right = yearAfter.exec(after)
  if (!right) {
    // "in group 5. March was cold" has no date in it.
    const isSentenceEnd = left[0].includes('.') && words.has(named.text.toLowerCase())
    return !named.isShort && isTelling(named) && !isSentenceEnd ? { ...date, start: from, end } : undefined
  }
  const year = right.groups?.year
  const range = { start: from, end: end + right[0].length }
  return year
    ? { ...date, year: commonYear(Number(year), named.text), ...range }
    : { ...date, ...range, hasOpenCentury: true }
}

/** March 3, 2024, 2024. március 3., March 2024 */
const monthFirst = (before: string, after: string, start: number, end: number, named: Named): Found | undefined => {
  const left = yearBefore.exec(before)
  const right = (left ? onlyDayAfter : dayAndYearAfter).exec(after)
  if (right) {
    const { day, last, year = left?.groups?.year } = right.groups ?? {}
    if (year === undefined && !isTellingBefore(named, after.slice(right[0].length))) return undefined
    const date = { month: named.number, day: Number(day), ...(last && { lastDay: Number(last) }) }
    const range = { start: start - (left?.[0].length ?? 0), end: end + right[0].length }
    return { ...date, ...(year && { year: Number(year) }), ...range }
  }
  const only = yearAfter.exec(after)
  const year = only?.groups?.year
  if (!only || !year || !isTelling(named)) return undefined
  return { month: named.number, year: commonYear(Number(year), named.text), start, end: end + only[0].length }
}

const isCapital = (name: string) => /^\p{Lu}/u.test(name)

/** Whether the name alone, without a year or a day beside it, says that this is a date. */
const isTelling = ({ text, isShort }: Named) => (isShort || words.has(text.toLowerCase()) ? isCapital(text) : true)

/** "May 5 people" is none; "on May 5." is one. */
const isTellingBefore = (named: Named, after: string) =>
  !named.isShort && isCapital(named.text) && (!words.has(named.text.toLowerCase()) || /^(?:[.,;:)\]\n]|$)/.test(after))

/** Thai years count from the Buddha's death, 543 years before ours. */
const commonYear = (year: number, name: string) => (/\p{Script=Thai}/u.test(name) && year > 2400 ? year - 543 : year)
