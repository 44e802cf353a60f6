import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dueRuns, MAX_RUNS, nextRun } from '../../../extensions/backend/src/services/schedules/timing.ts'

const zone = process.env.TZ
beforeAll(() => {
  process.env.TZ = 'Europe/Berlin'
})
afterAll(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

/** Milliseconds of a moment in UTC. */
const utc = (time: string) => Date.parse(`${time}:00.000Z`)
const shown = (at: number | undefined) => at && new Date(at).toISOString().slice(0, 16)
const runs = (timing: Parameters<typeof nextRun>[0], from: string, count: number) => {
  const found: (string | 0 | undefined)[] = []
  for (let at = nextRun(timing, utc(from)); found.length < count; at = at && nextRun(timing, at)) found.push(shown(at))
  return found
}

describe('a timing', () => {
  it('follows the clock on the wall when summer time begins: what would fall into the gap runs after it', () => {
    expect(runs({ kind: 'day', at: '09:00' }, '2026-03-27T12:00', 3)).toEqual([
      '2026-03-28T08:00',
      '2026-03-29T07:00',
      '2026-03-30T07:00',
    ])
    expect(runs({ kind: 'day', at: '02:30' }, '2026-03-28T12:00', 2)).toEqual(['2026-03-29T01:00', '2026-03-30T00:30'])
  })

  it('runs once a day where an hour comes twice, and each hour where it is hourly', () => {
    expect(runs({ kind: 'day', at: '02:30' }, '2026-10-24T12:00', 2)).toEqual(['2026-10-25T00:30', '2026-10-26T01:30'])
    expect(runs({ kind: 'hour', minute: 0 }, '2026-10-24T23:30', 3)).toEqual([
      '2026-10-25T00:00',
      '2026-10-25T01:00',
      '2026-10-25T02:00',
    ])
  })

  it('counts Monday as the first day of the week and Sunday as the seventh', () => {
    expect(runs({ kind: 'week', days: [1, 7], at: '09:00' }, '2026-11-20T12:00', 2)).toEqual([
      '2026-11-22T08:00',
      '2026-11-23T08:00',
    ])
  })

  it('has no run after its only one', () => {
    const once = { kind: 'once', at: '2026-11-20T12:00:00.000Z' } as const
    expect(runs(once, '2026-11-20T11:00', 2)).toEqual(['2026-11-20T12:00', undefined])
  })
})

describe('what is due', () => {
  const hourly = { kind: 'hour', minute: 0 } as const

  it('is on time up to a minute and a half late, and missed from then on', () => {
    const at = utc('2026-11-20T12:00')
    expect(dueRuns(hourly, at, at + 60_000)).toMatchObject({ isOnTime: true, missed: 0 })
    expect(dueRuns(hourly, at, at + 120_000)).toMatchObject({ isOnTime: false, missed: 1 })
    const late = dueRuns(hourly, at, utc('2026-11-20T15:00') + 1000)
    expect(late).toMatchObject({ isOnTime: true, missed: 3, next: utc('2026-11-20T16:00') })
  })

  it('is counted up to a bound, and the last one is seen to be on time all the same', () => {
    const now = utc('2026-11-20T12:00') + 1000
    expect(dueRuns(hourly, utc('2020-11-20T12:00'), now)).toEqual({
      isOnTime: true,
      missed: MAX_RUNS,
      next: utc('2026-11-20T13:00'),
    })
  })
})
