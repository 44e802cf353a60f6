import { expect, it } from 'vitest'
import { scheduleService } from '../../../extensions/backend/src/services/schedules/schedules.ts'
import { openSchedules } from './support.ts'

const openService = async (...options: Parameters<typeof openSchedules>) => {
  const opened = await openSchedules(...options)
  const { store, taskService: tasks, launch, events, wake } = opened
  const parts = { store, tasks, launch, events, clock: { wake } } as unknown as Parameters<typeof scheduleService>[0]
  return { ...opened, service: scheduleService(parts) }
}
const daily = { kind: 'day', at: '09:00' } as const
const past = { kind: 'once', at: '2020-01-01T00:00:00.000Z' } as const

it('a schedule is added under its first words with its next run, and its clock looks at once', async () => {
  const { service, facts, wake, changes } = await openService()
  const prompt = `${'Sum up what came in. '.repeat(5)}`
  const added = await service.add(facts(daily, { name: '', prompt }) as Parameters<typeof service.add>[0])
  expect(added.name).toBe('Sum up what came in. Sum up what came in. Sum up what came…')
  expect(Date.parse(added.nextAt ?? '')).toBeGreaterThan(Date.now())
  expect(wake).toHaveBeenCalledTimes(1)
  expect(changes.at(-1)).toMatchObject({ type: 'schedule.changed', id: added.id, status: 'present' })
})

it('one that can never run, or may not, is refused', async () => {
  let words: string | undefined
  const { service, facts } = await openService({ refusal: () => words })
  const add = (...given: Parameters<typeof facts>) => service.add(facts(...given) as Parameters<typeof service.add>[0])
  await expect(add(past)).rejects.toThrow('this time has passed')
  await expect(add({ kind: 'cron', expression: 'every day at nine' })).rejects.toThrow('isn’t a cron expression')
  words = 'There is no document d in this workspace.'
  await expect(add(daily)).rejects.toThrow(words)
  words = undefined
  expect(await add(past, { enabled: false })).toMatchObject({ enabled: false })
})

it('a change of its words keeps its next run; one of its timing, or being switched on, sets it anew', async () => {
  const { service, store, facts } = await openService()
  const soon = Date.now() + 60_000
  const { id } = store.add(facts(daily), soon)
  const nextAt = new Date(soon).toISOString()
  expect(await service.change(id, { name: 'Mornings' })).toMatchObject({ name: 'Mornings', nextAt })
  expect((await service.change(id, { enabled: false })).nextAt).toBeUndefined()
  const on = await service.change(id, { enabled: true })
  expect(on.nextAt).not.toBe(nextAt)
  const hourly = await service.change(id, { timing: { kind: 'hour', minute: 30 } })
  expect(new Date(hourly.nextAt ?? 0).getMinutes()).toBe(30)
})

it('it runs by hand, tells its next three runs, and goes without what it launched', async () => {
  const { service, store, facts, launched, tasks } = await openService()
  const { id } = store.add(facts(daily), Date.now() + 60_000)
  const task = await service.run(id)
  expect(launched).toEqual([task])
  expect(task.scheduleId).toBe(id)
  const { next } = await service.preview({ kind: 'hour', minute: 0 })
  expect(next.map((at, index) => Date.parse(at) - Date.parse(next[0] ?? '') === index * 3600_000)).toEqual([
    true,
    true,
    true,
  ])
  service.remove(id)
  expect(() => service.get(id)).toThrow('There is no schedule')
  expect(tasks.find(task.id)?.prompt).toBe('What is due?')
})
