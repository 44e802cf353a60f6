import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Provider, ProviderSetup } from '../../../extensions/backend/src/shared/contract/providers.ts'
import { openApp, type TestApp } from '../../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

const send = (method: string, path: string, body?: unknown) =>
  app.request(`/api/providers${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
const add = async (body: unknown) => (await send('POST', '', body)).json() as Promise<Provider>
const change = async (id: string, body: unknown) => (await send('PATCH', `/${id}`, body)).json() as Promise<Provider>
const keysFile = () => join(app.dataDir, 'keys.json')
const keys = () => JSON.parse(readFileSync(keysFile(), 'utf8')) as Record<string, string>

it('connects a server with what is usual for its kind, changes it, forgets it', async () => {
  const made = await add({ preset: 'ollama' })
  expect(made).toMatchObject({
    name: 'Ollama',
    preset: 'ollama',
    baseUrl: 'http://127.0.0.1:11434/v1',
    hasKey: false,
    limits: { parallel: 1, patience: 300 },
    models: [],
  })
  expect(made).not.toHaveProperty('keyStore')
  const changed = await change(made.id, {
    name: 'Cellar',
    baseUrl: ' http://localhost:11434/v1/ ',
    defaultModel: 'qwen3:8b',
    embeddingModel: 'nomic-embed-text',
    limits: { parallel: 3 },
  })
  expect(changed).toMatchObject({
    name: 'Cellar',
    baseUrl: 'http://localhost:11434/v1',
    defaultModel: 'qwen3:8b',
    embeddingModel: 'nomic-embed-text',
    limits: { parallel: 3, patience: 300 },
    createdAt: made.createdAt,
  })
  expect(await change(made.id, { defaultModel: null })).not.toHaveProperty('defaultModel')
  expect(await app.json<Provider[]>('/api/providers')).toContainEqual(await app.json(`/api/providers/${made.id}`))
  expect((await send('DELETE', `/${made.id}`)).status).toBe(204)
  for (const method of ['GET', 'DELETE']) expect((await send(method, `/${made.id}`)).status).toBe(404)
  expect((await send('PATCH', `/${made.id}`, {})).status).toBe(404)
})

it('says what can be connected and where keys go', async () => {
  const { presets, keyStore } = await app.json<ProviderSetup>('/api/providers/setup')
  expect(presets.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['ollama', 'lm-studio', 'llama-cpp', 'vllm', 'openai', 'openrouter', 'mistral', 'groq']),
  )
  expect(presets.find(({ id }) => id === 'anthropic')).toEqual({
    id: 'anthropic',
    name: 'Anthropic',
    baseUrl: 'https://api.anthropic.com/v1',
    key: 'required',
    keyUrl: expect.stringMatching(/^https:/),
    local: false,
  })
  expect(keyStore).toEqual({ kind: 'file', place: keysFile() })
})

describe('a key', () => {
  it('is kept in a file of its own, told of, replaced and removed', async () => {
    const made = await add({ preset: 'openai', key: '  sk-first  ' })
    expect(made).toMatchObject({ hasKey: true, keyStore: 'file' })
    expect(keys()[made.id]).toBe('sk-first')
    if (process.platform !== 'win32') expect(statSync(keysFile()).mode & 0o777).toBe(0o600)
    expect(await change(made.id, { key: 'sk-second' })).toMatchObject({ hasKey: true })
    expect(await change(made.id, { name: 'Still with it' })).toMatchObject({ hasKey: true })
    expect(keys()[made.id]).toBe('sk-second')
    const removed = await change(made.id, { key: null })
    expect(removed.hasKey).toBe(false)
    expect(removed).not.toHaveProperty('keyStore')
    expect(statSync(keysFile(), { throwIfNoEntry: false })).toBeUndefined()
  })

  it('goes with its provider', async () => {
    const [one, two] = [await add({ preset: 'groq', key: 'gsk-1' }), await add({ preset: 'mistral', key: 'm-2' })]
    await send('DELETE', `/${one.id}`)
    expect(keys()).toEqual({ [two.id]: 'm-2' })
    await send('DELETE', `/${two.id}`)
  })

  it('is never sent to another host than it was given for', async () => {
    const { id } = await add({ preset: 'custom', baseUrl: 'https://models.example/v1', key: 'k-1' })
    const moved = await send('PATCH', `/${id}`, { baseUrl: 'https://evil.example/v1' })
    expect(moved.status).toBe(409)
    expect(await moved.json()).toMatchObject({ error: { code: 'provider.key-again' } })
    expect(await app.json(`/api/providers/${id}`)).toMatchObject({ baseUrl: 'https://models.example/v1' })
    expect(await change(id, { baseUrl: 'https://models.example/v2' })).toMatchObject({ hasKey: true })
    expect(await change(id, { baseUrl: 'https://other.example/v1', key: 'k-2' })).toMatchObject({ hasKey: true })
    expect(await change(id, { baseUrl: 'https://third.example/v1', key: null })).toMatchObject({ hasKey: false })
  })

  it('that cannot be read is said to be so, without a word of it', async () => {
    const other = await openApp()
    const made = await (await other.post('/api/providers', { preset: 'openai', key: 'sk-hidden' })).json()
    const path = join(other.dataDir, 'keys.json')
    writeFileSync(path, '{"sk-hidden')
    const probe = await other.post('/api/providers/probe', { providerId: (made as Provider).id })
    expect(probe.status).toBe(409)
    const { error } = (await probe.json()) as { error: { message: string } }
    expect(error).toMatchObject({ code: 'keys.damaged', message: expect.stringContaining(path) })
    expect(error.message).not.toContain('sk-hidden')
    writeFileSync(path, '{}')
    expect(
      await (await other.post('/api/providers/probe', { providerId: (made as Provider).id })).json(),
    ).toMatchObject({
      error: { code: 'keys.unavailable' },
    })
    await other.close()
  })
})

it.each([
  [{ preset: 'nope' }, 'preset'],
  [{ preset: 'custom' }, 'baseUrl'],
  [{ baseUrl: 'localhost:11434' }, 'baseUrl'],
  [{ baseUrl: 'ftp://models.example' }, 'baseUrl'],
  [{ baseUrl: 'file:///etc/passwd' }, 'baseUrl'],
  [{ baseUrl: 'javascript:alert(1)' }, 'baseUrl'],
  [{ baseUrl: 'http://user:secret@models.example/v1' }, 'baseUrl'],
  [{ baseUrl: 'http://models.example/v1?key=secret' }, 'baseUrl'],
  [{ baseUrl: 'http://models.example/v1#x' }, 'baseUrl'],
  [{ preset: 'openai', key: '' }, 'key'],
  [{ preset: 'openai', key: 'secret two words' }, 'key'],
  [{ preset: 'openai', key: 'secret\nX-Header: 1' }, 'key'],
  [{ preset: 'openai', key: 'secretключ' }, 'key'],
  [{ preset: 'openai', limits: { parallel: 0 } }, 'limits.parallel'],
  [{ preset: 'openai', limits: { patience: 1 } }, 'limits.patience'],
])('refuses %j, naming the field and repeating no secret', async (body, field) => {
  const before = await app.json<Provider[]>('/api/providers')
  const response = await send('POST', '', body)
  expect(response.status).toBe(400)
  const { error } = (await response.json()) as { error: { code: string; message: string } }
  expect(error).toMatchObject({ code: 'request.invalid', message: expect.stringMatching(new RegExp(`^${field}: `)) })
  expect(error.message).not.toContain('secret')
  expect(await app.json('/api/providers')).toEqual(before)
})

it('keeps what was learnt of a model, and over it what was set by hand', async () => {
  const { id } = await add({ preset: 'ollama' })
  const price = { input: 0.1, output: 0.4 }
  expect(
    await change(id, {
      models: [
        { id: 'a', price, contextLength: 8192 },
        { id: 'b', price },
      ],
    }),
  ).toMatchObject({
    models: [
      { id: 'a', price, contextLength: 8192 },
      { id: 'b', price },
    ],
  })
  app.services.providers.setFound(id, [{ id: 'a', tools: true }])
  app.services.providers.setFound(id, [{ id: 'a', contextLength: 4096 }, { id: 'c' }])
  expect((await app.json<Provider>(`/api/providers/${id}`)).models).toEqual([
    { id: 'a', tools: true, price, contextLength: 8192 },
    { id: 'b', price },
    { id: 'c' },
  ])
  await change(id, {
    models: [
      { id: 'a', contextLength: null },
      { id: 'b', price: null },
    ],
  })
  expect((await app.json<Provider>(`/api/providers/${id}`)).models).toEqual([
    { id: 'a', tools: true, price, contextLength: 4096 },
    { id: 'c' },
  ])
})

it('outlasts a restart', async () => {
  const first = await openApp()
  const made = await first.postJson<Provider>('/api/providers', { preset: 'groq', key: 'gsk-1', defaultModel: 'm' })
  await first.close({ keep: true })
  const second = await openApp({ dataDir: first.dataDir })
  expect(await second.json('/api/providers')).toEqual([made])
  expect(await second.services.providers.key(made)).toBe('gsk-1')
  await second.close()
})
