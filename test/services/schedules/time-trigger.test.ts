import { describe, expect, it } from 'vitest'
import { timeTrigger } from '../../../extensions/backend/src/services/schedules/time-trigger.ts'
import type { Missed } from '../../../extensions/backend/src/shared/contract/schedules.ts'
import { openSchedules } from './support.ts'

const hour = 3600_000
const due = Date.parse('2026-11-20T10:00:00.000Z')
const hourly = { kind: 'hour', minute: 0 } as const

describe('a schedule whose time has come', () => {
  it('launches one task that is marked as its own, and is due again an hour later', async () => {
    const { store, launch, launched, facts, tasks } = await openSchedules()
    const { id } = store.add(facts(hourly), due)
    const trigger = timeTrigger({ store, launch })
    await trigger.look(due - 1)
    expect(launched).toEqual([])
    await trigger.look(due + 1000)
    expect(launched).toMatchObject([{ scheduleId: id, prompt: 'What is due?', status: 'queued' }])
    expect(store.find(id)).toMatchObject({ nextAt: new Date(due + hour).toISOString(), last: { status: 'queued' } })
    await trigger.look(due + 2000)
    expect(tasks.list({ scheduleId: id })).toHaveLength(1)
  })

  it('launches nothing while its last task is open, and says so', async () => {
    const { store, launch, launched, facts, tasks } = await openSchedules()
    const { id } = store.add(facts(hourly), due)
    const trigger = timeTrigger({ store, launch })
    await trigger.look(due)
    await trigger.look(due + hour)
    expect(launched).toHaveLength(1)
    expect(store.find(id)?.note).toContain('was still running')
    tasks.end(launched[0]?.id ?? '', 'succeeded')
    await trigger.look(due + 2 * hour)
    expect(launched).toHaveLength(2)
    expect(store.find(id)?.note).toBeUndefined()
  })

  it.each<[Missed, number]>([
    ['skip', 1],
    ['once', 1],
    ['all', 4],
  ])('makes good what was missed as its user chose: %s', async (missed, runs) => {
    const { store, launch, launched, facts } = await openSchedules()
    store.add(facts(hourly, { missed }), due)
    await timeTrigger({ store, launch }).look(due + 3 * hour)
    expect(launched).toHaveLength(runs)
  })

  it('that was missed and left out says so', async () => {
    const { store, launch, launched, facts } = await openSchedules()
    const { id } = store.add(facts(hourly, { missed: 'skip' }), due)
    await timeTrigger({ store, launch }).look(due + hour / 2)
    expect(launched).toEqual([])
    expect(store.find(id)?.note).toBe('A run was missed while AIOS was closed, and skipped as you chose.')
  })

  it('that is due once is switched off with that', async () => {
    const { store, launch, launched, facts } = await openSchedules()
    const { id } = store.add(facts({ kind: 'once', at: new Date(due).toISOString() }), due)
    await timeTrigger({ store, launch }).look(due)
    expect(launched).toHaveLength(1)
    expect(store.find(id)).toMatchObject({ enabled: false })
    expect(store.find(id)?.nextAt).toBeUndefined()
  })

  it('that cannot launch says why, and is due again', async () => {
    const { store, launch, launched, facts } = await openSchedules({ refusal: () => 'The document is gone.' })
    const { id } = store.add(facts(hourly), due)
    await timeTrigger({ store, launch }).look(due)
    expect(launched).toEqual([])
    expect(store.find(id)).toMatchObject({ note: 'The document is gone.', nextAt: new Date(due + hour).toISOString() })
  })
})

it('of two instances one launches', async () => {
  const { store, launch, launched, facts } = await openSchedules()
  const schedule = store.add(facts(hourly), due)
  const turns = [launch.turn(schedule, due, { runs: 1, nextAt: due + hour }), launch.turn(schedule, due, { runs: 1 })]
  expect(await Promise.all(turns)).toEqual([true, false])
  expect(launched).toHaveLength(1)
})

it('next runs are set anew where the clock says another time than when they were set', async () => {
  const { store, launch, launched, facts } = await openSchedules()
  const { id } = store.add(facts(hourly), due + 400 * 24 * hour)
  await timeTrigger({ store, launch }).setAnew(due + 1)
  expect(store.find(id)?.nextAt).toBe(new Date(due + hour).toISOString())
  expect(launched).toEqual([])
})
