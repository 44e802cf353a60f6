import { describe, expect, test } from 'vitest'
import type { ListedApproval } from '../../src/api/approvals.ts'
import type { Task } from '../../src/api/tasks.ts'
import { Observable } from '../../src/base/observable.ts'
import { watchAttention } from '../../src/state/attention.ts'
import type { Tasks } from '../../src/state/tasks.ts'
import { text } from '../../src/strings/index.ts'

class Shown<T> extends Observable<T> {
  show(value: T): void {
    this.set(value)
  }
}

const watched = () => {
  const approvals = Object.assign(new Shown<{ items?: readonly ListedApproval[] }>({}), { waiting: 1 })
  const tasks = new Shown<Tasks['value']>({
    steps: new Map(),
    streamed: new Map(),
  })
  const told: string[] = []
  const stop = watchAttention({ approvals, tasks }, (title) => told.push(title))
  return {
    told,
    stop,
    asks: (...ids: string[]) => approvals.show({ items: ids.map((id) => ({ id, taskId: id }) as ListedApproval) }),
    runs: (status: Task['status'], minutes: number, more: Partial<Task> = {}) => {
      const startedAt = '2026-11-20T10:00:00.000Z'
      const finishedAt = new Date(Date.parse(startedAt) + minutes * 60_000).toISOString()
      const task = { id: 'one', status, startedAt, finishedAt, ...more } as Task
      tasks.show({ all: [task], steps: new Map(), streamed: new Map() })
    },
  }
}

describe('notifications', () => {
  test('tell of what is asked anew, and not of what stood there at the start or goes', () => {
    const { asks, told } = watched()
    asks('a')
    expect(told).toEqual([])
    asks('a', 'b')
    asks('b')
    asks('b')
    expect(told).toEqual([text.attention.needsDecisionTitle])
  })

  test('tell once of the end of a task that took over a minute', () => {
    const { runs, told } = watched()
    runs('succeeded', 5)
    expect(told, 'it had ended before').toEqual([])
    runs('running', 0)
    runs('succeeded', 5)
    runs('succeeded', 5)
    expect(told).toEqual([text.attention.doneTitle])
    runs('running', 0)
    runs('failed', 5)
    expect(told).toEqual([text.attention.doneTitle, text.attention.failedTitle])
  })

  test('say nothing of short tasks, of those that were stopped, and of those that a task launched', () => {
    const { runs, told, stop } = watched()
    runs('running', 0)
    runs('succeeded', 0.5)
    runs('running', 0)
    runs('cancelled', 5)
    runs('running', 0)
    runs('succeeded', 5, { parentId: 'other' })
    stop()
    runs('running', 0)
    runs('succeeded', 5)
    expect(told).toEqual([])
  })
})
