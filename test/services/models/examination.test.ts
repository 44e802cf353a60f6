import { type EventSourceMessage, EventSourceParserStream } from 'eventsource-parser/stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Finding, ProbeResult } from '../../../extensions/backend/src/shared/contract/probe.ts'
import type { Provider } from '../../../extensions/backend/src/shared/contract/providers.ts'
import { openApp, type TestApp } from '../../support/app.ts'
import { hangs } from '../../support/model-answers.ts'
import { until } from '../../support/until.ts'
import { able, start } from './prober.ts'

let app: TestApp
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

const examine = (body: object, signal?: AbortSignal) =>
  app.request('/api/providers/probe/events', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  })

async function* messages({ body }: Response): AsyncGenerator<EventSourceMessage, void> {
  if (!body) return
  yield* body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
}

const all = async (stream: AsyncIterable<EventSourceMessage>): Promise<EventSourceMessage[]> => {
  const told: EventSourceMessage[] = []
  for await (const message of stream) told.push(message)
  return told
}

it('tells each finding, then the whole result, as the plain request has it', async () => {
  await using server = await start()
  const request = { baseUrl: server.baseUrl, model: 'scripted' }
  const told = await all(messages(await examine(request)))
  const findings = told.filter(({ event }) => event === 'finding').map(({ data }) => JSON.parse(data) as Finding)
  const last = told.at(-1)
  expect(last?.event).toBe('result')
  const { servers } = JSON.parse(last?.data ?? '') as ProbeResult
  expect(servers[0]?.findings).toEqual(findings)
  const plain = await app.postJson<ProbeResult>('/api/providers/probe', request)
  const words = ({ check, status, message }: Finding) => ({ check, status, message })
  expect(plain.servers[0]?.findings.map(words)).toEqual(findings.map(words))
})

it('tells what it knows while a trial goes on, and lets go of the server when nobody listens any more', async () => {
  await using server = await start({ reply: (request) => (request.body.stream ? hangs : able(request)) })
  const response = await examine({ baseUrl: server.baseUrl, model: 'scripted' })
  const checks: string[] = []
  for await (const { data } of messages(response)) {
    const { check } = JSON.parse(data) as Finding
    checks.push(check)
    if (check !== 'answer') continue
    await until(
      () => server.chats.length,
      (chats) => chats === 2, // the trial of streams
    )
    break // which cancels the answer
  }
  expect(checks).toEqual(['connection', 'models', 'answer'])
  await until(
    () => server.chats.at(-1),
    (chat) => chat?.cut === true,
  )
})

it('tells a failure of our own in words, in the shape of all errors', async () => {
  const unknown = await all(messages(await examine({ providerId: crypto.randomUUID() })))
  expect(unknown).toHaveLength(1)
  expect(unknown[0]?.event).toBe('failure')
  expect(JSON.parse(unknown[0]?.data ?? '')).toMatchObject({ error: { code: 'provider.unknown' } })
  expect((await examine({ baseUrl: 'ftp://nowhere' })).status).toBe(400)
})

it('keeps the models of a provider that it was asked about', async () => {
  await using server = await start({ models: ['one', 'two'] })
  const { id } = await app.postJson<Provider>('/api/providers', { baseUrl: server.baseUrl, defaultModel: 'one' })
  await all(messages(await examine({ providerId: id })))
  const { models } = await app.json<Provider>(`/api/providers/${id}`)
  expect(models.map((model) => model.id)).toEqual(['one', 'two'])
})
