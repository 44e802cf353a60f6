import { Cron } from 'croner'
import { AppError } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import type { Timing } from '../../shared/contract/schedules.ts'

/** Milliseconds that a run may come late and still be on time. */
const grace = 90_000
/** Missed runs that are caught up on at most. */
export const MAX_RUNS = 24

/** A timing that a clock decides. */
export type Clocked = Exclude<Timing, { kind: 'folder' }>

const minuteAndHour = (at: string) => {
  const [hour, minute] = at.split(':').map(Number)
  return `${minute} ${hour}`
}

const expressionOf = (timing: Exclude<Clocked, { kind: 'once' }>): string => {
  if (timing.kind === 'hour') return `${timing.minute} * * * *`
  if (timing.kind === 'day') return `${minuteAndHour(timing.at)} * * *`
  if (timing.kind === 'week') return `${minuteAndHour(timing.at)} * * ${timing.days.join(',')}`
  return timing.expression
}

/**
 * When a timing is due next after `from`, in milliseconds and in the machine's time zone: an hour that is left out in spring
 * moves a run that stands at a fixed time to the next moment there is; one that comes twice in autumn has one such run.
 * @throws AppError `schedule.cron` (400)
 */
export const nextRun = (timing: Clocked, from: number): number | undefined => {
  if (timing.kind === 'once') return Date.parse(timing.at) > from ? Date.parse(timing.at) : undefined
  return cronOf(expressionOf(timing)).nextRun(new Date(from))?.getTime()
}

const cronOf = (expression: string): Cron => {
  try {
    return new Cron(expression, { mode: '5-part' })
  } catch (cause) {
    throw new AppError('schedule.cron', words.schedules.badCron(expression), { cause })
  }
}

/** What is due of a timing whose next run was to be at `nextAt`. */
export type Due = {
  /** Whether one of the runs is on time. */
  isOnTime: boolean
  /** Runs whose time went by unnoticed, up to a bound. */
  missed: number
  next: number | undefined
}

export const dueRuns = (timing: Clocked, nextAt: number, now: number): Due => {
  let missed = 0
  let isOnTime = false
  for (let at: number | undefined = nextAt; at !== undefined && at <= now; at = nextRun(timing, at)) {
    if (now - at <= grace) isOnTime = true
    else missed++
    if (missed < MAX_RUNS) continue
    const latest = nextRun(timing, now - grace)
    isOnTime = latest !== undefined && latest <= now
    break
  }
  return { isOnTime, missed, next: nextRun(timing, now) }
}
