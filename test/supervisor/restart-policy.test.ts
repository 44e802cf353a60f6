import { expect, test } from 'vitest'
import { restartPolicy } from '../../extensions/backend/src/base/restart-policy.ts'

const minute = 60_000

test('at once after the first crash, then slower, never after the sixth in five minutes', () => {
  const policy = restartPolicy()
  const delays = [0, 1, 2, 3, 4].map((second) => policy.crashed(second * 1000)?.delay ?? Number.NaN)
  expect(delays[0]).toBe(0)
  expect(delays.toSorted((a, b) => a - b)).toEqual(delays)
  expect(policy.crashed(5 * minute - 1)).toBeUndefined()
})

test('crashes older than five minutes do not count', () => {
  const policy = restartPolicy()
  for (let n = 0; n < 20; n++) expect(policy.crashed(n * minute + 1)).toBeDefined()
  expect(policy.crashed(60 * minute)).toEqual({ attempt: 1, delay: 0 })
})

test('a new start that was asked for counts anew', () => {
  const policy = restartPolicy({ limit: 1 })
  expect(policy.crashed(0)).toEqual({ attempt: 1, delay: 0 })
  expect(policy.crashed(1)).toBeUndefined()
  policy.reset()
  expect(policy.crashed(2)).toEqual({ attempt: 1, delay: 0 })
})
