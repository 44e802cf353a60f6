import { generateText, streamText } from 'ai'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Provider } from '../../../extensions/backend/src/shared/contract/providers.ts'
import type { UsageReport } from '../../../extensions/backend/src/shared/contract/usage.ts'
import { openApp, type TestApp } from '../../support/app.ts'
import { fails, says } from '../../support/model-answers.ts'
import { startModelServer } from '../../support/model-server.ts'
import { until } from '../../support/until.ts'

let app: TestApp
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

const connectTo = ({ baseUrl }: { baseUrl: string }) =>
  app.postJson<Provider>('/api/providers', { baseUrl, defaultModel: 'scripted' })

it('is counted for task, agent, model and day, with its cost where there is a price', async () => {
  await using server = await startModelServer()
  const { id: providerId } = await connectTo(server)
  await app.request(`/api/providers/${providerId}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ models: [{ id: 'scripted', price: { input: 2, output: 10 } }] }),
  })
  const [taskId, agentId] = [crypto.randomUUID(), crypto.randomUUID()]
  const { model } = await app.services.models.connect({ providerId, taskId, agentId })
  server.script(
    says('one', { usage: { input: 1000, output: 200 } }),
    says('one two', { usage: { input: 500, output: 100 } }),
    says('12345678', { usage: null }),
  )
  await generateText({ model, prompt: 'Go' })
  await streamText({ model, prompt: 'Go' }).text
  await streamText({ model, prompt: 'Go' }).text
  const report = await app.json<UsageReport>(`/api/usage?days=7&taskId=${taskId}`)
  const { inputTokens, outputTokens } = report.total
  expect(report.total).toMatchObject({ calls: 3, estimated: 1 })
  expect(inputTokens).toBeGreaterThan(1500) // the third is estimated
  expect(outputTokens).toBe(302)
  expect(report.total.cost).toBeCloseTo((inputTokens * 2 + outputTokens * 10) / 1e6, 9)
  expect(report.days).toHaveLength(7)
  expect(report.days.at(-1)).toMatchObject({ calls: 3 })
  expect(report.days.slice(0, -1).every(({ calls }) => calls === 0)).toBe(true)
  expect(report.models).toEqual([expect.objectContaining({ providerId, model: 'scripted', calls: 3 })])
  expect(report.agents).toEqual([expect.objectContaining({ agentId, calls: 3 })])
  expect((await app.json<UsageReport>(`/api/usage?agentId=${agentId}`)).total.calls).toBe(3)
  expect((await app.json<UsageReport>(`/api/usage?taskId=${crypto.randomUUID()}`)).total).toMatchObject({ calls: 0 })
})

it('counts what an aborted stream took until then, and nothing for what failed at once', async () => {
  await using server = await startModelServer()
  const { id: providerId } = await connectTo(server)
  const taskId = crypto.randomUUID()
  const { model } = await app.services.models.connect({ providerId, taskId })
  server.script(says('aaaa bbbb cccc dddd', { hangAfter: 3 }), fails(400, 'No'))
  const stop = new AbortController()
  let pieces = 0
  const run = streamText({ model, prompt: 'Go', abortSignal: stop.signal })
  for await (const _ of run.textStream) if (++pieces === 3) stop.abort()
  await generateText({ model, prompt: 'Go' }).catch(() => undefined)
  const ofTask = () => app.json<UsageReport>(`/api/usage?taskId=${taskId}`)
  const { total } = await until(ofTask, ({ total: { calls } }) => calls > 0)
  expect(total).toMatchObject({ calls: 1, estimated: 1, outputTokens: 4 })
  expect(total).not.toHaveProperty('cost')
})

it('keeps to whole days of this machine', async () => {
  const now = new Date(2026, 2, 29, 0, 30) // the night in which much of Europe changes its clocks
  const { days } = app.services.usage.report({ days: 3 }, now)
  expect(days.map(({ day }) => day)).toEqual(['2026-03-27', '2026-03-28', '2026-03-29'])
  for (const bad of ['0', '400', 'x']) expect((await app.request(`/api/usage?days=${bad}`)).status).toBe(400)
})
