import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { otherAddresses } from '../../../extensions/backend/src/services/models/doctor/address.ts'
import type { Finding } from '../../../extensions/backend/src/shared/contract/probe.ts'
import type { Provider } from '../../../extensions/backend/src/shared/contract/providers.ts'
import { openApp, type TestApp } from '../../support/app.ts'
import {
  type Answer,
  calls,
  drops,
  fails,
  hangs,
  json,
  type ModelRequest,
  page,
  says,
  sends,
} from '../../support/model-answers.ts'
import { selfSigned } from '../../support/self-signed.ts'
import { until } from '../../support/until.ts'
import { able, finding as of, prober, start } from './prober.ts'

let app: TestApp
let probe: ReturnType<typeof prober>
beforeAll(async () => {
  app = await openApp()
  probe = prober(app)
})
afterAll(() => app.close())

describe('a server that works', () => {
  it('is reached, listed and tried with answer, stream, tool and embeddings', async () => {
    await using server = await start({
      models: [
        { id: 'text-embedder', object: 'model' },
        { id: 'big', object: 'model', max_model_len: 32_768 },
      ],
    })
    const report = await probe({ baseUrl: server.baseUrl })
    expect(report).toMatchObject({ ok: true, model: 'big', baseUrl: server.baseUrl, preset: 'custom' })
    const checks = ['connection', 'models', 'answer', 'stream', 'tools', 'embeddings', 'context']
    expect(report.findings.map(({ check, status }) => [check, status])).toEqual(checks.map((check) => [check, 'ok']))
    expect(report.models).toEqual([
      { id: 'text-embedder', embeddings: true },
      { id: 'big', contextLength: 32_768, tools: true },
    ])
    expect(of(report, 'embeddings')?.message).toContain('8 numbers')
    expect(of(report, 'answer')?.took).toBeGreaterThanOrEqual(0)
  })

  it('is remembered with what was found', async () => {
    await using server = await start({ models: [{ id: 'm', context_length: 16_384 }], key: 'k' })
    const provider = await app.postJson<Provider>('/api/providers', {
      baseUrl: server.baseUrl,
      key: 'k',
      defaultModel: 'm',
    })
    expect(await probe({ providerId: provider.id })).toMatchObject({ ok: true })
    expect((await app.json<Provider>(`/api/providers/${provider.id}`)).models).toEqual([
      { id: 'm', tools: true, contextLength: 16_384 },
    ])
    const again = await app.post('/api/providers/probe', { providerId: crypto.randomUUID() })
    expect(again.status).toBe(404)
  })
})

describe('an address that is wrong', () => {
  it.each([
    ['without /v1', (origin: string) => origin],
    ['with a slash', (origin: string) => `${origin}/`],
    ['with a path of the API', (origin: string) => `${origin}/v1/chat/completions`],
    ['with /v1 twice', (origin: string) => `${origin}/v1/v1`],
    ['of another API of the same server', (origin: string) => `${origin}/api`],
    ['with https', (origin: string) => origin.replace('http:', 'https:')],
  ])('is put right: %s', async (_, wrong) => {
    await using server = await start()
    const report = await probe({ baseUrl: wrong(server.origin) })
    expect(report).toMatchObject({ ok: false, suggestion: { baseUrl: server.baseUrl } })
    expect(of(report, 'connection')).toMatchObject({
      status: 'failed',
      message: expect.stringContaining(`It is at ${server.baseUrl}`),
    })
  })

  it('is put right where a web page or an API of another kind answers everywhere else', async () => {
    for (const other of [page('<html>Hello'), json({ hello: true })]) {
      await using server = await start({ prefix: '/api/v1', routes: { 'GET /models': other, 'GET /v1/models': other } })
      expect(await probe({ baseUrl: server.origin })).toMatchObject({
        suggestion: { baseUrl: `${server.origin}/api/v1` },
      })
    }
  })

  it('is put right with the key, which stays within its origin', async () => {
    await using server = await start({ key: 'k' })
    expect(await probe({ baseUrl: server.origin, key: 'k' })).toMatchObject({ suggestion: { baseUrl: server.baseUrl } })
    const wrong = server.origin.replace('http:', 'https:')
    const before = server.requests.length
    expect(await probe({ baseUrl: wrong, key: 'k' })).toMatchObject({ suggestion: { baseUrl: `${server.origin}/v1` } })
    expect(server.requests.slice(before).every(({ headers }) => headers.authorization === undefined)).toBe(true)
  })

  it('where nothing is to be found is said to be so', async () => {
    await using web = await start({ prefix: '/somewhere', routes: { 'GET /v1/models': page('<html>Hello') } })
    const report = await probe({ baseUrl: `${web.origin}/v1` })
    expect(report.suggestion).toBeUndefined()
    expect(of(report, 'connection')?.message).toContain('is a web page')
    await using empty = await start({ prefix: '/somewhere' })
    expect(of(await probe({ baseUrl: `${empty.origin}/v1` }), 'connection')?.message).toContain(
      'there is no model API at',
    )
  })

  it('where nothing listens is said to be so, with how to start it', async () => {
    const gone = await start()
    await gone[Symbol.asyncDispose]()
    const report = await probe({ baseUrl: gone.baseUrl, preset: 'lm-studio' })
    expect(report).toMatchObject({ ok: false, models: [] })
    expect(of(report, 'connection')?.message).toMatch(/^Nothing is listening at 127.0.0.1:\d+\. .*lms server start/)
  })

  it('is put right where the server listens on the other loopback address only', async (context) => {
    const server = await start({ host: '::1' }).catch(() => undefined)
    if (!server) return context.skip('this machine has no IPv6')
    await using _ = server
    const report = await probe({ baseUrl: server.baseUrl.replace('[::1]', '127.0.0.1') })
    expect(report.suggestion?.baseUrl).toMatch(/^http:\/\/(localhost|\[::1\]):\d+\/v1$/)
  })

  it.each([
    [drops, 'closed the connection'],
    [
      sends([], { status: 302, headers: { location: 'https://elsewhere.example/v1/models' } }),
      'https://elsewhere.example',
    ],
    [sends([Uint8Array.of(0xff, 0x00)]), 'isn’t an answer of a model API'],
    [json({ data: 'none' }), 'isn’t an answer of a model API'],
    [json({ data: [{ title: 'x' }] }), 'isn’t an answer of a model API'],
    [fails(500, 'The disk is full'), 'The disk is full'],
    [fails(429, 'Slow down'), 'more requests than it allows'],
  ])('or a server that is no model server is said to be so %#', async (answer, message) => {
    const everywhere = ['', '/v1', '/api/v1', '/openai/v1'].map((path) => [`GET ${path}/models`, answer])
    await using server = await start({ routes: Object.fromEntries(everywhere) as Record<string, Answer> })
    const report = await probe({ baseUrl: server.baseUrl })
    expect(report.ok).toBe(false)
    expect(report.findings.at(-1)?.message).toContain(message)
    expect(server.chats).toEqual([])
  })
})

describe('a certificate that nobody trusts', () => {
  it('is said to be the reason', async () => {
    await using server = await start({ tls: selfSigned })
    const report = await probe({ baseUrl: server.baseUrl })
    expect(of(report, 'connection')?.message).toMatch(
      /certificate of 127\.0\.0\.1:\d+ isn’t trusted \(it is self-signed\)/,
    )
    expect(server.requests).toEqual([])
  })
})

describe('a key', () => {
  it('that is missing or wrong is said to be so', async () => {
    await using server = await start({ key: 'right' })
    const missing = await probe({ baseUrl: server.baseUrl })
    expect(of(missing, 'models')).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('needs an API key'),
    })
    const wrong = await probe({ baseUrl: server.baseUrl, key: 'wrong-key-0123' })
    expect(of(wrong, 'models')?.message).toContain('doesn’t accept this API key')
    expect(JSON.stringify(wrong)).not.toContain('wrong-key-0123')
    expect(await probe({ baseUrl: server.baseUrl, key: 'right' })).toMatchObject({ ok: true })
  })
})

describe('a model', () => {
  it('that is not there is said to be so, with the one that was meant', async () => {
    const reply = ({ body }: ModelRequest) => fails(404, `model '${body.model}' not found`)
    await using server = await start({ models: ['qwen3:8b', 'llama3.2:latest'], reply })
    const report = await probe({ baseUrl: server.baseUrl, model: 'llama3.2', preset: 'ollama' })
    expect(report).toMatchObject({ ok: false, model: 'llama3.2', suggestion: { model: 'llama3.2:latest' } })
    expect(of(report, 'answer')?.message).toContain('`ollama pull llama3.2`')
    expect((await probe({ baseUrl: server.baseUrl, model: 'phi' })).suggestion).toBeUndefined()
  })

  it.each<[string, Answer, Finding['status'], string, boolean]>([
    ['does not support tools', fails(400, 'gemma does not support tools'), 'warning', 'can’t call tools', false],
    ['talks in place of calling', says('It is 5.'), 'warning', 'didn’t call it', false],
    [
      'calls with broken arguments',
      calls([{ name: 'add', arguments: '{"a": 2, ' }]),
      'warning',
      'wrong arguments',
      true,
    ],
    [
      'calls with other arguments',
      calls([{ name: 'add', arguments: { x: 'two' } }]),
      'warning',
      'wrong arguments',
      true,
    ],
    ['calls another tool', calls([{ name: 'plus', arguments: { a: 2, b: 3 } }]), 'warning', 'wrong arguments', true],
  ])('that %s can be used, and is known for it', async (_, answer, status, message, tools) => {
    await using server = await start({ reply: ({ body }) => (body.tools ? answer : says('one two three')) })
    const report = await probe({ baseUrl: server.baseUrl })
    expect(report.ok).toBe(true)
    expect(of(report, 'tools')).toMatchObject({ status, message: expect.stringContaining(message) })
    expect(report.models[0]?.tools).toBe(tools)
  })

  it('that answers with nothing, does not stream, or fails is said to do so', async () => {
    await using empty = await start({ reply: () => says('') })
    expect(of(await probe({ baseUrl: empty.baseUrl }), 'answer')).toMatchObject({ status: 'warning' })
    const wholeOnly = ({ body, ...request }: ModelRequest): Answer => {
      const unstreamed = { ...request, body: { ...body, stream: false } }
      return (_, response) => able(unstreamed)(unstreamed, response)
    }
    await using whole = await start({ reply: wholeOnly })
    const unstreamed = await probe({ baseUrl: whole.baseUrl })
    expect([of(unstreamed, 'answer')?.status, of(unstreamed, 'stream')?.status]).toEqual(['ok', 'failed'])
    expect(of(unstreamed, 'stream')?.message).toContain('doesn’t stream answers when asked to')
    await using failing = await start({ reply: () => fails(500, 'CUDA out of memory') })
    const failed = await probe({ baseUrl: failing.baseUrl })
    expect(of(failed, 'answer')).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('CUDA out of memory'),
    })
    expect(failing.chats).toHaveLength(1)
  })

  it('with a small window is warned of', async () => {
    await using server = await start({ models: [{ id: 'm', max_model_len: 2048 }] })
    const report = await probe({ baseUrl: server.baseUrl, preset: 'llama-cpp' })
    expect(report.ok).toBe(true)
    expect(of(report, 'context')).toMatchObject({ status: 'warning', message: expect.stringContaining('2,048 tokens') })
    expect(of(report, 'context')?.message).toContain('-c 16384')
  })

  it('is tried where the server lists none but one was named', async () => {
    await using server = await start({ routes: { 'GET /v1/models': fails(404, 'no such route') } })
    const report = await probe({ baseUrl: server.baseUrl, model: 'hidden' })
    expect(report).toMatchObject({ ok: true, model: 'hidden' })
    expect(of(report, 'models')?.status).toBe('warning')
  })

  it('is not there at all', async () => {
    await using server = await start({ models: [] })
    const report = await probe({ baseUrl: server.baseUrl, preset: 'ollama' })
    expect(of(report, 'models')).toMatchObject({ status: 'failed', message: expect.stringContaining('ollama pull') })
  })
})

it.each([
  [{ key: 'k' }, 'baseUrl'],
  [{ model: 'm' }, 'baseUrl'],
  [{ baseUrl: 'nonsense' }, 'baseUrl'],
  [{ baseUrl: 'http://a:b@127.0.0.1/v1' }, 'baseUrl'],
  [{ providerId: crypto.randomUUID(), baseUrl: 'http://127.0.0.1:1/v1' }, 'providerId'],
])('refuses to look at %j', async (body, field) => {
  const response = await app.post('/api/providers/probe', body)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ error: { message: expect.stringMatching(new RegExp(`^${field}: `)) } })
})

it('stops when the client leaves', async () => {
  await using server = await start({ reply: () => hangs })
  const leave = new AbortController()
  const asked = app.request('/api/providers/probe', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ baseUrl: server.baseUrl }),
    signal: leave.signal,
  })
  const ended = asked.catch((error: unknown) => error)
  await until(() => server.chats.length === 1)
  leave.abort()
  await until(() => server.chats[0]?.cut)
  await ended
})

it('tries each likely address once, the asked one not again', () => {
  const tried = otherAddresses('http://localhost:11434/api/chat')
  expect(tried).toContain('http://localhost:11434/v1')
  expect(tried).toContain('http://127.0.0.1:11434/v1')
  expect(tried).toContain('https://localhost:11434/v1')
  expect(new Set(tried).size).toBe(tried.length)
  expect(otherAddresses('http://localhost:11434/v1/')).not.toContain('http://localhost:11434/v1')
})
