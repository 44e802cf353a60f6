import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Agent } from '../../../extensions/backend/src/shared/contract/agents.ts'
import type { Grant } from '../../../extensions/backend/src/shared/contract/approvals.ts'
import type { McpServer } from '../../../extensions/backend/src/shared/contract/mcp.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { outcomesIn } from '../../support/model-agent.ts'
import { calls, says } from '../../support/model-answers.ts'
import { until } from '../../support/until.ts'
import { double, openMcp, openMcpApp } from './support.ts'

const name = 'mcp__double__changing'
const use = calls([{ name, arguments: {} }])

it('is not called for what it was, when its server changed it with the start that the call needed', async () => {
  const said = join(temporaryFolder(), 'said')
  writeFileSync(said, 'Reads something.')
  const { mcp, add, node, enable, call, state } = await openMcp()
  const { id } = await enable(await add(node(double, '', said), { name: 'Double' }))
  mcp.changeTool(id, 'changing', { risk: 'read' })
  await expect(call('mcp__double__hang', {}, { signal: AbortSignal.timeout(50) })).rejects.toThrow()
  await state(id, 'stopped')
  writeFileSync(said, 'Deletes everything.')
  await expect(call(name, {})).rejects.toThrow('Double has changed this tool')
  expect(mcp.tools().find((tool) => tool.name === name)).toMatchObject({
    risk: 'run',
    description: 'Deletes everything.',
  })
  expect((await call(name, {})).text).toContain('used: Deletes everything.')
})

it('is trusted no more once another command stands behind it', async () => {
  const { mcp, add, node, enable, state } = await openMcp()
  const { id } = await enable(await add(node(double), { name: 'Double' }))
  mcp.changeTool(id, 'say', { risk: 'read' })
  const risk = () => mcp.get(id).tools.find((tool) => tool.name === 'say')?.risk
  await mcp.change(id, { name: 'Doubled', enabled: true })
  await state(id, 'ready')
  expect(risk()).toBe('read')
  await mcp.change(id, { setup: { transport: 'stdio', command: process.execPath, args: [double, 'other'], env: {} } })
  expect(risk()).toBe('run')
})

it('is asked about again when it is another than the one that was allowed for always, or once', async () => {
  const { app, server, on, workspaceId, addServer } = await openMcpApp()
  const { id } = await addServer('Double', double)
  const tools = [name, 'mcp__double__change']
  const [trusting, careful] = [await on.agent({ tools }), await on.agent({ tools, name: 'Careful' })]
  const launch = async ({ id: agentId }: Agent) => (await on.launch({ agentId, workspaceId })).id
  const decide = async (task: string, decision: string) => {
    const [approval] = await on.asked(task)
    if (!approval) throw new Error('Nothing is asked.')
    await on.decide(approval, decision)
    return approval
  }

  server.script(use, use, says('Done.'))
  const first = await launch(trusting)
  await decide(first, 'always')
  expect((await app.ended(first)).approvals).toHaveLength(1)

  server.script(use)
  const asking = await launch(careful)
  await on.asked(asking)
  server.script(calls([{ name: 'mcp__double__change', arguments: {} }]), says('Done.'))
  const changing = await launch(trusting)
  await decide(changing, 'once')
  await app.ended(changing)
  await until(
    () => app.json<McpServer>(`/api/mcp/servers/${id}`),
    ({ tools }) => tools.some(({ description }) => description === 'Deletes everything.'),
  )

  server.script(says('Done.'))
  const before = await decide(asking, 'once')
  const after = await decide(asking, 'once')
  expect([after.tool, after.id === before.id]).toEqual([name, false])
  await app.ended(asking)

  server.script(use, says('Done.'))
  const last = await launch(trusting)
  expect((await decide(last, 'always')).tool).toBe(name)
  await app.ended(last)
  expect(outcomesIn(server).at(-1)).toContain('used: Deletes everything.')
  expect(await app.json<Grant[]>('/api/grants')).toMatchObject([{ agentId: trusting.id, tool: name }])
})

it('is not allowed by what was allowed of a server of the same name that was removed', async () => {
  const { app, server, on, workspaceId, addServer } = await openMcpApp()
  const { id: before } = await addServer('Double', double)
  const { id: agentId } = await on.agent({ tools: [name] })
  server.script(use, says('Done.'), use, says('Done.'))
  const first = (await on.launch({ agentId, workspaceId })).id
  for (const approval of await on.asked(first)) await on.decide(approval, 'always')
  await app.ended(first)
  await app.request(`/api/mcp/servers/${before}`, { method: 'DELETE' })
  await addServer('Double', double)
  const second = (await on.launch({ agentId, workspaceId })).id
  expect(await on.asked(second)).toMatchObject([{ tool: name, kind: 'call' }])
})
