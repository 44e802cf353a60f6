import { expect, test } from 'vitest'
import { pageRanges, withoutText } from '../../../extensions/backend/src/text/pages/page-ranges.ts'

test('page numbers are written as ranges', () => {
  expect(pageRanges([1, 2, 3, 7, 9, 10])).toBe('1–3, 7, 9–10')
  expect(pageRanges([4])).toBe('4')
})

test('pages without text are counted and named', () => {
  expect(withoutText([], 3)).toBeUndefined()
  expect(withoutText([2], 3)).toMatch(/^1 of 3 pages has no text \(2\)/)
  expect(withoutText([2, 3], 5)).toMatch(/^2 of 5 pages have no text \(2–3\)/)
  expect(withoutText([1, 2], 2)).toMatch(/^None of its 2 pages has text/)
  expect(withoutText([1], 1)).toMatch(/^Its page has no text/)
})
