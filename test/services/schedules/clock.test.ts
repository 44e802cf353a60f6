import { expect, it, vi } from 'vitest'
import { scheduleClock } from '../../../extensions/backend/src/services/schedules/clock.ts'
import { log } from '../tasks/support.ts'
import { openSchedules } from './support.ts'

it('what is due when it starts, or becomes due while it runs, is launched; nothing once it is closed', async () => {
  const { store, launch, launched, facts, events } = await openSchedules()
  const once = (at: number) => store.add(facts({ kind: 'once', at: new Date(at).toISOString() }), at)
  once(Date.now() - 1000)
  const clock = scheduleClock({ store, launch, isLooking: () => false, events, log })
  clock.start()
  await vi.waitFor(() => expect(launched).toHaveLength(1), 10_000)
  once(Date.now() + 300)
  clock.wake()
  await vi.waitFor(() => expect(launched).toHaveLength(2), 10_000)
  await clock.close()
  once(Date.now() - 1000)
  clock.wake()
  events.emit({ type: 'folder.changed', workspaceId: 'w', id: 'f', status: 'present' })
  await new Promise((resolve) => setTimeout(resolve, 700))
  expect(launched).toHaveLength(2)
})
