import { expect, it } from 'vitest'
import { found } from './found.ts'

const dates = (text: string) => found('date', text)

it('reads dates in figures, and leaves open which of day and month comes first', async () => {
  expect(await dates('Due 2024-03-05T10:00, 2024/3/5 or 2024.03.05.')).toEqual([
    '2024-03-05 = 2024-03-05',
    '2024/3/5 = 2024-03-05',
    '2024.03.05 = 2024-03-05',
  ])
  expect(await dates('am 5.3.2024 und 05. 03. 2024')).toEqual(['5.3.2024 = 2024-03-05', '05. 03. 2024 = 2024-03-05'])
  expect(await dates('03/04/2024, 13/04/2024, 04/13/2024, 5-5-2024')).toEqual([
    '03/04/2024 = ?',
    '13/04/2024 = 2024-04-13',
    '04/13/2024 = 2024-04-13',
    '5-5-2024 = 2024-05-05',
  ])
  expect(await dates('from 05.03.24')).toEqual(['05.03.24 = ?'])
})

it('reads names of months in many languages', async () => {
  const spoken: Record<string, string> = {
    '3 March 2024': '2024-03-03',
    'March 3, 2024': '2024-03-03',
    'Sept. 5, 2024': '2024-09-05',
    'the 21st of June 1999': '1999-06-21',
    '3. März 2024': '2024-03-03',
    '1er avril 2025': '2025-04-01',
    '3 de marzo de 2024': '2024-03-03',
    '15 ago 2024': '2024-08-15',
    '3 марта 2024': '2024-03-03',
    '12 września 2023': '2023-09-12',
    '2024. március 3.': '2024-03-03',
    '3 Mart 2024': '2024-03-03',
    '٣ مارس ٢٠٢٤': '2024-03-03',
    '5 كانون الثاني 2023': '2023-01-05',
    '3 במרץ 2024': '2024-03-03',
    '3 มีนาคม 2567': '2024-03-03',
    '3 tháng 3 năm 2024': '2024-03-03',
    '2024年3月3日': '2024-03-03',
    二〇二四年十二月三十一日: '2024-12-31',
    令和6年3月5日: '2024-03-05',
    '2024년 3월 5일': '2024-03-05',
    '１９９９年１２月３１日': '1999-12-31',
  }
  for (const [text, value] of Object.entries(spoken)) {
    const wanted = text.replace(/^the /, '')
    expect(await dates(`x ${text}, y`), text).toEqual([`${wanted} = ${value}`])
  }
})

it('reads ranges, months and days without a year as what they are', async () => {
  expect(await dates('3.–5. März 2024; March 3–5, 2024')).toEqual([
    '3.–5. März 2024 = 2024-03-03/2024-03-05',
    'March 3–5, 2024 = 2024-03-03/2024-03-05',
  ])
  expect(await dates('in March 2024, every 14 juillet, on May 5.')).toEqual([
    'March 2024 = 2024-03',
    '14 juillet = --07-14',
    'May 5 = --05-05',
  ])
})

it('leaves the value open where a name means two months: October in Croatian, November in Polish', async () => {
  expect(await dates('5 listopada 2024')).toEqual(['5 listopada 2024 = ?'])
})

it('takes nothing for a date that is none', async () => {
  for (const text of [
    'He may march in second place on Sunday.',
    'Section 3 may apply. May 5 people enter?',
    '31 February 2024, 30-Feb-2024, 2024-13-01, 32.1.2024',
    'Version 1.2.3.4, part 4.5.2024x, tel 030-12-2024, 3个月',
    'In group 5. March was cold.',
  ]) {
    expect(await dates(text), text).toEqual([])
  }
})
