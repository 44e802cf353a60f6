import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answerId } from '../../extensions/backend/src/services/agents/agents.ts'
import type { Queue } from '../../extensions/backend/src/shared/contract/queue.ts'
import type { Task } from '../../extensions/backend/src/shared/contract/tasks.ts'
import { openApp, type TestApp } from '../support/app.ts'
import { permit } from '../support/samples.ts'
import { until } from '../support/until.ts'

let app: TestApp
let workspaceId: string
beforeEach(async () => {
  app = await openApp()
  workspaceId = (await app.workspace()).id
  await app.add(workspaceId, ['permit.md', permit])
})
afterEach(() => app.close())

const send = (path: string, method: string, body: unknown) =>
  app.request(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const setQueue = async (change: Partial<Queue>) => (await (await send('/api/queue', 'PUT', change)).json()) as Queue
const run = (change: object = {}) =>
  app.postJson<Task>('/api/agents/run', { agentId: answerId, workspaceId, prompt: 'annual fee?', ...change })
const startOrder = async (ids: readonly string[]) => {
  const tasks = await Promise.all(ids.map((id) => app.ended(id)))
  return tasks.toSorted((a, b) => (a.startedAt ?? '').localeCompare(b.startedAt ?? '')).map(({ id }) => id)
}

describe('the queue', () => {
  it('is paused and resumed as a whole; what runs goes on', async () => {
    expect(await setQueue({ paused: true })).toMatchObject({ paused: true, queued: 0 })
    const { id } = await run()
    expect(await app.json<Queue>('/api/queue')).toMatchObject({ paused: true, queued: 1, running: 0 })
    expect((await app.json<Task>(`/api/tasks/${id}`)).status).toBe('queued')
    await setQueue({ paused: false })
    expect(await app.ended(id)).toMatchObject({ status: 'succeeded' })
  })

  it('stays paused over a restart', async () => {
    await setQueue({ paused: true, tasksAtOnce: 2 })
    await app.close({ keep: true })
    app = await openApp({ dataDir: app.dataDir })
    expect(await app.json<Queue>('/api/queue')).toMatchObject({ paused: true, tasksAtOnce: 2 })
  })

  it('refuses what is no limit', async () => {
    expect((await send('/api/queue', 'PUT', { tasksAtOnce: 0 })).status).toBe(400)
  })

  it('takes high priorities before normal ones, and these before low ones, also when changed while queued', async () => {
    await setQueue({ paused: true, tasksAtOnce: 1 })
    const low = await run({ priority: 'low' })
    const normal = await run()
    const high = await run({ priority: 'high' })
    const raised = await run({ priority: 'low' })
    expect([low.priority, normal.priority, high.priority]).toEqual(['low', undefined, 'high'])
    const change = await send(`/api/tasks/${raised.id}`, 'PATCH', { priority: 'high' })
    expect(await change.json()).toMatchObject({ priority: 'high', status: 'queued' })
    await setQueue({ paused: false })
    expect(await startOrder([low.id, normal.id, high.id, raised.id])).toEqual([high.id, raised.id, normal.id, low.id])
    const late = await send(`/api/tasks/${low.id}`, 'PATCH', { priority: 'high' })
    expect(await late.json()).toMatchObject({ error: { code: 'task.ended' } })
    expect((await send(`/api/tasks/${low.id}`, 'PATCH', { priority: 'now' })).status).toBe(400)
  })

  it('is fair among workspaces: one that queues many does not hold up another', async () => {
    await setQueue({ paused: true, tasksAtOnce: 1 })
    const other = await app.workspace('Other')
    const many = [await run(), await run(), await run()]
    const one = await run({ workspaceId: other.id })
    await setQueue({ paused: false })
    const order = await startOrder([...many, one].map(({ id }) => id))
    expect(order.indexOf(one.id)).toBeLessThan(2)
    expect(order.filter((id) => id !== one.id)).toEqual(many.map(({ id }) => id))
  })

  it('runs no more than its limit at once, of 200 that are queued, and all of them in the end', async () => {
    await setQueue({ paused: true, tasksAtOnce: 3 })
    const tasks = await Promise.all(Array.from({ length: 200 }, () => run()))
    await setQueue({ paused: false })
    let most = 0
    await until(
      () => app.json<Queue>('/api/queue'),
      ({ queued, running }) => {
        most = Math.max(most, running)
        return queued + running === 0
      },
      { limit: 60_000, pause: 5 },
    )
    expect(most).toBeLessThanOrEqual(3)
    expect(await app.json<Task[]>('/api/tasks?status=succeeded')).toHaveLength(tasks.length)
  })

  it('gives the places of tasks that wait for documents to others, and lets them go on under the same limit', async () => {
    await setQueue({ tasksAtOnce: 1 })
    const busy = await app.workspace('Busy')
    await send('/api/indexing', 'POST', { paused: true })
    await app.upload(busy.id, ['a.md', permit], ['b.md', `${permit} `])
    const waiting = await Promise.all([run({ workspaceId: busy.id }), run({ workspaceId: busy.id })])
    await until(
      () => app.json<Queue>('/api/queue'),
      ({ running }) => running === 2,
    )
    expect(await app.ended((await run()).id)).toMatchObject({ status: 'succeeded' })
    await send('/api/indexing', 'POST', { paused: false })
    for (const { id } of waiting) expect(await app.ended(id)).toMatchObject({ status: 'succeeded' })
  })
})

describe('the list of tasks', () => {
  it('comes whole where no limit is given, and to the limit where one is, however many are held at once', async () => {
    await send('/api/queue', 'PUT', { paused: true })
    for (let n = 0; n < 120; n++) await run({ prompt: `Question ${n}` })
    const list = (query: string) => app.json<Task[]>(`/api/tasks?workspaceId=${workspaceId}${query}`)
    const all = (await list('')).map(({ id }) => id)
    expect(new Set(all).size).toBe(120)
    expect((await list('&limit=1000')).map(({ id }) => id)).toEqual(all)
    expect((await list('&limit=70')).map(({ id }) => id)).toEqual(all.slice(0, 70))
    expect((await list(`&limit=100&before=${all[9]}`)).map(({ id }) => id)).toEqual(all.slice(10, 110))
    expect(await list(`&before=${all.at(-1)}`)).toEqual([])
  })

  it('comes in pages, by words, by agent, by id, and as summaries', async () => {
    const ids: string[] = []
    for (const prompt of ['annual fee?', '100% of boats', 'who pays?', 'boats_x']) {
      ids.unshift((await app.ask(workspaceId, prompt)).id)
    }
    const list = async (query: string) =>
      (await app.json<Task[]>(`/api/tasks?workspaceId=${workspaceId}&${query}`)).map(({ id }) => id)
    expect(await list('limit=3')).toEqual(ids.slice(0, 3))
    expect(await list(`limit=3&before=${ids[2]}`)).toEqual(ids.slice(3))
    expect(await list('q=BOATS')).toEqual([ids[0], ids[2]])
    expect(await list(`q=${encodeURIComponent('100%')}`)).toEqual([ids[2]])
    expect(await list('q=s_x')).toEqual([ids[0]])
    expect(await list(`ids=${ids[1]},${ids[3]}`)).toEqual([ids[1], ids[3]])
    expect(await list(`agentId=${answerId}`)).toEqual(ids)
    const [summary] = await app.json<Task[]>('/api/tasks?fields=summary&limit=1')
    expect(summary).toMatchObject({ id: ids[0], status: 'succeeded', prompt: 'boats_x' })
    expect(summary).not.toHaveProperty('result')
    expect((await app.json<Task[]>('/api/tasks?limit=1'))[0]).toHaveProperty('result')
    expect((await app.request('/api/tasks?limit=0')).status).toBe(400)
  })

  it('is not sent again as long as no task has changed', async () => {
    await app.ask(workspaceId, 'annual fee?')
    const path = `/api/tasks?workspaceId=${workspaceId}`
    const etag = (await app.request(path)).headers.get('etag') as string
    const again = () => app.request(path, { headers: { 'if-none-match': etag } })
    expect((await again()).status).toBe(304)
    await app.ask((await app.workspace('Other')).id, 'elsewhere?')
    expect((await again()).status).toBe(304)
    await app.ask(workspaceId, 'who pays?')
    expect((await again()).status).toBe(200)
  })
})
