import { APICallError } from '@ai-sdk/provider'
import { describe, expect, it } from 'vitest'
import { ConnectionError, type ConnectionFault } from '../../extensions/backend/src/models/connection.ts'
import { ModelError, modelError } from '../../extensions/backend/src/models/errors.ts'
import { isLoopback, presetAt, presets } from '../../extensions/backend/src/models/presets.ts'
import { withRetries } from '../../extensions/backend/src/models/retry.ts'
import { retryAfter } from '../../extensions/backend/src/models/retry-after.ts'

const key = 'sk-or-v1/ab+cd"ef-0123456789'
const server = { name: 'Box', preset: 'custom', baseUrl: 'http://127.0.0.1:9/v1', model: 'qwen3', key } as const

const status = (statusCode: number, responseBody: string, responseHeaders: Record<string, string> = {}) =>
  new APICallError({
    message: 'x',
    url: 'http://127.0.0.1:9/v1/chat/completions',
    requestBodyValues: { messages: ['a private text'] },
    statusCode,
    responseBody,
    responseHeaders,
  })
const says = (message: string) => JSON.stringify({ error: { message } })

describe('what a refusal means', () => {
  it.each([
    [401, says('Unauthorized'), 'provider.key', false],
    [403, '<html><title>Forbidden</title>', 'provider.key', false],
    [400, says('API key not valid. Please pass a valid API key.'), 'provider.key', false],
    [402, says('Payment required'), 'provider.quota', false],
    [
      429,
      says('You exceeded your current quota, please check your plan and billing details.'),
      'provider.quota',
      false,
    ],
    [429, says('Rate limit reached'), 'provider.busy', true],
    [429, says('Limit: 3 / min. Add a payment method at https://platform.example/billing.'), 'provider.busy', true],
    [429, says('Rate limit: too many tokens per minute'), 'provider.busy', true],
    [404, says('model "qwen3" not found, try pulling it first'), 'model.unknown', false],
    [404, says('The model `qwen3` does not exist or you do not have access to it.'), 'model.unknown', false],
    [404, '404 page not found', 'provider.path', false],
    [405, '', 'provider.path', false],
    [400, says("This model's maximum context length is 4096 tokens."), 'model.full', false],
    [400, says('the request exceeds the available context size (2048 tokens)'), 'model.full', false],
    [400, says('registry.ollama.ai/library/gemma:2b does not support tools'), 'model.no-tools', false],
    [
      400,
      says('"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set'),
      'model.no-tools',
      false,
    ],
    [500, says('tools param requires --jinja flag'), 'model.no-tools', false],
    [503, says('Loading model'), 'model.loading', true],
    [529, says('Overloaded'), 'provider.busy', true],
    [500, 'oops', 'provider.failed', true],
    [501, 'oops', 'provider.failed', true],
    [413, '', 'model.full', false],
    [418, says('I am a teapot'), 'provider.refused-request', false],
  ])('%i %s', (code, body, expected, retryable) => {
    const error = modelError(status(code, body), server)
    expect(error).toMatchObject({ code: expected, retryable, status: 424 })
    expect(error.message).toMatch(/[.!”`)…]$/)
  })

  it('quotes the server in one line of plain text', () => {
    const words = (body: string) => modelError(status(418, body), server).message
    expect(words(says('<b>No</b>\n\tway \u202e<script>alert(1)</script>'))).toMatch(/It says: “No way alert\(1\)”$/)
    expect(words('<html><head><title>502 Bad Gateway</title></head><body>nginx</body>')).toContain('“502 Bad Gateway”')
    expect(words(JSON.stringify({ detail: [{ msg: 'field required' }] }))).toContain('field required')
    expect(words(JSON.stringify({ error: 'plain' }))).toContain('“plain”')
    expect(words(JSON.stringify([{ error: { message: 'in a list' } }]))).toContain('“in a list”')
    expect(words(says('x'.repeat(100_000))).length).toBeLessThan(400)
    expect(words('')).not.toContain('It says')
  })

  it.each([key, encodeURIComponent(key), JSON.stringify(key), Buffer.from(key).toString('base64'), `Bearer ${key}`])(
    'never repeats the key: %s',
    (echo) => {
      for (const body of [
        says(`Incorrect API key provided: ${echo}.`),
        `no JSON ${echo}`,
        JSON.stringify({ detail: echo }),
      ]) {
        const error = modelError(status(401, body), server)
        for (const part of [
          key,
          encodeURIComponent(key),
          Buffer.from(key).toString('base64'),
          'cd"ef',
          'a private text',
        ]) {
          expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain(part)
        }
        expect(error.cause).toBeUndefined()
      }
    },
  )

  it('knows an error inside a stream, whatever it is', () => {
    expect(modelError({ message: 'Overloaded', type: 'overloaded_error' }, server)).toMatchObject({
      code: 'provider.failed',
      retryable: true,
      message: expect.stringContaining('“Overloaded”'),
    })
    const quota = { message: 'You exceeded your current quota', code: 'insufficient_quota' }
    expect(modelError(quota, server)).toMatchObject({ code: 'provider.quota', retryable: false })
    expect(modelError('just text', server).message).toContain('just text')
    expect(modelError(new TypeError('x is not a function'), server)).toMatchObject({ code: 'provider.garbled' })
  })
})

describe('what a connection that failed means', () => {
  const faults: ConnectionFault[] = [
    'refused',
    'unknown-host',
    'unreachable',
    'no-answer',
    'silent',
    'cut',
    'certificate',
    'not-tls',
    'not-http',
    'redirected',
    'too-large',
    'web-page',
  ]
  it.each(faults)('%s', (fault) => {
    const below = new ConnectionError(fault, new URL('http://127.0.0.1:9/v1/chat/completions?key=1'))
    const error = modelError(new Error('wrapped', { cause: below }), server)
    expect(error.code).toBe(`provider.${fault}`)
    expect(error.message).toMatch(/(127\.0\.0\.1:9|Box)/)
    expect(error.message).not.toContain('key=1')
  })

  it('says how to start what is not running', () => {
    const refused = (preset: (typeof presets)[number]['id'], baseUrl: string) =>
      modelError(new ConnectionError('refused', new URL(baseUrl)), { name: 'It', preset, baseUrl }).message
    expect(refused('ollama', 'http://127.0.0.1:11434/v1')).toContain('`ollama serve`')
    expect(refused('lm-studio', 'http://localhost:1234/v1')).toContain('lms server start')
    expect(refused('llama-cpp', 'http://127.0.0.1:8080/v1')).toContain('llama-server')
    expect(refused('vllm', 'http://127.0.0.1:8000/v1')).toContain('vllm serve')
    expect(refused('ollama', 'http://192.168.1.5:11434/v1')).toContain('must listen on more than 127.0.0.1')
  })
})

describe('when to come back', () => {
  const now = Date.parse('2026-11-20T10:00:00Z')
  it.each([
    [{}, undefined],
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after-ms': '120', 'retry-after': '9' }, 120],
    [{ 'retry-after': 'Fri, 20 Nov 2026 10:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Fri, 20 Nov 2026 09:00:00 GMT' }, 0],
    [{ 'retry-after': '86400' }, 'too-long'],
    [{ 'retry-after': 'soon' }, undefined],
  ])('%j', (headers, expected) => expect(retryAfter(headers as Record<string, string>, now)).toBe(expected))

  it('tries again what may pass, after the time asked for, and no more often than allowed', async () => {
    const busy = () => modelError(status(429, says('slow down'), { 'retry-after-ms': '5' }), server)
    const waits: number[] = []
    let tries = 0
    const work = async () => {
      if (++tries < 3) throw busy()
      return 'done'
    }
    expect(await withRetries(work, { onWait: (_, wait) => waits.push(wait) })).toBe('done')
    expect(waits).toEqual([5, 5])
    tries = -10
    await expect(withRetries(work, { tries: 2 })).rejects.toMatchObject({ code: 'provider.busy' })
    expect(tries).toBe(-8)
    const refused = new ModelError('provider.key', 'No.')
    let calls = 0
    await expect(
      withRetries(async () => {
        calls++
        throw refused
      }),
    ).rejects.toBe(refused)
    expect(calls).toBe(1)
  })

  it('stops waiting when it is told to', async () => {
    const stop = new AbortController()
    const work = async () => {
      throw modelError(status(429, '', { 'retry-after': '300' }), server)
    }
    const waiting = withRetries(work, { signal: stop.signal, onWait: () => stop.abort(new Error('enough')) })
    await expect(waiting).rejects.toThrow('enough')
  })
})

describe('presets', () => {
  it('are known by their address', () => {
    for (const { id, baseUrl } of presets) if (baseUrl) expect(presetAt(baseUrl)).toBe(id)
    expect(presetAt('http://localhost:11434')).toBe('ollama')
    expect(presetAt('http://192.168.1.5:11434/v1')).toBe('custom')
    expect(presetAt('https://models.example/v1')).toBe('custom')
  })

  it('tell this machine from others', () => {
    for (const own of ['localhost', '127.0.0.1', '127.1.2.3', '[::1]', 'a.localhost'])
      expect(isLoopback(own)).toBe(true)
    for (const other of ['127.0.0.1.example', 'localhost.example', '10.0.0.1', '[::2]']) {
      expect(isLoopback(other)).toBe(false)
    }
  })
})
