import { type CalendarDate, isDate, isoOf } from './calendar.ts'
import type { Entity } from './entity.ts'

type Groups = Record<string, string | undefined>
/** Gives what a match can mean: nothing, one date, or several, which have no value then. */
type Form = { pattern: RegExp; read: (groups: Groups) => CalendarDate[] }

/** Dates in figures, the year in four of them where the order of the rest tells itself. */
const forms: readonly Form[] = [
  {
    // 2024-03-05, 2024/3/5, 2024.03.05, 2024. 3. 5.
    pattern:
      /(?<![\d./-])(?<y>[12]\d{3})(?:(?<s>[-./])(?<m>\d{1,2})\k<s>(?<d>\d{1,2})|\. (?<m2>\d{1,2})\. (?<d2>\d{1,2})\.)(?!\d|[-./]\d)/g,
    read: ({ y, m, d, m2, d2 }) => [{ year: Number(y), month: Number(m ?? m2), day: Number(d ?? d2) }],
  },
  {
    // 5.3.2024, 05. 03. 2024: whoever writes dots writes the day first.
    pattern: /(?<![\d.])(?<d>\d{1,2})\. ?(?<m>\d{1,2})\. ?(?<y>[12]\d{3})(?![\d\p{Script=Latin}]|\.\d)/gu,
    read: ({ d, m, y }) => [{ year: Number(y), month: Number(m), day: Number(d) }],
  },
  {
    // 5/3/2024 is March or May.
    pattern: /(?<![\d/-])(?<a>\d{1,2})(?<s>[/-])(?<b>\d{1,2})\k<s>(?<y>[12]\d{3})(?![\d\p{Script=Latin}]|[/-]\d)/gu,
    read: ({ a, b, y }) => eitherWay(Number(a), Number(b), Number(y)),
  },
  {
    // 05.03.24, 5/3/24: of no certain century, so never of one meaning.
    pattern: /(?<![\d./-])(?:(?<a>\d{2})\.(?<b>\d{2})\.|(?<a2>\d{1,2})\/(?<b2>\d{1,2})\/)(?<y>\d{2})(?![\d/]|\.\d)/g,
    read: ({ a, b, a2, b2, y }) =>
      [1900, 2000].flatMap((century) => eitherWay(Number(a ?? a2), Number(b ?? b2), century + Number(y))),
  },
  {
    // ngày 5 tháng 3 năm 2024
    pattern: /(?<!\d)(?<d>\d{1,2}) tháng (?<m>\d{1,2})(?:,? năm |, | )(?<y>[12]\d{3})(?!\d)/giu,
    read: ({ d, m, y }) => [{ year: Number(y), month: Number(m), day: Number(d) }],
  },
]

const eitherWay = (a: number, b: number, year: number): CalendarDate[] =>
  a === b
    ? [{ year, month: b, day: a }]
    : [
        { year, month: b, day: a },
        { year, month: a, day: b },
      ]

/** Dates in figures only, of all forms. */
export const numericDates = (text: string): Entity[] =>
  forms.flatMap(({ pattern, read }) =>
    [...text.matchAll(pattern)].flatMap((match): Entity[] => {
      const meant = read(match.groups ?? {}).filter(isDate)
      if (meant.length === 0) return []
      const [only, ...others] = meant
      const range = { kind: 'date', start: match.index, end: match.index + match[0].length } as const
      return [only && others.length === 0 ? { ...range, value: isoOf(only) } : range]
    }),
  )
