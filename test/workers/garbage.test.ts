import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, it, vi } from 'vitest'
import { fullCollection, garbageCollection } from '../../extensions/backend/src/workers/garbage.ts'

afterEach(() => void vi.restoreAllMocks())

it('collects all garbage of the thread', async () => {
  const gone = new WeakRef({ bytes: new Uint8Array(1000) })
  const held = { bytes: new Uint8Array(1000) }
  const there = new WeakRef(held)
  await delay(1) // what a WeakRef was made of stays until the turn is over
  fullCollection()()
  expect(gone.deref()).toBeUndefined()
  expect(there.deref()).toBe(held)
  expect('gc' in globalThis).toBe(false)
})

it('waits between two, the longer, the longer one takes', () => {
  let now = 0
  let took = 10
  const at: number[] = []
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  const collect = () => {
    at.push(now)
    now += took
  }
  const look = garbageCollection({ pause: 5000, collect })
  const until = (end: number) => {
    for (; now < end; now += 100) look()
  }
  until(4000)
  expect(at).toEqual([])
  until(11_000)
  expect(at).toHaveLength(2)
  took = 1000
  until(20_000)
  expect(at).toHaveLength(3)
  until(100_000)
  expect(at).toHaveLength(3)
})
