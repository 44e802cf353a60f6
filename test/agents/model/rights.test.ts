import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Task } from '../../../extensions/backend/src/shared/contract/tasks.ts'
import { type ModelApp, openModelApp, outcomesIn } from '../../support/model-agent.ts'
import { calls, says } from '../../support/model-answers.ts'
import { permit } from '../../support/samples.ts'
import { noting } from '../../support/scripted-tools.ts'

let { app, server, on, workspaceId, notes, close } = {} as ModelApp
beforeEach(async () => {
  const tools = (file: string) => [noting('send', file, { risk: 'network' }), noting('put', file, { risk: 'write' })]
  ;({ app, server, on, workspaceId, notes, close } = await openModelApp({ tools }))
})
afterEach(() => close())

const runs = calls([{ name: 'run_agent', arguments: { agent: 'Messenger', prompt: 'Tell them.' } }])
const tries = calls([
  { name: 'send', arguments: { note: 'out' } },
  { name: 'put', arguments: { note: 'down' } },
])
const freely = { read: 'allow', write: 'allow', network: 'allow', run: 'allow' } as const

it('an agent that another one runs may do no more than that one may', async () => {
  await on.agent({ name: 'Messenger', tools: ['send', 'put'], approvals: freely })
  const chief = await on.agent({ name: 'Chief', tools: ['run_agent'], approvals: { run: 'allow', network: 'deny' } })
  server.script(runs, tries, says('I put it down.'), says('Done.'))
  const { id } = await on.launch({ agentId: chief.id, workspaceId })
  await on.asked(id).catch(() => undefined)
  const [child] = await app.json<Task[]>(`/api/tasks?parentId=${id}`)
  const [approval, ...others] = await on.asked(child?.id ?? '')
  expect([approval?.tool, others]).toEqual(['put', []])
  expect(notes()).toEqual([])
  if (approval) await on.decide(approval, 'once')
  expect((await app.ended(id)).result?.markdown).toBe('Done.')
  expect(notes()).toEqual(['put down'])
  const told = server.chats.at(-2)?.text ?? ''
  expect(told).toContain('its user has forbidden them')
})

it('an agent that its user runs may do what that one allowed it', async () => {
  const { id: agentId } = await on.agent({ name: 'Messenger', tools: ['send', 'put'], approvals: freely })
  server.script(tries, says('Done.'))
  expect(await app.ended((await on.launch({ agentId, workspaceId })).id)).toMatchObject({ approvals: [] })
  expect(notes()).toEqual(['send out', 'put down'])
  expect(outcomesIn(server)).toEqual(['noted out', 'noted down'])
})

it('an agent that another one runs sees no more documents than that one, also where a filter says which', async () => {
  const [seen] = await app.add(
    workspaceId,
    ['permit.md', permit],
    ['secret.md', 'The secret fee for a mooring is 999 euros.'],
  )
  const chief = await on.agent({ name: 'Chief', tools: ['run_agent'], approvals: { run: 'allow' } })
  const prompt = 'How much is the fee for a mooring?'
  server.script(calls([{ name: 'run_agent', arguments: { agent: 'Answer', prompt } }]), says('Done.'))
  const { id } = await on.launch({ agentId: chief.id, workspaceId, prompt: `in:permit.md ${prompt}` })
  await app.ended(id)
  expect(await app.json<Task[]>(`/api/tasks?parentId=${id}`)).toMatchObject([{ documentIds: [seen?.id] }])
  expect(outcomesIn(server)[0]).toContain('340')
  expect(outcomesIn(server)[0]).not.toContain('999')
})
