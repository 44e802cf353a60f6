import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Condition } from '../../extensions/backend/src/shared/contract/condition.ts'
import type { AppEvent } from '../../extensions/backend/src/shared/contract/events.ts'
import { openApp, type TestApp } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

const condition = () => app.json<Condition>('/api/condition')
const health = () => app.json('/health')

it('is well until somebody raises a problem, and again once it is settled', async () => {
  const told: AppEvent[] = []
  const stop = app.services.events.listen((event) => told.push(event))
  expect(await condition()).toEqual({ problems: [] })
  expect(await health()).toMatchObject({ status: 'ok' })
  expect(await health()).not.toHaveProperty('problem')

  app.services.condition.raise({ code: 'test.damaged', message: 'A test is damaged.', action: 'repair' })
  expect(await condition()).toEqual({
    problems: [{ code: 'test.damaged', message: 'A test is damaged.', action: 'repair', since: expect.any(String) }],
  })
  expect(await health()).toMatchObject({ status: 'degraded', problem: 'A test is damaged.' })
  expect(told).toMatchObject([{ type: 'condition.changed' }])

  app.services.condition.settle('test.damaged')
  expect(await condition()).toEqual({ problems: [] })
  expect(await health()).toMatchObject({ status: 'ok' })
  stop()
})

it('keeps a problem once, however often and in however many words it is raised', async () => {
  app.services.condition.raise({ code: 'test.full', message: 'It is nearly full.', action: 'review' })
  const [first] = (await condition()).problems
  app.services.condition.raise({ code: 'test.full', message: 'It is full.', action: 'review' })
  expect((await condition()).problems).toEqual([{ ...first, message: 'It is full.' }])
  app.services.condition.settle('test.full')
})

it('says the gravest first, whichever was found first', async () => {
  const actions = ['none', 'review', 'recover', 'repair'] as const
  for (const action of actions) {
    app.services.condition.raise({ code: `test.${action}`, message: `${action}.`, action })
  }
  expect((await condition()).problems.map(({ action }) => action)).toEqual([...actions].reverse())
  expect(await health()).toMatchObject({ problem: 'repair.' })
  for (const action of actions) app.services.condition.settle(`test.${action}`)
})
