import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Agent } from '../../../extensions/backend/src/shared/contract/agents.ts'
import type { Approval } from '../../../extensions/backend/src/shared/contract/approvals.ts'
import type { Task } from '../../../extensions/backend/src/shared/contract/tasks.ts'
import { connect } from '../../../extensions/backend/src/storage/database/database.ts'
import { type ModelApp, openModelApp, outcomesIn } from '../../support/model-agent.ts'
import { calls, hangs, says } from '../../support/model-answers.ts'
import { permit } from '../../support/samples.ts'
import { until } from '../../support/until.ts'

let { app, server, on, workspaceId, close } = {} as ModelApp
let chief: Agent
beforeEach(async () => {
  ;({ app, server, on, workspaceId, close } = await openModelApp({ provider: { limits: { parallel: 1 } } }))
  await app.add(workspaceId, ['permit.md', permit])
  chief = await on.agent({ name: 'Chief', tools: ['run_agent'], approvals: { run: 'allow' } })
})
afterEach(() => close())

const runs = (agent: string, prompt = 'How much is the annual fee for a mooring?') =>
  calls([{ name: 'run_agent', arguments: { agent, prompt } }])
const childOf = async ({ id }: Pick<Task, 'id'>) =>
  until(async () => (await app.json<Task[]>(`/api/tasks?parentId=${id}`))[0] as Task)

it('runs another agent as a task of its own, whose citations can be cited on', async () => {
  server.script(runs('Answer'), says('They say “340 euros” [1].'))
  const task = await app.ended((await on.launch({ agentId: chief.id, workspaceId })).id)
  expect(await childOf(task)).toMatchObject({ status: 'succeeded', parentId: task.id, workspaceId })
  expect(outcomesIn(server)[0]).toContain('340 euros')
  expect(task.result?.citations).toMatchObject([{ documentName: 'permit.md', quote: '340 euros', verified: true }])
})

it('waits with the task that it launched, and goes on with it, through one provider with one place', async () => {
  await on.agent({ name: 'Scribe', tools: ['write_artifact'] })
  server.script(
    runs('Scribe', 'Write it down.'),
    calls([{ name: 'write_artifact', arguments: { name: 'Fees', format: 'markdown', content: '340' } }]),
    says('Written.'),
    says('All done.'),
  )
  const task = await on.launch({ agentId: chief.id, workspaceId })
  const child = await childOf(task)
  const [approval] = await on.asked(child.id)
  await until(
    () => on.task(task.id),
    ({ status }) => status === 'waiting',
  )
  await on.decide(approval as Approval, 'once')
  expect(await app.ended(task.id)).toMatchObject({ status: 'succeeded', result: { markdown: 'All done.' } })
  expect(await app.json<Task[]>(`/api/tasks?parentId=${task.id}`)).toHaveLength(1)
  expect(outcomesIn(server)[0]).toContain('Written.')
})

it('is cancelled with the task that it works for', async () => {
  await on.agent({ name: 'Slow' })
  server.script(runs('Slow', 'Think.'), hangs)
  const task = await on.launch({ agentId: chief.id, workspaceId })
  const child = await childOf(task)
  await until(() => server.chats.length === 2)
  await app.post(`/api/tasks/${task.id}/cancel`)
  expect((await app.ended(child.id)).status).toBe('cancelled')
  await until(() => server.chats[1]?.cut)
})

it('is cancelled when the time of the task that it works for is over', async () => {
  await on.agent({ name: 'Slow' })
  const strict = await on.agent({ name: 'Strict', tools: ['run_agent'], limits: { minutes: 1 } })
  server.script(runs('Slow', 'Think.'), hangs)
  const task = await on.launch({ agentId: strict.id, workspaceId })
  const [approval] = await on.asked(task.id)
  const db = connect(app.dataDir)
  db.exec(`UPDATE step SET started_at = strftime('%Y-%m-%dT%H:%M:%fZ', started_at, '-58 seconds') WHERE kind = 'model'`)
  db.close()
  await on.decide(approval as Approval, 'once')
  expect(await app.ended(task.id)).toMatchObject({ status: 'succeeded', result: { stoppedBy: 'minutes' } })
  expect((await app.ended((await childOf(task)).id)).status).toBe('cancelled')
})

it('runs neither itself nor whoever launched it, and not without end', async () => {
  const run = { tools: ['run_agent'], approvals: { run: 'allow' as const } }
  await on.agent({ name: 'Second', ...run })
  await on.agent({ name: 'Third', ...run })
  await on.agent({ name: 'Fourth', ...run })
  server.script(
    runs('Chief'),
    runs('Second'),
    runs('Chief'),
    runs('Third'),
    runs('Fourth'),
    says('Third is done.'),
    says('Second is done.'),
    says('Chief is done.'),
  )
  const task = await app.ended((await on.launch({ agentId: chief.id, workspaceId })).id)
  expect(task.result?.markdown).toBe('Chief is done.')
  expect(outcomesIn(server)[0]).toContain('There is no agent “Chief” to run')
  const third = server.chats.find(({ text }) => text.includes('“Third”') && text.includes('“Fourth” to run'))
  expect(third?.text).toContain('(none)')
})
