import { expect, it } from 'vitest'
import { providerOf } from '../../../extensions/backend/src/services/agents/agent-provider.ts'
import { agentService, answerId } from '../../../extensions/backend/src/services/agents/agents.ts'
import { builtInAgents } from '../../../extensions/backend/src/services/agents/built-in-agents.ts'
import { definedOnly } from '../../../extensions/backend/src/services/agents/defined-only.ts'
import { externalSetups } from '../../../extensions/backend/src/services/agents/external-setup.ts'
import { agentFile } from '../../../extensions/backend/src/shared/contract/agent-files.ts'
import { agent as agentSchema } from '../../../extensions/backend/src/shared/contract/agents.ts'
import { externalChange } from '../../../extensions/backend/src/shared/contract/external.ts'
import type { Provider } from '../../../extensions/backend/src/shared/contract/providers.ts'
import { agentStore } from '../../../extensions/backend/src/storage/setup/agents.ts'
import { openTasks } from '../tasks/support.ts'

const helper = { command: 'helper', args: ['--acp'], env: { TOKEN: 'secret' }, allowed: true }

it('those that came along are stored once, and put right where an earlier version had others', async () => {
  const { db, agents, events, keys } = await openTasks()
  expect(agents.all().map(({ id }) => id)).toEqual(builtInAgents.map(({ id }) => id))
  for (const agent of agents.all()) expect(agentSchema.parse(agent)).toEqual(agent)
  db.prepare('UPDATE agent SET description = ? WHERE id = ?').run('Older', answerId)
  const again = agentService({ store: agentStore(db), providers: () => [], setups: externalSetups({ keys }), events })
  expect(again.get(answerId).description).toBe(builtInAgents[0]?.description)
  await expect(agents.change(answerId, { name: 'Mine' })).rejects.toThrow('comes with AIOS')
})

it('a program is stored with the names of its secrets only, and goes with them', async () => {
  const { db, agents, agent, keys } = await openTasks()
  const made = await agent({ name: 'Helper', kind: 'external', external: helper })
  expect(made).toMatchObject({ kind: 'external', mode: 'model', external: { env: ['TOKEN'], allowed: true } })
  const stored = JSON.stringify(db.prepare('SELECT * FROM agent WHERE id = ?').get(made.id))
  expect(stored).not.toContain('secret')
  expect(await keys.get(made.id, 'file')).toBe('{"TOKEN":"secret"}')
  expect([agents.isExternal(made.id), agents.isModel(made.id)]).toEqual([true, true])

  const copy = await agents.duplicate(made.id)
  expect(copy).toMatchObject({ name: 'Helper 2', kind: 'external', external: { env: ['TOKEN'], allowed: false } })
  expect(await keys.get(copy.id, 'file')).toBe('{"TOKEN":"secret"}')
  await agents.remove(made.id)
  expect(await keys.get(made.id, 'file').catch(() => undefined)).toBeUndefined()
  expect(() => agents.get(made.id)).toThrow('There is no agent')
})

it('another command of a program is allowed anew; no other agent becomes one', async () => {
  const { agents, agent } = await openTasks()
  const made = await agent({ name: 'Helper', kind: 'external', external: helper })
  const change = (more: object) =>
    externalChange.parse({ ...helper, env: { TOKEN: null }, allowed: undefined, ...more })
  expect((await agents.change(made.id, { external: change({}) })).external?.allowed).toBe(true)
  agents.noteAsking(made.id, 'asks', { command: 'another', args: [] })
  expect(agents.get(made.id).external?.asking).toBeUndefined()
  agents.noteAsking(made.id, 'asks', { command: 'helper', args: ['--acp'] })
  expect(agents.get(made.id).external?.asking).toBe('asks')
  const other = await agents.change(made.id, { name: 'Other', external: change({ command: 'another' }) })
  expect(other).toMatchObject({ name: 'Other', kind: 'external', external: { command: 'another', allowed: false } })
  expect(other.external?.asking).toBeUndefined()
  const clerk = await agent()
  await expect(agents.change(clerk.id, { external: change({}) })).rejects.toThrow('Clerk isn’t a program')
  expect(agents.get(clerk.id)).toEqual(clerk)
})

it('a file names what only this machine knows by its name, if at all, and allows nothing by itself', async () => {
  const { agents, agent, providers } = await openTasks()
  const [provider] = providers
  const clerk = await agent({ providerId: provider?.id, modelId: 'big', approvals: { run: 'allow', write: 'deny' } })
  const file = agents.toFile(clerk.id)
  expect(JSON.stringify(file)).not.toContain(clerk.id)
  expect(await agents.fromFile(file)).toMatchObject({
    ...{ kind: 'model', mode: 'model', providerId: provider?.id, modelId: 'big' },
    approvals: { read: 'allow', write: 'deny', network: 'ask', run: 'ask' },
  })
  providers.length = 0
  const elsewhere = await agents.fromFile(file)
  expect([elsewhere.providerId, elsewhere.modelId]).toEqual([undefined, undefined])
  await expect(agents.fromFile({ ...file, version: 99 })).rejects.toThrow('newer version of AIOS')

  const made = await agent({ name: 'Helper', kind: 'external', external: { ...helper, folder: '/home/me' } })
  const told = JSON.stringify(agents.toFile(made.id))
  for (const own of ['secret', '/home/me']) expect(told).not.toContain(own)
  const brought = await agents.fromFile(agentFile.parse(JSON.parse(told)))
  expect(brought).toMatchObject({ kind: 'external', external: { command: 'helper', env: ['TOKEN'], allowed: false } })
})

it('an agent asks the provider that it names, else the first with a model; others ask none', async () => {
  const { agents, agent } = await openTasks()
  const [none, first] = [{ id: '01900000-0000-7000-8000-0000000000d1' }, { id: 'b', defaultModel: 'm' }] as Provider[]
  const all = [none, first] as Provider[]
  expect(providerOf(await agent(), all)).toBe(first)
  expect(providerOf(await agent({ providerId: none?.id }), all)).toBe(none)
  expect(providerOf(await agent({ providerId: '01900000-0000-7000-8000-0000000000d2' }), all)).toBeUndefined()
  expect(providerOf(agents.get(answerId), all)).toBeUndefined()
  expect(providerOf(await agent({ kind: 'external', external: helper }), all)).toBeUndefined()
})

it('what a change leaves out is left out', () => {
  expect(definedOnly({ a: 1, b: undefined, c: null, d: '' })).toEqual({ a: 1, c: null, d: '' })
})
