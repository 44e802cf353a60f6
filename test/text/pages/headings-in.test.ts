import { expect, it } from 'vitest'
import { chunk } from '../../../extensions/backend/src/text/pages/chunk.ts'
import { headingsIn } from '../../../extensions/backend/src/text/pages/headings-in.ts'

it('finds the lines of a page that are the headings of its passages', () => {
  const text = 'Harbour  rules\n\nThe harbour rules are strict.\n\nFees\nThe fees are due in March.\n\nFees and more'
  const headings = [
    { start: 0, end: 14, level: 1, text: 'Harbour rules' },
    { start: text.indexOf('Fees'), end: text.indexOf('Fees') + 4, level: 3, text: 'Fees' },
  ]
  const passages = chunk({ text, headings }, [])
  expect(headingsIn(text, passages).map(({ start, end, level }) => [text.slice(start, end), level])).toEqual([
    ['Harbour  rules', 1],
    ['Fees', 2],
  ])
  expect(headingsIn(text, [])).toEqual([])
})
