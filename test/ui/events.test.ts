import { expect, test } from 'vitest'
import type { AppEvent } from '../../extensions/backend/src/shared/contract/events.ts'
import { inOrder } from '../../src/api/connection/events.ts'

const changed = (seq: number): AppEvent => ({
  seq,
  type: 'task.changed',
  workspaceId: 'w',
  id: `t${seq}`,
  status: 'running',
})

const follow = () => {
  const told: (number | 'reset')[] = []
  const takeOne = inOrder({ event: ({ seq }) => told.push(seq), reset: () => told.push('reset') })
  const take = (...seqs: number[]) => {
    for (const seq of seqs) takeOne(changed(seq))
  }
  return { told, take, reset: (seq: number) => takeOne({ seq, type: 'reset' }) }
}

test('an event that comes again is told once', () => {
  const { told, take } = follow()
  take(7, 7, 8, 7, 8, 9)
  expect(told).toEqual([7, 8, 9])
})

test('a gap becomes a reset, which stands for what came after it', () => {
  const { told, take } = follow()
  take(1, 3)
  expect(told).toEqual([1, 'reset'])
  take(3, 4)
  expect(told).toEqual([1, 'reset', 4])
})

test('a reset is passed on, and what follows counts from there', () => {
  const { told, take, reset } = follow()
  take(5)
  reset(90)
  take(6, 91)
  expect(told).toEqual([5, 'reset', 91])
  reset(20) // another server's clock may go behind
  take(21)
  expect(told).toEqual([5, 'reset', 91, 'reset', 21])
})
