import { isDate, isoOf } from './calendar.ts'
import type { Entity } from './entity.ts'

const figure = '〇零一二三四五六七八九'
/** The year before the first one of an era. */
const eras = new Map([
  ['令和', 2018],
  ['平成', 1988],
  ['昭和', 1925],
  ['大正', 1911],
  ['民國', 1911],
  ['民国', 1911],
])
const era = [...eras.keys()].join('|')
const year = `(?:(?<year>[12]\\d{3}|[${figure}]{4})|(?<era>${era}) ?(?<count>\\d{1,3}|元)) ?[年년] ?`
const numeral = `\\d{1,2}|[${figure}十]{1,3}`
const pattern = new RegExp(
  `(?<!\\d)(?:${year})?(?<month>${numeral}) ?[月월](?: ?(?<day>${numeral}) ?[日日號号일])?`,
  'gu',
)

/** 2024年3月5日, 二〇二四年三月五日, 令和6年3月5日, 民國113年3月5日, 2024년 3월 5일; without the day, or without the year. */
export const eastAsianDates = (text: string): Entity[] =>
  [...text.matchAll(pattern)].flatMap((match): Entity[] => {
    const { year, era, count, month, day } = match.groups ?? {}
    const date = { year: yearOf(year, era, count), month: numberOf(month as string), day: day && numberOf(day) }
    if (date.year === undefined && !date.day) return []
    const told = { ...date, day: date.day || undefined }
    if (!isDate(told)) return []
    return [{ kind: 'date', start: match.index, end: match.index + match[0].length, value: isoOf(told) }]
  })

const yearOf = (year?: string, era?: string, count?: string): number | undefined => {
  if (year) return /\d/.test(year) ? Number(year) : Number([...year].map(digitOf).join(''))
  const before = era && eras.get(era)
  return before ? before + (count === '元' ? 1 : Number(count)) : undefined
}

/** 0 to 99: 12, 十二, 二十, 三十一. */
const numberOf = (numeral: string): number => {
  if (/\d/.test(numeral)) return Number(numeral)
  const [tens = '', ones] = numeral.split('十')
  if (ones === undefined) return Number([...numeral].map(digitOf).join(''))
  return (tens ? digitOf(tens) : 1) * 10 + (ones ? digitOf(ones) : 0)
}

const digitOf = (character: string) => (character === '〇' ? 0 : figure.indexOf(character) - 1)
