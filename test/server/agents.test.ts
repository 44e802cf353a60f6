import { afterAll, beforeAll, expect, it } from 'vitest'
import { answerId } from '../../extensions/backend/src/services/agents/agents.ts'
import type { Agent } from '../../extensions/backend/src/shared/contract/agents.ts'
import type { Task } from '../../extensions/backend/src/shared/contract/tasks.ts'
import { openApp, type TestApp } from '../support/app.ts'
import { permit } from '../support/samples.ts'

let app: TestApp
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

const change = (id: string, body: unknown) =>
  app.request(`/api/agents/${id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

it('an agent of one’s own is made, changed, run within its limits, and removed', async () => {
  const made = await app.postJson<Agent>('/api/agents', { name: 'Brief', limits: { quotes: 3 } })
  expect(made).toMatchObject({ name: 'Brief', builtIn: false, mode: 'extractive', limits: { quotes: 3 } })
  expect(await (await change(made.id, { limits: { quotes: 1 } })).json()).toMatchObject({
    name: 'Brief',
    limits: { quotes: 1 },
  })
  const { id: workspaceId } = await app.workspace()
  await app.add(workspaceId, ['permit.md', permit])
  const run = {
    agentId: made.id,
    workspaceId,
    prompt: 'What is the annual fee for a mooring, when is it due, and what does late payment add?',
  }
  const brief = await app.ended((await app.postJson<Task>('/api/agents/run', run)).id)
  const full = await app.ended((await app.postJson<Task>('/api/agents/run', { ...run, agentId: answerId })).id)
  expect(brief.result?.citations).toHaveLength(1)
  expect(full.result?.citations.length).toBeGreaterThan(1)
  expect((await app.request(`/api/agents/${made.id}`, { method: 'DELETE' })).status).toBe(204)
  expect((await app.request(`/api/agents/${made.id}`)).status).toBe(404)
  expect((await app.post('/api/agents/run', run)).status).toBe(404)
  expect(await app.json(`/api/tasks/${brief.id}`)).toMatchObject({ status: 'succeeded' })
})

it('what came with AIOS stays as it is', async () => {
  expect((await change(answerId, { name: 'Mine' })).status).toBe(409)
  expect((await app.request(`/api/agents/${answerId}`, { method: 'DELETE' })).status).toBe(409)
  expect((await change('nope', { name: 'Mine' })).status).toBe(404)
  expect((await change(answerId, { limits: { quotes: 0 } })).status).toBe(400)
})

const clerk = {
  name: 'Clerk',
  kind: 'model',
  instructions: 'Be brief.',
  tools: ['search_documents', 'mcp__files__read'],
  approvals: { read: 'allow', write: 'allow', network: 'allow', run: 'deny' },
} as const

it('an agent goes to others as a file: without what only this machine knows, and with nothing allowed but reading', async () => {
  const provider = await app.postJson<{ id: string; name: string }>('/api/providers', {
    preset: 'custom',
    name: 'My server',
    baseUrl: 'http://127.0.0.1:9/v1',
    key: 'a-secret-key',
  })
  const { id: workspaceId } = await app.workspace('Only here')
  const made = await app.postJson<Agent>('/api/agents', {
    ...clerk,
    providerId: provider.id,
    modelId: 'big',
    scope: { workspaceId },
  })
  const response = await app.request(`/api/agents/${made.id}/export`)
  expect(response.headers.get('content-disposition')).toContain('Clerk.agent.json')
  const text = await response.text()
  for (const own of [provider.id, made.id, workspaceId, 'a-secret-key']) expect(text).not.toContain(own)
  const file = JSON.parse(text)
  const { id, createdAt, scope, ...same } = made
  const imported = await app.postJson<Agent>('/api/agents/import', file)
  expect(imported).toMatchObject({ ...same, approvals: { read: 'allow', write: 'ask', network: 'ask', run: 'deny' } })
  expect(imported.scope).toBeUndefined()
  await app.request(`/api/providers/${provider.id}`, { method: 'DELETE' })
  const elsewhere = await app.postJson<Agent>('/api/agents/import', file)
  expect([elsewhere.providerId, elsewhere.modelId]).toEqual([undefined, undefined])
  expect((await app.post('/api/agents/import', { ...file, version: 2 })).status).toBe(400)
  expect((await app.post('/api/agents/import', { ...file, format: 'other' })).status).toBe(400)
  const tampered = { ...file, agent: { ...file.agent, tools: ['../../x'] } }
  expect((await app.post('/api/agents/import', tampered)).status).toBe(400)
})

it('an agent has a program where its kind is that, and only there, however it comes', async () => {
  const program = { command: 'helper', args: [], documents: 'named', library: true }
  const file = { format: 'aios-agent', version: 1 }
  for (const agent of [
    { name: 'Helper', kind: 'external' },
    { name: 'Helper', kind: 'answer', external: program },
  ]) {
    const made = await app.post('/api/agents', agent)
    expect([made.status, await made.text()]).toEqual([400, expect.stringContaining('external: goes with the kind')])
    const { external } = agent
    const brought = { ...agent, ...(external && { external: { ...external, env: [] } }) }
    const imported = await app.post('/api/agents/import', { ...file, agent: brought })
    expect([imported.status, await imported.text()]).toEqual([
      400,
      expect.stringContaining('agent.external: goes with the kind'),
    ])
  }
  for (const [kind, mode] of [
    ['answer', 'extractive'],
    ['summarize', 'extractive'],
    ['extract', 'extractive'],
    ['model', 'model'],
    ['external', 'model'],
  ]) {
    const sent = { name: `A ${kind}`, kind, ...(kind === 'external' && { external: program }) }
    const made = await app.postJson<Agent>('/api/agents', sent)
    expect(made).toMatchObject({ kind, mode })
    expect('external' in made).toBe(kind === 'external')
    const copy = await app.postJson<Agent>(`/api/agents/${made.id}/duplicate`)
    expect(copy).toMatchObject({ kind, mode })
    expect(await (await change(copy.id, { name: 'Renamed' })).json()).toMatchObject({ kind, mode, name: 'Renamed' })
  }
})

it('an agent is duplicated, a built-in one too, under a name that is free', async () => {
  const one = await app.postJson<Agent>(`/api/agents/${answerId}/duplicate`)
  const two = await app.postJson<Agent>(`/api/agents/${answerId}/duplicate`)
  expect([one.name, two.name]).toEqual(['Answer 2', 'Answer 3'])
  expect(one).toMatchObject({ builtIn: false, kind: 'answer', mode: 'extractive' })
})

it('parts of an agent are changed by themselves, and taken away by null', async () => {
  const { id: workspaceId } = await app.workspace('Elsewhere')
  const made = await app.postJson<Agent>('/api/agents', { ...clerk, icon: 'ask', scope: { workspaceId } })
  const changed = await (
    await change(made.id, { icon: null, limits: { steps: 5 }, approvals: { run: 'ask' }, tools: [] })
  ).json()
  const { icon, ...rest } = made
  expect(changed).toEqual({
    ...rest,
    limits: { ...made.limits, steps: 5 },
    approvals: { ...made.approvals, run: 'ask' },
    tools: [],
  })
  expect((await change(made.id, { outputSchema: { type: 'array' } })).status).toBe(400)
})

it('an agent works in its workspace, on its documents, and nowhere else', async () => {
  const [{ id: here }, { id: there }] = await Promise.all([app.workspace('Here'), app.workspace('There')])
  const [seen, unseen] = await app.add(here, ['seen.md', permit], ['unseen.md', `${permit} `])
  const scope = { workspaceId: here, documentIds: [seen?.id as string] }
  const { id: agentId } = await app.postJson<Agent>('/api/agents', { name: 'Narrow', scope })
  const prompt = 'What is the annual fee for a mooring?'
  const launch = (more: object) => app.post('/api/agents/run', { agentId, workspaceId: here, prompt, ...more })
  expect((await launch({ workspaceId: there })).status).toBe(409)
  expect((await launch({ documentIds: [unseen?.id] })).status).toBe(409)
  const task = await app.ended(((await (await launch({})).json()) as Task).id)
  expect(new Set(task.result?.citations.map(({ documentName }) => documentName))).toEqual(new Set(['seen.md']))
})
