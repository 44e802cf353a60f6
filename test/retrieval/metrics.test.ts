import { expect, test } from 'vitest'
import { measure, percentile } from './metrics.ts'

const relevant = new Map([
  ['a', 1],
  ['b', 1],
])

test('a perfect ranking has 1 everywhere', () => {
  expect(measure(['a', 'b', 'x'], relevant)).toEqual({ ndcg10: 1, averagePrecision: 1, recall10: 1, recall100: 1 })
})

test('ranks count: nDCG by logarithm, average precision by rank', () => {
  const { ndcg10, averagePrecision } = measure(['x', 'a', 'y', 'b'], relevant)
  expect(ndcg10).toBeCloseTo((1 / Math.log2(3) + 1 / Math.log2(5)) / (1 + 1 / Math.log2(3)), 10)
  expect(averagePrecision).toBeCloseTo((1 / 2 + 2 / 4) / 2, 10)
})

test('what is beyond the depth does not count', () => {
  const far = [...Array.from({ length: 10 }, (_, rank) => `x${rank}`), 'a']
  expect(measure(far, relevant)).toMatchObject({ ndcg10: 0, recall10: 0, recall100: 0.5 })
})

test('percentiles are values that were measured', () => {
  expect(percentile([5, 1, 4, 2, 3], 0.5)).toBe(3)
  expect(percentile([5, 1, 4, 2, 3], 0.95)).toBe(5)
})
