import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import type { McpServer } from '../../../extensions/backend/src/shared/contract/mcp.ts'
import { bundleBackend } from '../../../scripts/build/bundle.ts'
import { httpClient } from '../../support/client.ts'
import { externalAgents } from '../../support/external-agent.ts'
import { until } from '../../support/until.ts'
import { everything } from './support.ts'

const folder = mkdtempSync(join(tmpdir(), 'aios-mcp-bundle-'))
const main = join(folder, 'main.cjs')
const env = { ...(process.env as Record<string, string>), AIOS_DATA_DIR: join(folder, 'data'), AIOS_TOKEN: 'for-tests' }
beforeAll(async () => {
  await bundleBackend(folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The bundle, serving, with its API. */
const serving = async () => {
  const backend = spawn(process.execPath, [main, 'serve'], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = new Promise((resolve) => backend.once('exit', resolve))
  onTestFinished(async () => {
    backend.kill('SIGTERM')
    await ended
  })
  for await (const line of createInterface({ input: backend.stdout })) {
    const [, port] = /^BACKEND_PORT:(\d+)$/.exec(line) ?? []
    if (port) return httpClient({ port: Number(port), token: 'for-tests' })
  }
  throw new Error('The bundle told no port.')
}

it('uses servers and is one, as a bundle, too', async () => {
  const api = await serving()
  const { id } = await api.workspace('Permits')
  await api.add(id, ['adler.md', 'The Adler carries salmon to Bergen.'])

  const setup = { transport: 'stdio', command: process.execPath, args: [everything, 'stdio'] }
  const added = await api.postJson<McpServer>('/api/mcp/servers', { name: 'Everything', setup })
  const path = `/api/mcp/servers/${added.id}`
  const body = JSON.stringify({ enabled: true })
  await api.request(path, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body })
  const { tools } = await until(
    () => api.json<McpServer>(path),
    ({ status, error }) => {
      if (error) throw new Error(error)
      return status === 'ready'
    },
  )
  expect(tools.map(({ name }) => name)).toContain('echo')

  const client = new Client({ name: 'test', version: '1' })
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [main, 'mcp'], env, stderr: 'ignore' }),
  )
  onTestFinished(() => client.close())
  const { content } = await client.callTool({ name: 'search_documents', arguments: { query: 'salmon' } })
  expect(JSON.stringify(content)).toContain('carries salmon to Bergen')

  const { url, token, command } = await api.postJson<{ url: string; token: string; command: string[] }>(
    '/api/mcp/access',
    {
      enabled: true,
    },
  )
  expect(command).toEqual([process.execPath, main, 'mcp'])
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
  })
  expect(await response.text()).toContain('ask_documents')
})

it('starts programs as agents, as a bundle, too', async () => {
  const api = await serving()
  const place = mkdtempSync(join(tmpdir(), 'aios-acp-bundle-'))
  onTestFinished(() => rmSync(place, { recursive: true, force: true }))
  const agents = externalAgents(api, place)
  const { id: workspaceId } = await api.workspace('Programs')
  const approvals = { read: 'allow', write: 'allow', network: 'ask', run: 'ask' } as const
  const task = await agents.run(workspaceId, `write ${join(place, 'a.md')} Ahoy`, '', { approvals })
  expect(task).toMatchObject({ status: 'succeeded' })
  expect(readFileSync(join(place, 'a.md'), 'utf8')).toBe('Ahoy')
})
