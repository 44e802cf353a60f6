import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { answerId } from '../../extensions/backend/src/services/agents/agents.ts'
import type { Schedule } from '../../extensions/backend/src/shared/contract/schedules.ts'
import { openApp, type TestApp } from '../support/app.ts'

const hour = 3600_000
let app: TestApp
let id: string
beforeEach(async () => {
  app = await openApp()
  const facts = { agentId: answerId, workspaceId: (await app.workspace()).id, prompt: 'What is due?', missed: 'skip' }
  id = (await app.postJson<Schedule>('/api/schedules', { ...facts, timing: { kind: 'hour', minute: 0 } })).id
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(async () => {
  vi.useRealTimers()
  await app.close()
})

/** The next run, once the clock says that time and the schedules were looked at. */
const nextAt = async (now: number) => {
  vi.setSystemTime(now)
  const headers = { 'content-type': 'application/json' }
  const look = () => app.request(`/api/schedules/${id}`, { method: 'PATCH', headers, body: '{"name":"Look"}' })
  return vi.waitFor(async () => {
    await look()
    const next = Date.parse((await app.json<Schedule>(`/api/schedules/${id}`)).nextAt ?? '')
    expect(next - now).toBeGreaterThan(0)
    expect(next - now).toBeLessThanOrEqual(hour)
    return next
  }, 10_000)
}

it('a schedule runs on when the clock of the machine was wrong for a while, and is set right', async () => {
  const now = Date.now()
  const next = await nextAt(now)
  await nextAt(now + 400 * 24 * hour)
  expect(await nextAt(now)).toBe(next)
})

it('a clock that is set back a little makes no run a second time', async () => {
  const next = await nextAt(Date.now())
  const after = await nextAt(next + 1000)
  vi.setSystemTime(next - 60_000)
  await app.request(`/api/schedules/${id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: '{"name":"Look"}',
  })
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(Date.parse((await app.json<Schedule>(`/api/schedules/${id}`)).nextAt ?? '')).toBe(after)
})
