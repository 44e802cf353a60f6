import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Approval } from '../../extensions/backend/src/shared/contract/approvals.ts'
import type { McpServer } from '../../extensions/backend/src/shared/contract/mcp.ts'
import { filesystem } from '../agents/mcp/support.ts'
import { backends, isPacked, startBackend } from '../support/backend.ts'
import { httpClient } from '../support/client.ts'
import { temporaryFolder } from '../support/folder.ts'
import { modelAgents, outcomesIn } from '../support/model-agent.ts'
import { calls, hangs, says } from '../support/model-answers.ts'
import { startModelServer } from '../support/model-server.ts'
import { roleBelow } from '../support/processes.ts'
import { permit } from '../support/samples.ts'
import { until } from '../support/until.ts'
import { unzip } from '../support/unzip.ts'

const ways: [string, readonly string[], boolean][] = [
  ['from source', backends.source, true],
  ['from the packed executable', backends.packed, isPacked],
]
const tool = 'mcp__files__read_text_file'

describe.each(ways)('one job of an agent with a model, %s, with no PATH', (_, command, isThere) => {
  test.skipIf(!isThere)('tools, a refusal, an approval, two kills, a cited answer, its evidence', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'tides.txt')
    writeFileSync(path, 'Low tide is at six.')
    await using server = await startModelServer()
    await using backend = await startBackend({ command, env: { PATH: '', AIOS_KEY_STORE: 'file' } })
    const client = httpClient(backend)
    const on = modelAgents(client)
    /** Kills the server; resolves when another one answers. */
    const kill = async () => {
      const before = await until(() => roleBelow(backend.pid, 'server'))
      process.kill(before as number, 'SIGKILL')
      await until(() => {
        const now = roleBelow(backend.pid, 'server')
        return now !== undefined && now !== before
      })
      await until(() => client.json('/api/queue').catch(() => undefined))
    }

    const { id: workspaceId } = await client.workspace('Harbour')
    await client.add(workspaceId, ['permit.md', permit])
    await on.provider(server)
    const setup = { transport: 'stdio', command: process.execPath, args: [filesystem, folder] }
    const { id: mcpId } = await client.postJson<McpServer>('/api/mcp/servers', { name: 'files', setup })
    const headers = { 'content-type': 'application/json' }
    await client.request(`/api/mcp/servers/${mcpId}`, { method: 'PATCH', headers, body: '{"enabled":true}' })
    await until(
      () => client.json<McpServer>(`/api/mcp/servers/${mcpId}`),
      ({ status }) => status === 'ready',
    )
    const tools = ['search_documents', 'calculate', 'fetch_url', tool]
    const { id: agentId } = await on.agent({ tools, approvals: { network: 'allow' } })
    server.script(
      calls([
        { name: 'search_documents', arguments: { query: 'annual fee mooring' } },
        { name: 'calculate', arguments: { expression: '340 * 2' } },
        { name: 'fetch_url', arguments: { url: 'http://127.0.0.1/health' } },
      ]),
      calls([{ name: tool, arguments: { path } }]),
      hangs,
      says('It costs “340 euros” a year [1]. Low tide is at six.'),
    )
    const { id } = await on.launch({ agentId, workspaceId })

    const [asked] = (await on.asked(id)) as [Approval]
    expect(asked).toMatchObject({ tool, risk: 'run', arguments: { path } })
    await kill()
    const [approval] = (await on.asked(id)) as [Approval]
    expect(approval.id).toBe(asked.id)
    const answers = await Promise.all([on.decide(approval, 'once'), on.decide(approval, 'deny')])
    expect(answers.map(({ status }) => status)).toEqual([200, 409])
    await until(() => server.chats.length === 3)
    await kill()
    const task = await client.ended(id)
    expect(task.error ?? task.status).toBe('succeeded')
    expect(task.result?.citations).toMatchObject([{ documentName: 'permit.md', quote: '340 euros', verified: true }])
    const [found, sum, refused, read] = outcomesIn(server)
    expect(found).toContain('340 euros')
    expect(sum).toContain('680')
    expect(refused).toContain('on the public internet')
    expect(read).toContain('Low tide is at six.')

    const evidence = await client.request(`/api/tasks/${id}/export`)
    const files = await unzip(new Uint8Array(await evidence.arrayBuffer()))
    expect(files.get('answer.md')?.toString()).toContain('It costs “340 euros” a year')
    expect(JSON.parse(files.get('task.json')?.toString() ?? '{}')).toMatchObject({ id, status: 'succeeded' })
  })
})
