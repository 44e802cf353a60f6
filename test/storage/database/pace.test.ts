import { afterEach, expect, it, vi } from 'vitest'
import { pace } from '../../../extensions/backend/src/storage/database/pace.ts'

afterEach(() => void vi.restoreAllMocks())

/** How many a step was given, each of which takes `milliseconds`. */
const steps = (paced: ReturnType<typeof pace>, milliseconds: number, count: number): number[] => {
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  return Array.from({ length: count }, () =>
    paced((rows) => {
      now += rows * milliseconds
      return rows
    }),
  )
}

it('does twice as much as before where that takes next to no time, up to a bound', () => {
  expect(steps(pace({ least: 4, most: 20 }), 0, 5)).toEqual([4, 8, 16, 20, 20])
})

it('does no more than before where there was less than it would have done', () => {
  const paced = pace({ least: 4 })
  for (let n = 0; n < 10; n++) expect(paced(() => 3)).toBe(3)
  expect(paced((count) => count)).toBe(4)
})

it('does as much as takes the time aimed at, whatever one takes', () => {
  const paced = pace({ least: 2, aim: 10 })
  expect(steps(paced, 1, 5)).toEqual([2, 4, 8, 10, 10])
  expect(steps(paced, 0.1, 8).at(-1)).toBe(100)
  expect(steps(paced, 1, 2)).toEqual([100, 10])
  expect(steps(paced, 500, 3)).toEqual([10, 2, 2]) // as few as it may
})
