import { expect, it } from 'vitest'
import { filtersIn, hasFilter, toggled, wordsOf } from '../../src/parts/hits/query-filters.ts'

it.each([
  ['', 'type:pdf', 'type:pdf'],
  ['mooring fee ', 'type:pdf', 'mooring fee type:pdf'],
  ['mooring type:pdf fee', 'type:pdf', 'mooring fee'],
  ['mooring TYPE:"PDF"', 'type:pdf', 'mooring'],
  ['type:pdf type:pdf', 'type:pdf', ''],
  ['-type:pdf mooring', 'type:pdf', '-type:pdf mooring type:pdf'],
  ['mooring', 'in:"site plan.pdf"', 'mooring in:"site plan.pdf"'],
  ['"see type:pdf" fee', 'type:pdf', '"see type:pdf" fee type:pdf'],
])('in %j the filter %s turns it into %j', (query, filter, expected) => {
  expect(toggled(query, filter)).toBe(expected)
  expect(hasFilter(query, filter)).toBe(!hasFilter(expected, filter))
})

it('tells filters from words', () => {
  const query = 'mooring -in:"old plans" fee after:2024 type:zzz'
  expect(filtersIn(query).map(({ text }) => text)).toEqual(['-in:"old plans"', 'after:2024', 'type:zzz'])
  expect(wordsOf(query)).toBe('mooring fee')
})
