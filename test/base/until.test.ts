import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { workingTime } from '../../extensions/backend/src/base/until.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('is used up by work, and not by waiting', () => {
  const { signal, stop, go } = workingTime(2)
  vi.advanceTimersByTime(90_000)
  stop()
  vi.advanceTimersByTime(3600_000)
  expect(signal.aborted).toBe(false)
  go()
  vi.advanceTimersByTime(29_000)
  expect(signal.aborted).toBe(false)
  vi.advanceTimersByTime(1001)
  expect(signal.aborted).toBe(true)
})
