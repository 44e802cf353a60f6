import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApp, shellOrigin, type TestApp } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

const routes = ['/api/workspaces', '/api/agents', '/api/tasks', '/api/events', '/api/nothing']

describe('the token', () => {
  it.each(routes)('is asked for at %s', async (path) => {
    for (const authorization of ['', 'Bearer', 'Bearer wrong', 'Basic a-token-for-tests', 'a-token-for-tests']) {
      const response = await app.request(path, { headers: { authorization } })
      expect(response.status).toBe(401)
      expect(await response.json()).toMatchObject({ error: { code: 'token.wrong' } })
    }
  })

  it('is not taken from the query', async () => {
    const response = await app.request('/api/workspaces?token=a-token-for-tests', { headers: { authorization: '' } })
    expect(response.status).toBe(401)
  })

  it('is not asked for by health', async () => {
    const response = await app.request('/health', { headers: { authorization: '' } })
    expect(response.status).toBe(200)
    const health = (await response.json()) as Record<string, unknown>
    expect(health).toMatchObject({ status: 'ok', app: 'AIOS', version: '0.0.0' })
    expect(Math.abs((health.timestamp as number) - Date.now())).toBeLessThan(60_000)
    expect(health.uptime).toBeGreaterThan(0)
  })
})

describe('Host and Origin', () => {
  it.each([
    'evil.example',
    'evil.example:4321',
    '127.0.0.1',
    '127.0.0.1:80',
    '[::1]:4321',
    'localhost.evil.example:4321',
  ])('refuses Host %s', async (host) => {
    for (const path of ['/health', '/api/workspaces', '/openapi.json', '/']) {
      const response = await app.request(path, { headers: { host } })
      expect(response.status).toBe(403)
      expect(await response.json()).toMatchObject({ error: { code: 'host.wrong' } })
    }
  })

  it('takes localhost with the port', async () => {
    expect((await app.request('/api/workspaces', { headers: { host: 'localhost:4321' } })).status).toBe(200)
  })

  it.each([
    'http://evil.example',
    'null',
    'http://127.0.0.1',
    'http://127.0.0.1:50506',
    'https://127.0.0.1:4321',
    `${shellOrigin}.evil.example`,
  ])('refuses Origin %s', async (origin) => {
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      const response = await app.request('/api/workspaces', { method, headers: { origin } })
      expect(response.status).toBe(403)
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  it("answers the shell's preflight without a token, and its calls with CORS headers", async () => {
    const preflight = await app.request('/api/workspaces', {
      method: 'OPTIONS',
      headers: {
        origin: shellOrigin,
        authorization: '',
        'access-control-request-method': 'DELETE',
        'access-control-request-headers': 'authorization,content-type',
      },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe(shellOrigin)
    expect(preflight.headers.get('access-control-allow-headers')?.toLowerCase()).toContain('authorization')
    expect(preflight.headers.get('access-control-allow-methods')).toContain('DELETE')
    const call = await app.request('/api/workspaces', { headers: { origin: shellOrigin } })
    expect(call.status).toBe(200)
    expect(call.headers.get('access-control-allow-origin')).toBe(shellOrigin)
  })

  it("takes the server's own origin", async () => {
    expect((await app.request('/api/workspaces', { headers: { origin: 'http://127.0.0.1:4321' } })).status).toBe(200)
  })
})

describe('requests', () => {
  it('sends security headers', async () => {
    const { headers } = await app.request('/api/workspaces')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('strict-transport-security'), 'over plain HTTP').toBeNull()
  })

  it.each([
    ['/api/workspaces', 200],
    ['/api/tasks', 200],
    ['/api/nothing', 404],
    ['/api/events', 200],
    ['/mcp', 403],
    ['/mcp/task', 401],
  ])('lets nobody keep what %s answers', async (path, status) => {
    const response = await app.request(path)
    expect(response.status).toBe(status)
    expect(response.headers.get('cache-control')).toBe('no-store')
    await response.body?.cancel()
  })

  it('spares a client what it has already, though no cache keeps it', async () => {
    const first = await app.request('/api/tasks')
    const etag = first.headers.get('etag') ?? ''
    const second = await app.request('/api/tasks', { headers: { 'if-none-match': etag } })
    expect(second.status).toBe(304)
    expect(second.headers.get('etag')).toBe(etag)
    expect(second.headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    ['/api/workspaces', {}, 'name'],
    ['/api/workspaces', { name: '   ' }, 'name'],
    ['/api/workspaces', { name: 7 }, 'name'],
    ['/api/agents/run', { agentId: 'x', workspaceId: 'y' }, 'prompt'],
    ['/api/agents/run', { agentId: 'x', workspaceId: 'y', prompt: 'z', documentIds: 'all' }, 'documentIds'],
  ])('names the field that is wrong: %s %j', async (path, body, field) => {
    const response = await app.post(path, body)
    expect(response.status).toBe(400)
    const { error } = (await response.json()) as { error: { code: string; message: string } }
    expect(error.code).toBe('request.invalid')
    expect(error.message).toContain(field)
  })

  it('refuses what is not JSON', async () => {
    const headers = { 'content-type': 'application/json' }
    const response = await app.request('/api/workspaces', { method: 'POST', headers, body: '{"name":' })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { code: 'request.invalid' } })
  })

  it('refuses a body over 1 MB, said or streamed', async () => {
    const body = JSON.stringify({ name: 'x'.repeat(1024 ** 2) })
    const headers = { 'content-type': 'application/json' }
    expect((await app.request('/api/workspaces', { method: 'POST', headers, body })).status).toBe(413)
    const stream = new Blob([body]).stream()
    const streamed = await app.request('/api/workspaces', {
      method: 'POST',
      headers,
      body: stream,
      duplex: 'half',
    } as RequestInit)
    expect(streamed.status).toBe(413)
    expect(await streamed.json()).toMatchObject({ error: { code: 'request.too-large' } })
  })

  it.each([
    'workspaces/x/documents',
    'documents/x',
    'documents/x/content',
    'documents/x/pages/1',
    'tasks/x',
    'tasks/x/events',
    'tasks/x/export',
    'workspaces/x/export',
    'workspaces/x/search?q=a',
    'nothing',
  ])('answers 404 at /api/%s', async (path) => {
    const response = await app.request(`/api/${path}`)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ error: { code: expect.stringMatching(/\.unknown$/) } })
  })

  it('hides the cause of its own failures behind a reference', async () => {
    const failing = await openApp({ start: false })
    failing.services.workspaces.all = () => {
      throw new Error('secret path /home/somebody')
    }
    const response = await failing.request('/api/workspaces')
    expect(response.status).toBe(500)
    const text = await response.text()
    expect(text).not.toContain('secret path')
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'server.failed', ref: expect.any(String) } })
    await failing.close()
  })

  it('says that it is ending where that is why something failed', async () => {
    const closed = await openApp({ start: false })
    await closed.close()
    const response = await closed.request('/api/workspaces')
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ error: { code: 'server.ending' } })
  })

  it('describes every route in OpenAPI', async () => {
    const { openapi, paths } = await app.json<{ openapi: string; paths: Record<string, Record<string, unknown>> }>(
      '/openapi.json',
    )
    expect(openapi).toMatch(/^3\.1/)
    const listed = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((m) => `${m} ${path}`))
    expect(listed).toEqual(
      expect.arrayContaining([
        'get /health',
        'post /api/workspaces',
        'post /api/workspaces/{id}/documents',
        'get /api/documents/{id}/pages/{n}',
        'post /api/agents/run',
        'get /api/tasks/{id}/events',
        'get /api/workspaces/{id}/export',
      ]),
    )
    expect(paths['/api/workspaces/{id}/documents']?.post).toMatchObject({ summary: expect.any(String) })
  })
})
