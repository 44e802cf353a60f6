import type { EventBus } from '../../base/events.ts'
import type { Logger } from '../../base/log.ts'
import type { ScheduleStore } from '../../storage/tasks/schedules.ts'
import { folderTrigger } from './folder-trigger.ts'
import type { ScheduleLaunch } from './launch.ts'

type Parts = {
  store: ScheduleStore
  launch: ScheduleLaunch
  isLooking(folderId: string): boolean
  events: EventBus
  log: Logger
}

/** Milliseconds between two looks at most: a machine that slept, or another instance, says nothing. */
const MAX_PAUSE = 30_000
/** Milliseconds that the machine's clock may be set back; by more, it was wrong, and so are the next runs that it told. */
const MAX_CLOCK_SETBACK = 3600_000
/** Milliseconds from a change of a document to a look. */
const soon = 500

/** Looks at schedules when something is due, when documents change, and now and then. */
export const scheduleClock = ({ store, launch, isLooking, events, log }: Parts) => {
  const folders = folderTrigger({ store, launch, isLooking })
  let timer: NodeJS.Timeout | undefined
  let due = 0
  let isClosed = false
  let looking: Promise<void> | undefined
  let seen = Number.POSITIVE_INFINITY

  const later = (pause: number) => {
    const at = Date.now() + pause
    if (isClosed || (timer && due <= at)) return
    clearTimeout(timer)
    due = at
    timer = setTimeout(run, pause).unref()
  }

  const run = () => {
    timer = undefined
    looking ??= look()
      .catch((error: unknown) => log.warn({ err: error }, 'the schedules could not be looked at'))
      .finally(() => {
        looking = undefined
        later(MAX_PAUSE)
      })
  }

  const look = async () => {
    const now = Date.now()
    const pause = await folders.look(now)
    if (pause !== undefined) later(pause)
    if (store.soonest() === undefined) return
    const { timeTrigger } = await import('./time-trigger.ts')
    if (isClosed) return
    const times = timeTrigger({ store, launch })
    if (now < seen - MAX_CLOCK_SETBACK) await times.setAnew(now)
    seen = now
    await times.look(now)
    const soonest = store.soonest()
    if (soonest !== undefined) later(Math.min(Math.max(soonest - Date.now(), 0), MAX_PAUSE))
  }

  const unwatch = events.watch(({ type }) => {
    if (type === 'document.changed' || type === 'folder.changed') later(soon)
  })

  return {
    start: run,
    /** Looks at once: a schedule is new, or another than it was. */
    wake: run,
    async close(): Promise<void> {
      isClosed = true
      unwatch()
      clearTimeout(timer)
      await looking
    },
  }
}
export type ScheduleClock = ReturnType<typeof scheduleClock>
