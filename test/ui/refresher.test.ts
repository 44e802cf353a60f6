import { afterEach, expect, test, vi } from 'vitest'
import { refresher } from '../../src/base/refresher.ts'

afterEach(() => void vi.useRealTimers())

test('a slow answer keeps the next one off for a while, and not for as long as it pleases', async () => {
  vi.useFakeTimers()
  const starts: number[] = []
  const fetch = async () => {
    starts.push(performance.now())
    await new Promise((resolve) => setTimeout(resolve, 10_000))
  }
  const { refresh } = refresher(fetch, () => undefined)
  const first = refresh()
  await vi.advanceTimersByTimeAsync(10_000)
  await first
  const second = refresh()
  await vi.advanceTimersByTimeAsync(4000)
  expect(starts).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(2000)
  expect(starts).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(10_000)
  await second
})
