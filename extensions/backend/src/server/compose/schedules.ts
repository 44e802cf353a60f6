import { scheduleClock } from '../../services/schedules/clock.ts'
import { scheduleLaunch } from '../../services/schedules/launch.ts'
import { scheduleService } from '../../services/schedules/schedules.ts'
import { scheduleStore } from '../../storage/tasks/schedules.ts'
import type { Foundation } from '../foundation.ts'
import type { Agents } from './agents.ts'
import type { Library } from './library.ts'
import type { Tasks } from './tasks.ts'

/** Tasks at times, and when a folder changes. */
export const openSchedules = ({ db, events, log, stores }: Foundation, parts: Agents & Tasks & Library) => {
  const { agents, keeper, tasks } = parts
  const planned = { ...stores, store: scheduleStore(db), tasks, agents, events, log }
  const launch = scheduleLaunch(planned)
  const clock = scheduleClock({ ...planned, launch, isLooking: keeper.isLooking })
  return { clock, schedules: scheduleService({ ...planned, launch, clock }) }
}
export type Schedules = ReturnType<typeof openSchedules>
