import { expect, it } from 'vitest'
import { eventBus } from '../../../extensions/backend/src/base/events.ts'
import { Stopped } from '../../../extensions/backend/src/base/stopped.ts'
import { nextChange } from '../../../extensions/backend/src/services/tasks/next-change.ts'

const changed = (id: string) => ({ type: 'task.changed', id, workspaceId: 'w', status: 'running' }) as const

it('resolves with the change that is wanted, not with another', async () => {
  const events = eventBus()
  let isThere = false
  const wanted = nextChange(
    events,
    (change) => change.type === 'task.changed' && change.id === 'a',
    new AbortController().signal,
  ).then(() => {
    isThere = true
  })
  events.emit(changed('b'))
  await new Promise((resolve) => setImmediate(resolve))
  expect(isThere).toBe(false)
  events.emit(changed('a'))
  await wanted
})

it('is stopped, also before it begins', async () => {
  const events = eventBus()
  const stop = new AbortController()
  const waiting = nextChange(events, () => true, stop.signal)
  stop.abort()
  await expect(waiting).rejects.toBeInstanceOf(Stopped)
  await expect(nextChange(events, () => true, stop.signal)).rejects.toBeInstanceOf(Stopped)
})

it('looks by itself after a while: another instance may have been at work', async () => {
  await nextChange(eventBus(), () => true, new AbortController().signal)
})
