import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answerId } from '../../extensions/backend/src/services/agents/agents.ts'
import type { Folder } from '../../extensions/backend/src/shared/contract/folders.ts'
import type { NewSchedule, Schedule, Timing } from '../../extensions/backend/src/shared/contract/schedules.ts'
import type { Task } from '../../extensions/backend/src/shared/contract/tasks.ts'
import { openApp, type TestApp } from '../support/app.ts'
import { temporaryFolder } from '../support/folder.ts'
import { permit } from '../support/samples.ts'
import { until } from '../support/until.ts'

let app: TestApp
let workspaceId: string
beforeEach(async () => {
  app = await openApp()
  workspaceId = (await app.workspace()).id
})
afterEach(() => app.close())

const minute = 60_000
const daily: Timing = { kind: 'day', at: '09:00' }
const send = (path: string, method: string, body?: unknown) =>
  app.request(path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
const add = (change: Partial<NewSchedule> = {}) =>
  app.postJson<Schedule>('/api/schedules', {
    agentId: answerId,
    workspaceId,
    prompt: 'What is due?',
    timing: daily,
    ...change,
  })
const change = async (id: string, what: object) =>
  (await (await send(`/api/schedules/${id}`, 'PATCH', what)).json()) as Schedule
const get = (id: string) => app.json<Schedule>(`/api/schedules/${id}`)
const launched = (id: string) => app.json<Task[]>(`/api/tasks?scheduleId=${id}`)
/** Makes what is stored say that the next run was due then. */
const setDue = (id: string, at: number) => {
  const db = new DatabaseSync(join(app.dataDir, 'aios.db'))
  db.prepare('UPDATE schedule SET next_at = ? WHERE id = ?').run(at, id)
  db.close()
}
/** Opens the same data anew: what was due meanwhile was missed, or is on time. */
const reopenWith = async (id: string, due: number) => {
  await app.close({ keep: true })
  setDue(id, due)
  app = await openApp({ dataDir: app.dataDir })
}

describe('a schedule', () => {
  it('is added with its next run, changed, switched off and removed', async () => {
    const schedule = await add({ name: '' })
    expect(schedule).toMatchObject({ name: 'What is due?', enabled: true, missed: 'once', priority: 'normal' })
    const next = new Date(schedule.nextAt as string)
    expect([next.getHours(), next.getMinutes()]).toEqual([9, 0])
    expect(next.getTime()).toBeGreaterThan(Date.now())
    const off = await change(schedule.id, { enabled: false, name: 'Mornings' })
    expect(off).toMatchObject({ name: 'Mornings', enabled: false })
    expect(off).not.toHaveProperty('nextAt')
    expect(await change(schedule.id, { enabled: true })).toHaveProperty('nextAt')
    expect(await app.json<Schedule[]>(`/api/schedules?workspaceId=${workspaceId}`)).toHaveLength(1)
    expect(await app.json<Schedule[]>(`/api/schedules?workspaceId=${(await app.workspace('Other')).id}`)).toEqual([])
    expect((await send(`/api/schedules/${schedule.id}`, 'DELETE')).status).toBe(204)
    expect((await app.request(`/api/schedules/${schedule.id}`)).status).toBe(404)
  })

  it('is refused where it could never run, saying why', async () => {
    const refused = async (what: Partial<NewSchedule>) => {
      const response = await app.post('/api/schedules', {
        agentId: answerId,
        workspaceId,
        prompt: 'x',
        timing: daily,
        ...what,
      })
      const { error } = (await response.json()) as { error: { code: string; message: string } }
      return error
    }
    expect(await refused({ timing: { kind: 'cron', expression: '0 9 * * NEVER' } })).toMatchObject({
      code: 'schedule.cron',
      message: expect.stringContaining('“0 9 * * NEVER” isn’t a cron expression'),
    })
    expect(await refused({ timing: { kind: 'cron', expression: '* * * * * *' } })).toMatchObject({
      code: 'schedule.cron',
    })
    expect(await refused({ timing: { kind: 'cron', expression: '0 0 30 2 *' } })).toMatchObject({
      code: 'schedule.never',
    })
    expect(await refused({ timing: { kind: 'once', at: '2020-01-01T00:00:00.000Z' } })).toMatchObject({
      code: 'schedule.never',
    })
    expect(await refused({ timing: { kind: 'day', at: '25:00' } })).toMatchObject({ code: 'request.invalid' })
    expect(await refused({ timing: { kind: 'folder', folderId: workspaceId } })).toMatchObject({
      code: 'folder.unknown',
    })
    expect(await refused({ agentId: workspaceId })).toMatchObject({ code: 'agent.unknown' })
  })

  it('previews when a timing would run', async () => {
    const { next } = await app.postJson<{ next: string[] }>('/api/schedules/preview', {
      timing: { kind: 'week', days: [1, 3], at: '07:30' },
    })
    expect(next).toHaveLength(3)
    for (const at of next.map((time) => new Date(time))) {
      expect([at.getHours(), at.getMinutes()]).toEqual([7, 30])
      expect([1, 3]).toContain(at.getDay())
    }
  })

  it('runs by hand, marked as its own', async () => {
    const { id } = await add()
    const task = await app.postJson<Task>(`/api/schedules/${id}/run`)
    expect(task).toMatchObject({ scheduleId: id, prompt: 'What is due?' })
    expect(await app.ended(task.id)).toMatchObject({ status: 'succeeded' })
    expect((await get(id)).last).toMatchObject({ taskId: task.id, status: 'succeeded' })
  })

  it('runs when its time comes, and once only where it was to', async () => {
    const { id } = await add({ timing: { kind: 'once', at: new Date(Date.now() + 1500).toISOString() } })
    const [task] = await until(
      () => launched(id),
      (tasks) => tasks.length > 0,
    )
    expect(await app.ended(task?.id as string)).toMatchObject({ status: 'succeeded' })
    const after = await get(id)
    expect(after.enabled).toBe(false)
    expect(after).not.toHaveProperty('nextAt')
    expect(await launched(id)).toHaveLength(1)
  })

  it('says why it could not launch anything, and goes on', async () => {
    const agent = await app.postJson<{ id: string }>('/api/agents', { name: 'Short', kind: 'answer' })
    const { id } = await add({ agentId: agent.id, timing: { kind: 'hour', minute: 0 } })
    await send(`/api/agents/${agent.id}`, 'DELETE')
    await reopenWith(id, Date.now() - 1000)
    const after = await until(
      () => get(id),
      ({ note }) => note,
    )
    expect(after.note).toContain('There is no agent')
    expect(Date.parse(after.nextAt as string)).toBeGreaterThan(Date.now())
    expect(await launched(id)).toEqual([])
  })

  it('leaves a turn out while its last task is still open', async () => {
    await send('/api/queue', 'PUT', { paused: true })
    const { id } = await add({ timing: { kind: 'hour', minute: 0 } })
    await app.postJson<Task>(`/api/schedules/${id}/run`)
    await reopenWith(id, Date.now() - 1000)
    expect(
      await until(
        () => get(id),
        ({ note }) => note,
      ),
    ).toMatchObject({ note: expect.stringContaining('was still running') })
    expect(await launched(id)).toHaveLength(1)
  })
})

describe('runs that were due while AIOS was closed', () => {
  const cases = [
    ['skip', 0],
    ['once', 1],
    ['all', 5],
  ] as const
  it.each(cases)('%s: %i', async (missed, count) => {
    await send('/api/queue', 'PUT', { paused: true })
    const minute = (new Date().getMinutes() + 30) % 60 // none of them is on time
    const { id, nextAt } = await add({ missed, timing: { kind: 'hour', minute } })
    await reopenWith(id, Date.parse(nextAt as string) - 5 * 60 * 60_000)
    const after = await until(
      () => get(id),
      (schedule) => Date.parse(schedule.nextAt as string) > Date.now(),
    )
    expect(after.nextAt).toBe(nextAt)
    expect(await launched(id)).toHaveLength(count)
    expect(after.note ?? '').toContain(missed === 'skip' ? '5 runs were missed while AIOS was closed' : '')
  })

  it('all: no more than a day’s worth of a schedule that runs all the time', async () => {
    await send('/api/queue', 'PUT', { paused: true })
    const { id } = await add({ missed: 'all', timing: { kind: 'cron', expression: '*/5 * * * *' } })
    await reopenWith(id, Date.now() - 365 * 24 * 60 * minute)
    expect(
      await until(
        () => launched(id),
        (tasks) => tasks.length > 0,
      ),
    ).toHaveLength(24)
  })

  it('do not count while the schedule is switched off', async () => {
    const { id } = await add({ missed: 'all', timing: { kind: 'hour', minute: 0 } })
    await change(id, { enabled: false })
    await reopenWith(id, Date.now() - 24 * 60 * minute)
    const on = await change(id, { enabled: true })
    expect(Date.parse(on.nextAt as string)).toBeGreaterThan(Date.now())
    expect(await launched(id)).toEqual([])
  })
})

describe('a followed folder', () => {
  let folder: Folder
  let path: string
  beforeEach(async () => {
    path = join(temporaryFolder(), 'inbox')
    mkdirSync(path)
    writeFileSync(join(path, 'old.md'), permit)
    folder = await app.postJson<Folder>(`/api/workspaces/${workspaceId}/folders`, { path, mode: 'copy' })
    await untilRead(1)
  })
  const untilRead = (count: number) =>
    until(
      () => app.documents(workspaceId),
      (documents) => documents.length === count && documents.every(({ status }) => status === 'ready'),
    )

  it('starts one run for a burst of new and changed documents, on these only', async () => {
    const { id } = await add({ prompt: 'annual fee?', timing: { kind: 'folder', folderId: folder.id } })
    for (const n of [1, 2, 3]) writeFileSync(join(path, `new ${n}.md`), permit.replaceAll('340', `${n}40`))
    const [task, ...more] = await until(
      () => launched(id),
      (tasks) => tasks.length > 0,
    )
    expect(more).toEqual([])
    const documents = await untilRead(4)
    const fresh = documents.filter(({ name }) => name.startsWith('new')).map((document) => document.id)
    expect(task?.documentIds?.toSorted()).toEqual(fresh.toSorted())
    expect(task?.prompt).toBe('annual fee?') // names would be searched for by an agent without a model
    await app.ended(task?.id as string)

    writeFileSync(join(path, 'old.md'), `${permit}\nchanged`)
    const again = await until(
      () => launched(id),
      (tasks) => tasks.length === 2,
    )
    expect(again[0]?.documentIds).toEqual(documents.filter(({ name }) => name === 'old.md').map(({ id }) => id))
  })

  it('is no news while the schedule is switched off, nor before it was added; what came while AIOS was closed is', async () => {
    const { id } = await add({ timing: { kind: 'folder', folderId: folder.id } })
    await change(id, { enabled: false })
    writeFileSync(join(path, 'unseen.md'), permit.replaceAll('340', '100'))
    await untilRead(2)
    await change(id, { enabled: true })
    await app.close({ keep: true })
    writeFileSync(join(path, 'seen.md'), permit.replaceAll('340', '200'))
    app = await openApp({ dataDir: app.dataDir })
    const [task] = await until(
      () => launched(id),
      (tasks) => tasks.length > 0,
    )
    const documents = await app.documents(workspaceId)
    expect(task?.documentIds).toEqual(documents.filter(({ name }) => name === 'seen.md').map((each) => each.id))
  })

  it('loses no news when its schedule is changed, but for its timing', async () => {
    const timing: Timing = { kind: 'folder', folderId: folder.id }
    const { id } = await add({ timing })
    writeFileSync(join(path, 'fresh.md'), permit.replaceAll('340', '300'))
    const documents = await untilRead(2)
    await change(id, { name: 'Inbox', timing })
    const [task] = await until(
      () => launched(id),
      (tasks) => tasks.length > 0,
    )
    expect(task?.documentIds).toEqual(documents.filter(({ name }) => name === 'fresh.md').map((each) => each.id))
  })

  it('runs by hand on all that is in it; a folder that is followed no longer is said to be', async () => {
    const { id } = await add({ timing: { kind: 'folder', folderId: folder.id } })
    const task = await app.postJson<Task>(`/api/schedules/${id}/run`)
    expect(task.documentIds).toHaveLength(1)
    await send(`/api/folders/${folder.id}?documents=keep`, 'DELETE')
    expect((await get(id)).note).toContain('no longer synced')
  })
})
