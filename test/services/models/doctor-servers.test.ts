import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApp, type TestApp } from '../../support/app.ts'
import { type Answer, json } from '../../support/model-answers.ts'
import type { ModelServerOptions } from '../../support/model-server.ts'
import { finding as of, prober, start } from './prober.ts'

let app: TestApp
let probe: ReturnType<typeof prober>
beforeAll(async () => {
  app = await openApp()
  probe = prober(app)
})
afterAll(() => app.close())

describe('what servers say of their models in their own ways', () => {
  const listed = async (models: Record<string, unknown>[], more: ModelServerOptions & { preset?: string } = {}) => {
    const { preset, ...options } = more
    await using server = await start({ models, ...options })
    return await probe({ baseUrl: server.baseUrl, ...(preset && { preset }) })
  }

  it('Ollama: capabilities, and the window as it is loaded', async () => {
    const show: Answer = (request, response) => {
      const { model } = JSON.parse(request.text) as { model: string }
      const isEmbedder = model.startsWith('nomic')
      return json({
        capabilities: isEmbedder ? ['embedding'] : ['completion', 'tools'],
        parameters: isEmbedder ? 'num_ctx                        8192' : '',
        model_info: { 'llama.context_length': 131_072 },
      })(request, response)
    }
    const report = await listed([{ id: 'llama3.2:latest' }, { id: 'nomic-embed-text:latest' }], {
      routes: {
        'GET /api/version': json({ version: '0.13.0' }),
        'POST /api/show': show,
        'GET /api/ps': json({ models: [{ name: 'llama3.2:latest', context_length: 4096 }] }),
      },
    })
    expect(report).toMatchObject({ preset: 'ollama', model: 'llama3.2:latest' })
    expect(report.models).toEqual([
      { id: 'llama3.2:latest', tools: true, contextLength: 4096 },
      { id: 'nomic-embed-text:latest', embeddings: true, contextLength: 8192 },
    ])
    expect(of(report, 'context')?.message).toMatch(/4,096 tokens, too few.*OLLAMA_CONTEXT_LENGTH/)
  })

  it('LM Studio: types, capabilities, the window as it is loaded', async () => {
    const report = await listed([{ id: 'a' }, { id: 'b' }, { id: 'vectors' }], {
      routes: {
        'GET /api/v0/models': json({
          data: [
            { id: 'a', type: 'llm', state: 'not-loaded', max_context_length: 131_072 },
            { id: 'b', type: 'llm', state: 'loaded', loaded_context_length: 12_000, capabilities: ['tool_use'] },
            { id: 'vectors', type: 'embeddings', max_context_length: 2048 },
          ],
        }),
      },
    })
    expect(report).toMatchObject({ preset: 'lm-studio', model: 'b' })
    expect(report.models).toEqual([
      { id: 'a' },
      { id: 'b', tools: true, contextLength: 12_000 },
      { id: 'vectors', embeddings: true },
    ])
  })

  it('llama.cpp: what it was started with; vLLM: its list', async () => {
    const props = json({ default_generation_settings: { n_ctx: 4096 } })
    expect(await listed([{ id: 'm' }], { routes: { 'GET /props': props } })).toMatchObject({
      preset: 'llama-cpp',
      models: [{ id: 'm', contextLength: 4096 }],
    })
    const version = json({ version: '0.11.0' })
    expect(await listed([{ id: 'm', max_model_len: 9000 }], { routes: { 'GET /version': version } })).toMatchObject({
      preset: 'vllm',
      models: [{ id: 'm', contextLength: 9000 }],
    })
  })

  it('OpenRouter, Mistral, Groq: fields of their own in the list', async () => {
    const pricing = { prompt: '0.0000004', completion: '0.0000016' }
    const { models } = await listed([
      { id: 'router/tools', context_length: 32_000, supported_parameters: ['tools'], pricing },
      { id: 'router/plain', supported_parameters: ['temperature'], pricing: { prompt: '-1', completion: '-1' } },
      { id: 'mistral', max_context_length: 128_000, capabilities: { function_calling: true } },
      { id: 'groq', context_window: 8192 },
      { id: 'groq', context_window: 8192 },
    ])
    expect(models).toEqual([
      { id: 'router/tools', tools: true, contextLength: 32_000, price: { input: 0.4, output: 1.6 } },
      { id: 'router/plain', tools: false },
      { id: 'mistral', tools: true, contextLength: 128_000 },
      { id: 'groq', contextLength: 8192 },
    ])
  })

  it('Anthropic and Google: protocols of their own', async () => {
    const usage = { input_tokens: 3, output_tokens: 4 }
    const message = { id: 'm', type: 'message', role: 'assistant', model: 'claude', stop_reason: 'end_turn', usage }
    await using anthropic = await start({
      routes: {
        'GET /v1/models': json({
          data: [{ type: 'model', id: 'claude', display_name: 'Claude', max_input_tokens: 200_000 }],
        }),
        'POST /v1/messages': json({ ...message, content: [{ type: 'text', text: 'ready' }] }),
      },
    })
    const claude = await probe({ baseUrl: anthropic.baseUrl, preset: 'anthropic', key: 'k-a', model: 'claude' })
    expect(of(claude, 'answer')?.status).toBe('ok')
    expect(claude.models).toMatchObject([{ id: 'claude', contextLength: 200_000 }])
    expect(anthropic.requests.every(({ headers }) => headers['x-api-key'] === 'k-a')).toBe(true)

    const candidates = [{ content: { role: 'model', parts: [{ text: 'ready' }] }, finishReason: 'STOP' }]
    await using google = await start({
      prefix: '/v1beta',
      routes: {
        'GET /v1beta/models': json({
          models: [
            { name: 'models/gemini', inputTokenLimit: 1_000_000, supportedGenerationMethods: ['generateContent'] },
            { name: 'models/vectors', inputTokenLimit: 2048, supportedGenerationMethods: ['embedContent'] },
          ],
        }),
        'POST /v1beta/models/gemini:generateContent': json({ candidates }),
        'POST /v1beta/models/vectors:batchEmbedContents': json({
          embeddings: [{ values: [1, 2] }, { values: [3, 4] }],
        }),
      },
    })
    const gemini = await probe({ baseUrl: google.baseUrl, preset: 'google', key: 'k-g', model: 'gemini' })
    expect([of(gemini, 'answer')?.status, of(gemini, 'embeddings')?.status]).toEqual(['ok', 'ok'])
    expect(gemini.models).toMatchObject([
      { id: 'gemini', contextLength: 1_000_000 },
      { id: 'vectors', embeddings: true },
    ])
    expect(google.requests.every(({ headers }) => headers['x-goog-api-key'] === 'k-g')).toBe(true)
  })

  it('never takes a key from the environment', async () => {
    process.env.ANTHROPIC_API_KEY = 'sk-of-somebody'
    await using server = await start({ routes: { 'POST /v1/messages': json({}) } })
    await probe({ baseUrl: server.baseUrl, preset: 'anthropic', model: 'claude' })
    delete process.env.ANTHROPIC_API_KEY
    expect(server.requests.length).toBeGreaterThan(0)
    expect(JSON.stringify(server.requests)).not.toContain('sk-of-somebody')
  })
})
