import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchHeartbeat } from '../../extensions/backend/src/supervisor/heartbeat.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const watch = () => {
  const onSilence = vi.fn()
  return { onSilence, heart: watchHeartbeat({ limit: 10_000, onSilence }) }
}

test('silence for the limit is told once', () => {
  const { onSilence } = watch()
  vi.advanceTimersByTime(9_500)
  expect(onSilence).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1_000)
  expect(onSilence).toHaveBeenCalledOnce()
  vi.advanceTimersByTime(60_000)
  expect(onSilence).toHaveBeenCalledOnce()
})

test('a beat now and then is enough', () => {
  const { onSilence, heart } = watch()
  for (let n = 0; n < 10; n++) {
    vi.advanceTimersByTime(9_000)
    heart.beat()
  }
  expect(onSilence).not.toHaveBeenCalled()
})

test('after a sleep of the machine counting starts anew', () => {
  let now = 0
  const onSilence = vi.fn()
  watchHeartbeat({ limit: 10_000, onSilence, now: () => now })
  const pass = (ms: number) => {
    for (let n = 0; n < ms / 1000; n++) {
      now += 1000
      vi.advanceTimersByTime(1000)
    }
  }
  pass(5000)
  now += 3_600_000 // the clock goes on, no timer does
  pass(9000)
  expect(onSilence).not.toHaveBeenCalled()
  pass(3000)
  expect(onSilence).toHaveBeenCalledOnce()
})

test('stopped, it says nothing', () => {
  const { onSilence, heart } = watch()
  heart.stop()
  vi.advanceTimersByTime(60_000)
  expect(onSilence).not.toHaveBeenCalled()
})
