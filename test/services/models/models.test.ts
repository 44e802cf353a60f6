import { generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Provider } from '../../../extensions/backend/src/shared/contract/providers.ts'
import { openApp, type TestApp } from '../../support/app.ts'
import { type Answer, calls, drops, fails, failsMidway, hangs, page, says, sends } from '../../support/model-answers.ts'
import { type ModelServer, startModelServer } from '../../support/model-server.ts'
import { until } from '../../support/until.ts'

let app: TestApp
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

const connectTo = async (server: Pick<ModelServer, 'baseUrl'>, more: object = {}) =>
  app.postJson<Provider>('/api/providers', { baseUrl: server.baseUrl, defaultModel: 'scripted', ...more })
const modelOf = async (server: ModelServer, more: object = {}) => {
  const { id: providerId } = await connectTo(server, more)
  return (await app.services.models.connect({ providerId })).model
}

/** What a failed answer says, whether it is streamed or not. */
const failureOf = async (answer: Answer, streamed: boolean, more: object = {}) => {
  await using server = await startModelServer({ reply: () => answer })
  const model = await modelOf(server, more)
  const request = { prompt: [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Well?' }] }] }
  try {
    if (!streamed) return await model.doGenerate(request)
    for await (const part of (await model.doStream(request)).stream) if (part.type === 'error') return part.error
  } catch (error) {
    return error
  }
  return 'it did not fail'
}

describe('an answer', () => {
  it('comes whole and comes streamed', async () => {
    await using server = await startModelServer({
      reply: () => says('Three hundred and forty euros', { reasoning: 'Hm' }),
    })
    const model = await modelOf(server)
    const { text, reasoningText } = await generateText({ model, prompt: 'How much?' })
    expect([text, reasoningText]).toEqual(['Three hundred and forty euros', 'Hm'])
    const pieces: string[] = []
    for await (const piece of streamText({ model, prompt: 'How much?' }).textStream) pieces.push(piece)
    expect(pieces.join('')).toBe('Three hundred and forty euros')
    expect(pieces.length).toBeGreaterThan(2)
    expect(server.chats[0]?.body).toMatchObject({
      model: 'scripted',
      messages: [{ role: 'user', content: 'How much?' }],
    })
  })

  it('comes after tools were called, and bad arguments go back to the model', async () => {
    await using server = await startModelServer()
    server.script(
      calls([{ name: 'search', arguments: '{"query": ' }]),
      calls([{ name: 'search', arguments: { query: 'fee' } }]),
      says('340 euros [1]'),
    )
    const asked: unknown[] = []
    const search = tool({
      description: 'Searches',
      inputSchema: jsonSchema<{ query: string }>({ type: 'object', properties: { query: { type: 'string' } } }),
      execute: async (input) => {
        asked.push(input)
        return 'The fee is 340 euros.'
      },
    })
    const model = await modelOf(server)
    const run = streamText({ model, prompt: 'How much?', tools: { search }, stopWhen: stepCountIs(5) })
    expect(await run.text).toBe('340 euros [1]')
    expect(asked).toEqual([{ query: 'fee' }])
    expect(server.chats).toHaveLength(3)
    expect(server.chats[2]?.text).toContain('The fee is 340 euros.')
  })

  it('of 10 MB arrives, streamed and whole', async () => {
    const text = 'x'.repeat(10 * 1024 ** 2)
    await using server = await startModelServer({ reply: () => says(text) })
    const model = await modelOf(server)
    expect((await generateText({ model, prompt: 'Go' })).text.length).toBe(text.length)
    expect((await streamText({ model, prompt: 'Go' }).text).length).toBe(text.length)
  })

  it('with invalid UTF-8 comes with the letters that can be read', async () => {
    const chunk = (content: string) =>
      `data: ${JSON.stringify({ id: '1', choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`
    const [before = '', after = ''] = chunk('caf#').split('#')
    const end = 'data: {"id":"1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
    const headers = { 'content-type': 'text/event-stream' }
    await using server = await startModelServer({
      reply: () => sends([before, Uint8Array.of(0xc3, 0x28), after, end], { headers }),
    })
    expect(await streamText({ model: await modelOf(server), prompt: 'Go' }).text).toBe('caf\ufffd(')
  })

  it('is waited for as long as something comes, and its socket closed when nobody wants it', async () => {
    await using server = await startModelServer()
    server.script(says('a b c d e f', { pause: 100 }), says('a b c', { hangAfter: 2 }), hangs)
    const model = await modelOf(server)
    expect(await streamText({ model, prompt: 'Go' }).text).toBe('a b c d e f')
    const stop = new AbortController()
    const stuck = streamText({ model, prompt: 'Go', abortSignal: stop.signal })
    for await (const _ of stuck.textStream) stop.abort()
    const late = new AbortController()
    const silent = generateText({ model, prompt: 'Go', abortSignal: late.signal })
    await until(() => server.chats.length === 3)
    late.abort()
    await expect(silent).rejects.toMatchObject({ name: 'AbortError' })
    await until(() => server.chats.slice(1).every(({ cut }) => cut))
  })
})

describe('a failure', () => {
  const html = page('<html><body><script>alert(1)</script>Welcome')
  const eventStream = { headers: { 'content-type': 'text/event-stream' } }
  it.each<[string, Answer, boolean, object]>([
    ['a refused key', fails(401, 'Incorrect API key provided'), false, { code: 'provider.key', retryable: false }],
    [
      'too many requests',
      fails(429, 'Slow down', { 'retry-after': '7' }),
      true,
      { code: 'provider.busy', retryable: true, retryAfter: 7000 },
    ],
    ['a fault inside', fails(500, 'CUDA out of memory'), true, { code: 'provider.failed', retryable: true }],
    ['no such model', fails(404, 'model "scripted" not found'), false, { code: 'model.unknown' }],
    [
      'an error in the stream',
      failsMidway('GPU lost'),
      true,
      { code: 'provider.failed', message: expect.stringContaining('GPU lost') },
    ],
    ['a cut stream', says('a b c', { cutAfter: 2 }), true, { code: 'provider.cut', retryable: true }],
    [
      'a stream without an end',
      sends(['data: [DONE]\n\n'], eventStream),
      true,
      { code: 'provider.cut', retryable: true },
    ],
    ['a cut answer', sends(['{"choices":', '[]}'], { cutAfter: 1 }), false, { code: 'provider.cut' }],
    ['a dropped connection', drops, true, { code: 'provider.cut' }],
    ['broken JSON', sends(['{"choices": [']), false, { code: 'provider.garbled' }],
    ['broken JSON in a stream', sends(['data: {"choices": [\n\n'], eventStream), true, { code: 'provider.garbled' }],
    ['another shape', sends(['{"answer": 42}']), false, { code: 'provider.garbled' }],
    ['nothing', sends([]), false, { code: 'provider.garbled' }],
    ['a web page', html, false, { code: 'provider.web-page' }],
    ['a web page for a stream', html, true, { code: 'provider.web-page' }],
    [
      'an error page',
      page('<html><title>502 Bad Gateway</title>', 502),
      true,
      { code: 'provider.busy', message: expect.stringContaining('502 Bad Gateway') },
    ],
    [
      'a wrong content type',
      sends(['plain words'], { headers: { 'content-type': 'text/plain' } }),
      false,
      { code: 'provider.garbled' },
    ],
    ['invalid UTF-8', sends([Uint8Array.of(0xff, 0xfe, 0x00)]), false, { code: 'provider.garbled' }],
  ])('in words: %s', async (_, answer, streamed, expected) => {
    const error = await failureOf(answer, streamed)
    expect(error).toMatchObject({ name: 'ModelError', ...expected })
    expect((error as Error).message).not.toMatch(/<script|Well\?/)
  })

  it('in words: silence', async () => {
    await using server = await startModelServer({ reply: () => hangs })
    const { id } = await connectTo(server, { limits: { patience: 5 } })
    const { model } = await app.services.models.connect({ providerId: id })
    await expect(generateText({ model, prompt: 'Go', maxRetries: 0 })).rejects.toMatchObject({
      code: 'provider.silent',
    })
  })

  it('never repeats a key that the server sends back, nor leaves it in the database', async () => {
    const key = 'sk-very-secret-0123456789'
    const echo = fails(400, `No, ${key}, ${Buffer.from(key).toString('base64')}`)
    await using server = await startModelServer({
      key,
      reply: ({ body }) => (body.stream ? says(`I know ${key}`) : echo),
    })
    const { id: providerId } = await connectTo(server, { key })
    const { model } = await app.services.models.connect({ providerId, taskId: crypto.randomUUID() })
    const error = await generateText({ model, prompt: 'Go', maxRetries: 0 }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'ModelError', message: expect.stringContaining('[key]') })
    expect(`${(error as Error).stack} ${JSON.stringify(error)}`).not.toContain(key)
    expect(await streamText({ model, prompt: 'Go' }).text).toBe('I know [key]')
    expect(server.chats.every(({ headers }) => headers.authorization === `Bearer ${key}`)).toBe(true)
  })
})

describe('limits', () => {
  it('lets so many requests through at a time', async () => {
    let [now, most] = [0, 0]
    const reply = (): Answer => async (request, response) => {
      most = Math.max(most, ++now)
      await says('a b c d', { pause: 10 })(request, response)
      now--
    }
    await using server = await startModelServer({ reply })
    const model = await modelOf(server, { limits: { parallel: 2 } })
    await Promise.all(Array.from({ length: 6 }, () => streamText({ model, prompt: 'Go' }).text))
    expect(most).toBe(2)
    expect(server.chats).toHaveLength(6)
  })
})

describe('what is missing', () => {
  it('is said before anything is sent', async () => {
    const { models } = app.services
    await expect(models.connect({ providerId: 'nope' })).rejects.toMatchObject({
      code: 'provider.unknown',
      status: 404,
    })
    const { id } = await app.postJson<Provider>('/api/providers', { preset: 'ollama' })
    await expect(models.connect({ providerId: id })).rejects.toMatchObject({ code: 'model.unset', status: 409 })
    await expect(models.embed({ providerId: id }, ['a'])).rejects.toMatchObject({ code: 'model.unset' })
    const anthropic = await app.postJson<Provider>('/api/providers', { preset: 'anthropic', key: 'k' })
    await expect(models.embed({ providerId: anthropic.id, modelId: 'x' }, ['a'])).rejects.toMatchObject({
      code: 'model.no-embeddings',
    })
  })
})
