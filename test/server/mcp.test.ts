import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { McpParsed, McpServer, McpTool } from '../../extensions/backend/src/shared/contract/mcp.ts'
import type { Tool } from '../../extensions/backend/src/shared/contract/tools.ts'
import { openApp, type TestApp } from '../support/app.ts'
import { until } from '../support/until.ts'

const double = join(import.meta.dirname, '../support/mcp-program.ts')
const pasted = JSON.stringify({
  mcpServers: { Double: { command: process.execPath, args: [double], env: { API_TOKEN: 'tok-3f9a8b7c6d5e' } } },
})

let app: TestApp
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

const patch = (path: string, body: unknown) =>
  app.request(path, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const tools = () => app.json<Tool[]>('/api/tools')

it('lists the tools that come along', async () => {
  expect(await tools()).toContainEqual({
    name: 'calculate',
    title: 'Calculate',
    description: expect.any(String),
    risk: 'read',
  })
})

describe('MCP servers', () => {
  it('are pasted, looked at, added, allowed, set up and removed', async () => {
    const { servers } = await app.postJson<McpParsed>('/api/mcp/servers/parse', { text: pasted })
    expect(servers[0]?.commandLine).toBe(`${process.execPath} ${double}`)
    expect(await app.json('/api/mcp/servers')).toEqual([])

    const { name, setup } = servers[0] as McpParsed['servers'][number]
    const response = await app.post('/api/mcp/servers', { name, setup })
    expect(response.status).toBe(201)
    const { id, enabled } = (await response.json()) as McpServer
    const path = `/api/mcp/servers/${id}`
    expect(enabled).toBe(false)
    expect((await tools()).some(({ name }) => name.startsWith('mcp__'))).toBe(false)

    expect((await patch(path, { enabled: true })).status).toBe(200)
    const ready = await until(
      () => app.json<McpServer>(path),
      ({ status }) => status === 'ready',
    )
    expect(ready.tools.map(({ toolName }) => toolName)).toContain('mcp__double__say')
    expect(await tools()).toContainEqual(expect.objectContaining({ name: 'mcp__double__say', risk: 'run' }))
    const odd = encodeURIComponent('with.dots and spaces')
    expect((await (await patch(`${path}/tools/${odd}`, { risk: 'read' })).json()) as McpTool).toMatchObject({
      risk: 'read',
      riskSet: true,
    })
    expect(JSON.stringify(await app.json('/api/mcp/servers'))).not.toContain('tok-3f9a8b7c6d5e')

    expect((await app.request(path, { method: 'DELETE' })).status).toBe(204)
    expect((await app.request(path)).status).toBe(404)
    expect((await tools()).some(({ name }) => name.startsWith('mcp__'))).toBe(false)
  })

  it.each([
    [{}, 'name'],
    [{ name: 'x' }, 'setup'],
    [{ name: 'x', setup: { transport: 'pigeon' } }, 'setup.transport'],
    [{ name: 'x', setup: { transport: 'stdio', command: ' ' } }, 'setup.command'],
    [{ name: 'x', setup: { transport: 'http', url: 'file:///x' } }, 'setup.url'],
    [{ name: 'x', setup: { transport: 'stdio', command: 'x' }, limits: { call: 0 } }, 'limits.call'],
  ])('are refused with a word on what is wrong: %j', async (body, field) => {
    const response = await app.post('/api/mcp/servers', body)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      error: { code: 'request.invalid', message: expect.stringContaining(`${field}:`) },
    })
  })

  it('are not there under any other id', async () => {
    const path = '/api/mcp/servers/0192a000-0000-7000-8000-000000000000'
    for (const response of [
      await app.request(path),
      await patch(path, { enabled: true }),
      await patch(`${path}/tools/x`, { risk: 'read' }),
      await app.request(path, { method: 'DELETE' }),
    ]) {
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({ error: { code: 'mcp.unknown' } })
    }
  })
})
