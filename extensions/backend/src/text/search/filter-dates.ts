/** Milliseconds, local time; `until` is the first moment after it. */
export type Span = { from: number; until: number }

const written = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/

/**
 * The span of a year, a month or a day: `2024`, `2024-05`, `2024-05-31`; also `today`, `yesterday` and `7d`, the last seven
 * days. In the time zone of this machine; undefined for what is no date.
 */
export const spanOf = (value: string, now = new Date()): Span | undefined => {
  const relative = relativeSpan(value.toLowerCase(), now)
  if (relative) return relative
  const match = written.exec(value.replaceAll('/', '-'))
  if (!match) return undefined
  const [year, month, day] = match.slice(1).map((part) => (part === undefined ? undefined : Number(part)))
  if (year === undefined) return undefined
  if (month === undefined) return between(dateOf(year, 0, 1), dateOf(year + 1, 0, 1))
  if (month < 1 || month > 12) return undefined
  if (day === undefined) return between(dateOf(year, month - 1, 1), dateOf(year, month, 1))
  const date = dateOf(year, month - 1, day)
  // The 31st of a shorter month rolls over into the next.
  return date.getMonth() === month - 1 && date.getDate() === day
    ? between(date, dateOf(year, month - 1, day + 1))
    : undefined
}

/** What `2023..2024-05` spans, from the beginning of one to the end of the other. */
export const rangeOf = (value: string, now?: Date): Span | undefined => {
  const [first = '', last, ...more] = value.split('..')
  const from = spanOf(first, now)
  const until = last === undefined ? from : spanOf(last, now)
  if (!from || !until || more.length > 0 || until.until <= from.from) return undefined
  return { from: from.from, until: until.until }
}

const relativeSpan = (value: string, now: Date): Span | undefined => {
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()]
  if (value === 'today') return between(dateOf(year, month, day), dateOf(year, month, day + 1))
  if (value === 'yesterday') return between(dateOf(year, month, day - 1), dateOf(year, month, day))
  const days = /^(\d{1,4})d$/.exec(value)?.[1]
  return days ? between(dateOf(year, month, day - Number(days)), dateOf(year, month, day + 1)) : undefined
}

const between = (from: Date, until: Date): Span => ({ from: from.getTime(), until: until.getTime() })

/** Years below 100 are what they say. */
const dateOf = (year: number, month: number, day: number): Date => {
  const date = new Date(2000, month, day)
  date.setFullYear(year, month, day)
  return date
}
