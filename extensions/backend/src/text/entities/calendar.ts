import * as words from '../../base/words/index.ts'
/** A date as far as it is told; months from 1; `lastDay` ends a range that `day` begins. */
export type CalendarDate = {
  year?: number | undefined
  month: number
  day?: number | undefined
  lastDay?: number | undefined
}

/** Whether there is such a day; the 29th of February without a year may be one. */
export const isDate = ({ year, month, day, lastDay }: CalendarDate): boolean => {
  if (month < 1 || month > 12) return false
  const days = new Date(Date.UTC(year ?? 2024, month, 0)).getUTCDate()
  const isDay = (value: number | undefined) => value === undefined || (value >= 1 && value <= days)
  return isDay(day) && isDay(lastDay) && (lastDay === undefined || day === undefined || day < lastDay)
}

/**
 * ISO 8601: `2024-03-05`, `2024-03` for a month, `2024-03-05/2024-03-07` for a range, and `--03-05` (ISO 8601:2000) for a
 * day of no certain year.
 */
export const isoOf = ({ lastDay, ...date }: CalendarDate): string =>
  lastDay === undefined ? single(date) : `${single(date)}/${single({ ...date, day: lastDay })}`

const single = ({ year, month, day }: CalendarDate) =>
  `${year === undefined ? '-' : digits(year, 4)}-${digits(month, 2)}${day === undefined ? '' : `-${digits(day, 2)}`}`

const digits = (value: number, length: number) => String(value).padStart(length, '0')

const yearless = /^--(\d\d)-(\d\d)(?:\/--\d\d-(\d\d))?$/

/**
 * A value of {@link isoOf} as people read it: `31 March (no year)` where there is no year, which in ISO 8601 looks like a
 * mistake and in a table calculator like a formula or a day of this year; all others as they are.
 */
export const readable = (value: string): string => {
  const [, month, day, last] = yearless.exec(value) ?? []
  if (month === undefined) return value
  const days = [day, last].flatMap((each) => (each === undefined ? [] : [Number(each)])).join('–')
  return words.dates.yearless(days, Number(month))
}
