import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Agent } from '../../extensions/backend/src/contract/agents.ts'
import type { Task } from '../../extensions/backend/src/contract/tasks.ts'
import { answerId } from '../../extensions/backend/src/services/agents.ts'
import { openApp, type TestApp } from '../support/app.ts'
import { permit } from '../support/samples.ts'

let app: TestApp
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

const change = (id: string, body: unknown) =>
  app.request(`/api/agents/${id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

it('an agent of one’s own is made, changed, run within its limits, and removed', async () => {
  const made = await app.postJson<Agent>('/api/agents', { name: 'Brief', limits: { quotes: 3 } })
  expect(made).toMatchObject({ name: 'Brief', builtIn: false, mode: 'extractive', limits: { quotes: 3 } })
  expect(await (await change(made.id, { limits: { quotes: 1 } })).json()).toMatchObject({
    name: 'Brief',
    limits: { quotes: 1 },
  })
  const { id: workspaceId } = await app.workspace()
  await app.add(workspaceId, ['permit.md', permit])
  const run = {
    agentId: made.id,
    workspaceId,
    prompt: 'What is the annual fee for a mooring, when is it due, and what does late payment add?',
  }
  const brief = await app.ended((await app.postJson<Task>('/api/agents/run', run)).id)
  const full = await app.ended((await app.postJson<Task>('/api/agents/run', { ...run, agentId: answerId })).id)
  expect(brief.result?.citations).toHaveLength(1)
  expect(full.result?.citations.length).toBeGreaterThan(1)
  expect((await app.request(`/api/agents/${made.id}`, { method: 'DELETE' })).status).toBe(204)
  expect((await app.request(`/api/agents/${made.id}`)).status).toBe(404)
  expect((await app.post('/api/agents/run', run)).status).toBe(404)
  expect(await app.json(`/api/tasks/${brief.id}`)).toMatchObject({ status: 'succeeded' })
})

it('what came with AIOS stays as it is', async () => {
  expect((await change(answerId, { name: 'Mine' })).status).toBe(409)
  expect((await app.request(`/api/agents/${answerId}`, { method: 'DELETE' })).status).toBe(409)
  expect((await change('nope', { name: 'Mine' })).status).toBe(404)
  expect((await change(answerId, { limits: { quotes: 0 } })).status).toBe(400)
})
