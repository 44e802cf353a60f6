import { expect, test } from 'vitest'
import type { AppEvent } from '../../extensions/backend/src/shared/contract/events.ts'
import { inOrder } from '../../src/api/connection/events.ts'
import { until } from '../support/until.ts'

const changed = (seq: number): AppEvent => ({
  seq,
  type: 'task.changed',
  workspaceId: 'w',
  id: `t${seq}`,
  status: 'running',
})

const follow = (patience = 20) => {
  const told: (number | 'reset')[] = []
  const row = inOrder({ event: ({ seq }) => told.push(seq), reset: () => told.push('reset') }, patience)
  const take = (...seqs: number[]) => {
    for (const seq of seqs) row.take(changed(seq))
  }
  return { told, take, row }
}

test('an event that comes by two ways is told once', () => {
  const { told, take } = follow()
  take(7, 7, 8, 7, 8, 9)
  expect(told).toEqual([7, 8, 9])
})

test('two ways that overtake each other are no gap', async () => {
  const { told, take } = follow()
  take(1, 3, 2, 4)
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(told).toEqual([1, 3, 2, 4])
})

test('an event that stays away becomes a reset', async () => {
  const { told, take } = follow()
  take(1, 3)
  await until(() => told.includes('reset'))
  take(3, 4)
  expect(told).toEqual([1, 3, 'reset', 4])
})

test('a reset is passed on, and what follows counts from there', () => {
  const { told, take, row } = follow()
  take(5)
  row.take({ seq: 90, type: 'reset' })
  take(6, 91)
  expect(told).toEqual([5, 'reset', 91])
})
