import * as words from '../../base/words/index.ts'
import type { Missed, Schedule } from '../../shared/contract/schedules.ts'
import type { ScheduleStore } from '../../storage/tasks/schedules.ts'
import type { ScheduleLaunch } from './launch.ts'
import { type Clocked, type Due, dueRuns, MAX_RUNS, nextRun } from './timing.ts'

type Parts = { store: ScheduleStore; launch: ScheduleLaunch }

const isClocked = (schedule: Schedule): schedule is Schedule & { timing: Clocked } => schedule.timing.kind !== 'folder'

/** Schedules that a clock starts. */
export const timeTrigger = ({ store, launch }: Parts) => ({
  /** Takes the turns whose time has come. */
  async look(now: number): Promise<void> {
    for (const schedule of store.due(now)) {
      if (!isClocked(schedule) || schedule.nextAt === undefined) continue
      const nextAt = Date.parse(schedule.nextAt)
      const due = dueRuns(schedule.timing, nextAt, now)
      const isBusy = store.isOpen(schedule.id)
      const runs = isBusy ? 0 : runsOf(due, schedule.missed)
      const note = isBusy ? stillOpen : runs === 0 ? leftOut(due) : undefined
      await launch.turn(schedule, nextAt, { runs, note, nextAt: due.next, isOver: due.next === undefined })
    }
  },

  /** Sets the next runs anew, as the machine may be in another time zone than when they were set. */
  async setAnew(now: number): Promise<void> {
    for (const schedule of store.list()) {
      if (!schedule.enabled || !isClocked(schedule) || schedule.nextAt === undefined) continue
      const nextAt = Date.parse(schedule.nextAt)
      const next = nextRun(schedule.timing, now)
      if (nextAt <= now || next === nextAt) continue
      await launch.turn(schedule, nextAt, { runs: 0, note: schedule.note, nextAt: next })
    }
  },
})

const runsOf = ({ isOnTime, missed }: Due, policy: Missed): number => {
  const punctual = isOnTime ? 1 : 0
  if (policy === 'all') return Math.min(missed + punctual, MAX_RUNS)
  return policy === 'once' ? Math.min(missed + punctual, 1) : punctual
}

const stillOpen = words.schedules.stillRunning
const leftOut = ({ missed }: Due) => words.schedules.missed(missed, missed >= MAX_RUNS)
