import { expect, it, vi } from 'vitest'
import { queueService, readQueueSettings } from '../../../extensions/backend/src/services/tasks/queue-settings.ts'
import { usualQueue } from '../../../extensions/backend/src/shared/contract/queue.ts'
import { preferenceStore } from '../../../extensions/backend/src/storage/setup/preferences.ts'
import { openTasks } from './support.ts'

it('the queue is counted, paused and bounded for every instance on the same data', async () => {
  const { db, tasks, events, changes, agent, atWork, workspaceId } = await openTasks()
  const preferences = preferenceStore(db)
  const wake = vi.fn()
  let waits: string | undefined
  const room = { whyTasks: () => waits } as Parameters<typeof queueService>[0]['room']
  const queue = queueService({ preferences, tasks, room, events, wake })
  expect(queue.get()).toEqual({ ...usualQueue, queued: 0, running: 0, waiting: 0 })

  const { id } = await agent()
  const { task, lease } = atWork(id)
  tasks.hold(task.id, lease)
  atWork(id)
  tasks.add({ agentId: id, workspaceId, prompt: 'Why?' })
  tasks.end(tasks.add({ agentId: id, workspaceId, prompt: 'Why?' }).id, 'cancelled')
  expect(queue.change({ paused: true, tasksAtOnce: 2 })).toEqual({
    ...{ ...usualQueue, paused: true, tasksAtOnce: 2 },
    ...{ queued: 1, running: 1, waiting: 1 },
  })
  expect(wake).toHaveBeenCalledTimes(1)
  expect(changes.at(-1)).toEqual({ type: 'queue.changed', paused: true })
  expect(readQueueSettings(preferenceStore(db))).toEqual({ ...usualQueue, paused: true, tasksAtOnce: 2 })

  waits = 'The disk is full.'
  expect(queue.get().waits).toBe('The disk is full.')
})
