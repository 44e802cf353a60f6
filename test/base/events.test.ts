import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { eventBus } from '../../extensions/backend/src/base/events.ts'
import type { AppEvent } from '../../extensions/backend/src/shared/contract/events.ts'
import { until } from '../support/until.ts'

const changed = (id: string, progress = 0) =>
  ({ type: 'document.changed', id, workspaceId: 'w', status: 'indexing', progress }) as const

const heard = () => {
  const bus = eventBus()
  const events: AppEvent[] = []
  bus.listen((event) => events.push(event))
  return { bus, events }
}

describe('events', () => {
  it('tells the first change at once and the last one of many', async () => {
    const { bus, events } = heard()
    for (let n = 0; n <= 100; n++) bus.emit(changed('a', n / 100))
    expect(events).toMatchObject([{ id: 'a', progress: 0 }])
    await until(() => events.length > 1)
    await delay(250)
    expect(events).toMatchObject([{ progress: 0 }, { progress: 1 }])
  })

  it('numbers them without a gap, above those of an earlier run', async () => {
    const earlier = eventBus()
    earlier.emit(changed('a'))
    await delay(5)
    const { bus, events } = heard()
    for (const id of ['a', 'b', 'c']) bus.emit(changed(id))
    await until(() => events.length === 3)
    expect(events[0]?.seq).toBeGreaterThan(earlier.seq)
    expect(events.map(({ seq }) => seq - (events[0]?.seq ?? 0))).toEqual([0, 1, 2])
  })

  it('says that the workspace changed when very many things did, and tells a task all the same', async () => {
    const { bus, events } = heard()
    for (let n = 0; n < 500; n++) bus.emit(changed(`d${n}`))
    bus.emit({ type: 'task.changed', id: 't', workspaceId: 'w', status: 'running' })
    await until(() => events.length === 3)
    await delay(250)
    expect(events.map((event) => ('id' in event ? event.id : undefined))).toEqual(['d0', 't', 'w'])
  })

  it('sums up very many tasks, but not those that wait for somebody', async () => {
    const { bus, events } = heard()
    for (let n = 0; n < 200; n++) bus.emit({ type: 'task.changed', id: `t${n}`, workspaceId: 'w', status: 'succeeded' })
    bus.emit({ type: 'task.changed', id: 'asks', workspaceId: 'w', status: 'waiting' })
    await until(() => events.length === 3)
    await delay(250)
    expect(events.map((event) => ('id' in event ? event.id : undefined)).toSorted()).toEqual(['asks', 't0', 'w'])
  })

  it('never says that a workspace is there after it went', async () => {
    const { bus, events } = heard()
    bus.emit(changed('first'))
    bus.emit({ type: 'workspace.changed', id: 'w', status: 'removed' })
    for (let n = 0; n < 50; n++) bus.emit(changed(`d${n}`))
    await until(() => events.length === 2)
    await delay(250)
    expect(events.at(-1)).toMatchObject({ type: 'workspace.changed', status: 'removed' })
    expect(events).toHaveLength(2)
  })

  it('tells at most ten a second, whatever happens', async () => {
    const { bus, events } = heard()
    const end = Date.now() + 1000
    while (Date.now() < end) {
      for (let n = 0; n < 5; n++) bus.emit(changed(`d${n}`, Math.random()))
      await delay(1)
    }
    expect(events.length).toBeLessThanOrEqual(11)
    expect(events.length).toBeGreaterThan(2)
  })

  it('lets work in this process watch every change at once', () => {
    const bus = eventBus()
    const seen: unknown[] = []
    const stop = bus.watch((change) => seen.push(change))
    for (let n = 0; n < 3; n++) bus.emit(changed('a', n / 10))
    stop()
    bus.emit(changed('a', 1))
    expect(seen).toHaveLength(3)
  })

  it('gives what was missed, and reset where that is forgotten or was never there', async () => {
    const { bus, events } = heard()
    bus.emit(changed('a'))
    bus.emit(changed('b'))
    await until(() => events.length === 2)
    const [first] = events
    expect(bus.since(first?.seq ?? 0)).toEqual(events.slice(1))
    expect(bus.since(bus.seq)).toEqual([])
    expect(bus.since(12)).toMatchObject([{ type: 'reset', seq: bus.seq }])
    expect(bus.since(bus.seq + 1_000_000)).toMatchObject([{ type: 'reset' }])
  })

  it('stops calling a listener that left', () => {
    const bus = eventBus()
    let calls = 0
    bus.listen(() => calls++)()
    bus.emit(changed('a'))
    expect(calls).toBe(0)
  })
})
