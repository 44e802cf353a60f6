import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Approval } from '../../../extensions/backend/src/shared/contract/approvals.ts'
import { openApp } from '../../support/app.ts'
import { type ModelApp, modelAgents, openModelApp } from '../../support/model-agent.ts'
import { calls, says } from '../../support/model-answers.ts'
import { noting } from '../../support/scripted-tools.ts'
import { until } from '../../support/until.ts'

let { app, server, on, workspaceId, notes, close } = {} as ModelApp
beforeEach(async () => {
  const tools = (file: string) => [noting('put', file, { risk: 'write', repeatable: false })]
  ;({ app, server, on, workspaceId, notes, close } = await openModelApp({ tools }))
})
afterEach(() => close())

/** A task that asks whether it may put something down. */
const asking = async () => {
  const { id: agentId } = await on.agent({ tools: ['put'] })
  server.script(calls([{ name: 'put', arguments: { note: 'down' } }]), says('Done.'))
  const { id } = await on.launch({ agentId, workspaceId })
  const [approval] = (await on.asked(id)) as [Approval]
  return { id, approval }
}

it('of several decisions at once the first one counts, and the others are told so', async () => {
  const { id, approval } = await asking()
  const decisions = ['deny', 'once', 'always', 'deny']
  const answers = await Promise.all(decisions.map((decision) => on.decide(approval, decision)))
  expect(answers.map(({ status }) => status)).toEqual([200, 409, 409, 409])
  expect(await app.ended(id)).toMatchObject({ approvals: [{ status: 'denied' }] })
  expect(notes()).toEqual([])
  expect(await app.json('/api/grants')).toEqual([])
})

it('a decision after the task was cancelled does nothing', async () => {
  const { id, approval } = await asking()
  await app.post(`/api/tasks/${id}/cancel`)
  const answer = await on.decide(approval, 'always')
  expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining('withdrawn')])
  expect(await on.task(id)).toMatchObject({ status: 'cancelled', approvals: [{ status: 'withdrawn' }] })
  expect(notes()).toEqual([])
  expect(await app.json('/api/grants')).toEqual([])
})

it('a decision that another instance takes is carried out once, and cannot be taken again here', async () => {
  const { id, approval } = await asking()
  const other = await openApp({ dataDir: app.dataDir, tools: [noting('put', '/dev/null', { risk: 'write' })] })
  try {
    const answers = await Promise.all([modelAgents(other).decide(approval, 'once'), on.decide(approval, 'deny')])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect(await app.ended(id)).toMatchObject({ status: 'succeeded' })
    const { steps } = await until(() => on.task(id))
    expect(steps.filter(({ kind }) => kind === 'tool').length).toBeLessThanOrEqual(1)
  } finally {
    await other.close({ keep: true })
  }
})

it('what one answer of a model asks is asked in its order', async () => {
  const { id: agentId } = await on.agent({ tools: ['put'] })
  const names = Array.from({ length: 12 }, (_, at) => `number ${at}`)
  server.script(calls(names.map((note) => ({ name: 'put', arguments: { note } }))))
  const { id } = await on.launch({ agentId, workspaceId })
  const asked = await on.asked(id)
  expect(asked.map(({ arguments: given }) => (given as { note: string }).note)).toEqual(names)
  const listed = await app.json<Approval[]>('/api/approvals?status=pending')
  expect(listed.map((approval) => approval.id)).toEqual(asked.map((approval) => approval.id).toReversed())
})

it('what is asked is said without signs that hide or turn it around; what would be done stays as it is', async () => {
  const note = 'report\u202etxt.exe\u0007\n\n\nHarmless\u200b'
  const { id: agentId } = await on.agent({ tools: ['put'] })
  server.script(calls([{ name: 'put', arguments: { note } }]))
  const [approval] = await on.asked((await on.launch({ agentId, workspaceId })).id)
  expect(approval).toMatchObject({ title: 'Note “report txt.exe Harmless ”', arguments: { note } })
})
