import type { EventBus } from '../../base/events.ts'
import { type Queue, type QueueChange, type QueueSettings, queueSettings } from '../../shared/contract/queue.ts'
import type { PreferenceStore } from '../../storage/setup/preferences.ts'
import type { TaskStore } from '../../storage/tasks/tasks.ts'
import type { RoomService } from '../system/room.ts'

type Parts = { preferences: PreferenceStore; tasks: TaskStore; room: RoomService; events: EventBus; wake(): void }

/** What each setting is kept under, among what the user chose. */
const nameOf = (setting: string) => `queue.${setting}`

/** How many tasks work at once, for every instance on the same data. */
export const readQueueSettings = (preferences: PreferenceStore): QueueSettings => {
  const all = preferences.all()
  return queueSettings.parse(
    Object.fromEntries(Object.keys(queueSettings.shape).map((setting) => [setting, all[nameOf(setting)]])),
  )
}

/** The queue of tasks as a whole: paused and resumed, and how many may work. */
export const queueService = ({ preferences, tasks, room, events, wake }: Parts) => {
  const get = (): Queue => {
    const waits = room.whyTasks()
    return { ...readQueueSettings(preferences), ...tasks.counts(), ...(waits !== undefined && { waits }) }
  }
  return {
    get,
    change(change: QueueChange): Queue {
      for (const [setting, value] of Object.entries(change)) preferences.put(nameOf(setting), value)
      wake()
      const now = get()
      events.emit({ type: 'queue.changed', paused: now.paused })
      return now
    },
  }
}
