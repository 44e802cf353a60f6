import { expect, it } from 'vitest'
import { isoOf, readable } from '../../../extensions/backend/src/text/entities/calendar.ts'

it('writes a date without a year in words, and leaves the others as they are', () => {
  expect(readable(isoOf({ month: 3, day: 31 }))).toBe('31 March (no year)')
  expect(readable(isoOf({ month: 12, day: 5, lastDay: 7 }))).toBe('5–7 December (no year)')
  for (const value of ['2024-03-05', '2024-03', '2024-03-05/2024-03-07']) expect(readable(value)).toBe(value)
})
