import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tableId } from '../../../extensions/backend/src/services/agents/built-in-agents.ts'
import type { Approval } from '../../../extensions/backend/src/shared/contract/approvals.ts'
import type { TaskWithSteps } from '../../../extensions/backend/src/shared/contract/tasks.ts'
import { type ModelApp, openModelApp, outcomesIn } from '../../support/model-agent.ts'
import { calls, says } from '../../support/model-answers.ts'
import { permit } from '../../support/samples.ts'
import { until } from '../../support/until.ts'

let { app, server, on, workspaceId, close } = {} as ModelApp
beforeEach(async () => {
  ;({ app, server, on, workspaceId, close } = await openModelApp())
  await app.add(workspaceId, ['permit.md', permit], ['bread.txt', 'Bread is made of flour, water, salt and yeast.'])
})
afterEach(() => close())

const search = calls([{ name: 'search_documents', arguments: { query: 'annual fee mooring' } }])
const answer = says('It costs “340 euros” a year [1].')

const run = async (tools: string[], more = {}): Promise<TaskWithSteps> => {
  const { id: agentId } = await on.agent({ tools, ...more })
  return app.ended((await on.launch({ agentId, workspaceId })).id)
}

describe('a task with a model', () => {
  it('searches, answers, and has its quotation checked against the page', async () => {
    server.script(search, answer)
    const task = await run(['search_documents'])
    expect(task).toMatchObject({ status: 'succeeded', result: { mode: 'model' } })
    expect(task.result?.markdown).toBe('It costs “340 euros” a year [1].')
    expect(task.result?.citations).toMatchObject([
      { documentName: 'permit.md', quote: '340 euros', verified: true, match: 'exact' },
    ])
    expect(task.steps.map(({ kind, status }) => [kind, status])).toEqual([
      ['model', 'done'],
      ['tool', 'done'],
      ['model', 'done'],
    ])
    expect(task.usage).toMatchObject({ calls: 2, inputTokens: 22, outputTokens: 14 })
    expect(server.chats[0]?.body.tools?.map((tool) => tool.function.name)).toEqual(['search_documents'])
    expect(outcomesIn(server)[0]).toContain('340 euros')
    const [model, tool] = task.steps
    expect(await on.content(model as never)).toMatchObject({ calls: [{ name: 'search_documents' }] })
    expect((await on.content(tool as never)).text).toContain('340 euros')
  })

  it('flags a quotation that stands nowhere', async () => {
    server.script(search, says('It costs “nine thousand gold coins” a year [1].'))
    const task = await run(['search_documents'])
    expect(task.result?.citations[0]).toMatchObject({ verified: false, match: 'unverified' })
  })

  it('is told of bad arguments, of tools that it does not have, and of what is no JSON', async () => {
    server.script(
      calls([{ name: 'search_documents', arguments: { quary: 7 } }]),
      calls([{ name: 'search_documents', arguments: '{"query": ' }]),
      calls([{ name: 'write_artifact', arguments: { name: 'x', format: 'markdown', content: 'y' } }]),
      says('I give up.'),
    )
    const task = await run(['search_documents'])
    expect(task.status).toBe('succeeded')
    expect(outcomesIn(server)).toEqual([
      expect.stringContaining('do not fit'),
      expect.stringContaining('not JSON'),
      expect.stringContaining('There is no tool write_artifact. You have: search_documents.'),
    ])
    expect(task.steps.filter(({ kind }) => kind === 'tool').every(({ status }) => status === 'failed')).toBe(true)
  })

  it('ends at its limit of steps with what there is, and says so', async () => {
    server.script(search, says('As far as I got: “340 euros” [1].'))
    const task = await run(['search_documents'], { limits: { steps: 2 } })
    expect(task.result).toMatchObject({ stoppedBy: 'steps' })
    expect(task.result?.markdown).toContain('limit of 2 steps')
    expect(server.chats[1]?.body).toMatchObject({ tool_choice: 'none' })
  })

  it('ends at its limit of tokens with what there is, and says so', async () => {
    const costly = calls([{ name: 'search_documents', arguments: { query: 'fee' } }], {
      usage: { input: 900, output: 10 },
    })
    server.script(costly, says('As far as I got.'))
    const task = await run(['search_documents'], { limits: { tokens: 1000 } })
    expect(task.result).toMatchObject({ stoppedBy: 'tokens' })
    expect(task.result?.markdown).toContain('limit of 1,000 tokens')
    expect(task.usage).toMatchObject({ inputTokens: 911, outputTokens: 17 })
  })

  it('ends at its limit of steps, though its model goes on calling', async () => {
    const { id: agentId } = await on.agent({ tools: ['list_documents'], limits: { steps: 2 } })
    server.script(
      calls([{ name: 'list_documents', arguments: {} }]),
      calls([{ name: 'list_documents', arguments: {} }]),
    )
    const task = await app.ended((await on.launch({ agentId, workspaceId })).id)
    expect(task).toMatchObject({ status: 'succeeded', result: { stoppedBy: 'steps' } })
    expect(task.result?.markdown).toContain('No answer.')
    expect(server.chats).toHaveLength(2)
  })

  it('that came to its end begins anew when it is run again', async () => {
    server.script(search, answer, says('Once more: “340 euros”.'))
    const { id } = await run(['search_documents'])
    await app.post(`/api/tasks/${id}/retry`)
    const again = await app.ended(id)
    expect(again).toMatchObject({ status: 'succeeded', attempt: 2 })
    expect(server.chats[2]?.body.messages?.map(({ role }) => role)).toEqual(['system', 'user'])
    expect(again.steps.map(({ attempt }) => attempt)).toEqual([1, 1, 1, 2])
  })

  it('goes on from an earlier task, whose sources keep their numbers', async () => {
    server.script(search, answer, says('Still “340 euros” [1].'))
    const first = await run(['search_documents'])
    const { id } = await on.launch({ agentId: first.agentId, workspaceId, prompt: 'Sure?', continues: first.id })
    const second = await app.ended(id)
    expect(second.result?.citations).toMatchObject([{ quote: '340 euros', verified: true }])
    const said = server.chats.at(-1)?.body.messages?.map(({ role, content }) => [role, JSON.stringify(content)])
    expect(said?.map(([role]) => role)).toEqual(['system', 'user', 'assistant', 'user'])
    expect(said?.[2]?.[1]).toContain('340 euros')
  })

  it('gives a table with a JSON schema: shown with its sources, kept as CSV and JSON', async () => {
    const row = { type: 'object', properties: { fee: { type: 'number' } }, required: ['fee'] }
    server.script(
      search,
      calls([{ name: 'give_rows', arguments: { rows: [{ row: { fee: 'much' }, sources: [1] }] } }]),
      calls([{ name: 'give_rows', arguments: { rows: [{ row: { fee: 340 }, sources: [1] }] } }]),
      says('One fee.'),
    )
    const task = await run(['search_documents'], { outputSchema: row })
    expect(outcomesIn(server)[1]).toContain('does not fit')
    expect(task.result?.markdown).toContain('| fee | Source |\n| --- | --- |\n| 340 | [1] |')
    expect(task.result?.citations).toMatchObject([{ documentName: 'permit.md', isQuoted: false }])
    expect(task.result?.artifacts.map(({ mediaType }) => mediaType).toSorted()).toEqual([
      'application/json',
      'text/csv',
    ])
  })

  it('comes along: what a built-in agent finds becomes a table of columns that the user names', async () => {
    const row = { Fee: 340, Due: '2026-03-01', Boats: null }
    server.script(
      search,
      calls([{ name: 'give_rows', arguments: { rows: [{ row: { Fee: ['no', 'list'] }, sources: [] }] } }]),
      calls([{ name: 'give_rows', arguments: { rows: [{ row, sources: [1] }] } }]),
      says('One fee.'),
    )
    const task = await app.ended((await on.launch({ agentId: tableId, workspaceId })).id)
    expect(outcomesIn(server).map((text) => text.includes('does not fit'))).toEqual([false, true, false])
    expect(task.result?.markdown).toContain('| 340 | 2026-03-01 |  | [1] |')
  })

  it('carries out so many calls of one answer, and is told of the others', async () => {
    const sums = Array.from({ length: 40 }, (_, n) => ({ name: 'calculate', arguments: { expression: `${n} + 1` } }))
    server.script(calls(sums), says('Summed up.'))
    const task = await run(['calculate'])
    expect(task.steps.filter(({ kind }) => kind === 'tool')).toHaveLength(32)
    expect(outcomesIn(server)).toHaveLength(40)
    expect(
      outcomesIn(server)
        .slice(32)
        .every((text) => text.includes('at most 32')),
    ).toBe(true)
  })

  it('says which of its tools are not there', async () => {
    server.script(says('Without, then.'))
    const { steps } = await run(['search_documents', 'mcp__gone__read'])
    expect(steps[0]?.detail).toMatchObject({ missing: ['mcp__gone__read'] })
    expect(server.chats[0]?.body.tools).toHaveLength(1)
  })

  it('says what to do where no model is connected', async () => {
    for (const { id } of await app.json<{ id: string }[]>('/api/providers'))
      await app.request(`/api/providers/${id}`, { method: 'DELETE' })
    expect(await run([])).toMatchObject({ status: 'failed', error: expect.stringContaining('Connect one') })
  })
})

const write = calls([{ name: 'write_artifact', arguments: { name: 'Fees', format: 'markdown', content: '# Fees' } }])

describe('an approval', () => {
  const launch = async (more = {}) => {
    const { id: agentId } = await on.agent({ tools: ['write_artifact', 'ask_user'], ...more })
    return on.launch({ agentId, workspaceId })
  }

  it('is waited for, shows what would be done, and lets it be done once', async () => {
    server.script(write, says('Written.'), write, says('Written again.'))
    const { id, agentId } = await launch()
    const [approval] = (await on.asked(id)) as [Approval]
    expect(approval).toMatchObject({ kind: 'call', tool: 'write_artifact', risk: 'write' })
    expect(approval.title).toContain('Fees.md')
    expect(approval.arguments).toMatchObject({ content: '# Fees' })
    const list = await app.json<unknown[]>('/api/approvals?status=pending')
    expect(list).toMatchObject([{ id: approval.id, agentId, workspaceId }])
    expect((await on.decide(approval, 'once')).status).toBe(200)
    const task = await app.ended(id)
    expect(task.result?.artifacts).toMatchObject([{ name: 'Fees.md' }])
    expect(task.steps.map(({ kind, status }) => [kind, status])).toEqual([
      ['model', 'done'],
      ['approval', 'done'],
      ['tool', 'done'],
      ['model', 'done'],
    ])
    expect((await on.decide(approval, 'deny')).status).toBe(409)
    const again = await on.launch({ agentId, workspaceId })
    await on.decide((await on.asked(again.id))[0] as Approval, 'once')
    await app.ended(again.id)
  })

  it('given for always is stored, is listed, holds for the next task, and can be taken back', async () => {
    server.script(write, says('Written.'), write, says('Again.'), write, says('Again.'))
    const { id, agentId } = await launch()
    await on.decide((await on.asked(id))[0] as Approval, 'always')
    await app.ended(id)
    const grants = await app.json<{ id: string }[]>('/api/grants')
    expect(grants).toMatchObject([{ agentId, tool: 'write_artifact' }])
    expect((await app.ended((await on.launch({ agentId, workspaceId })).id)).approvals).toEqual([])
    expect((await app.request(`/api/grants/${grants[0]?.id}`, { method: 'DELETE' })).status).toBe(204)
    const third = await on.launch({ agentId, workspaceId })
    expect(await on.asked(third.id)).toHaveLength(1)
  })

  it('given for always to fetch is for the site that was shown, not for the whole web', async () => {
    const fetches = (host: string) => calls([{ name: 'fetch_url', arguments: { url: `http://${host}/page` } }])
    const fetching = await on.agent({ tools: ['fetch_url'] })
    const run = async (host: string) => {
      server.script(fetches(host), says('Not to be had.'))
      return (await on.launch({ agentId: fetching.id, workspaceId })).id
    }
    const first = await run('127.0.0.1')
    await on.decide((await on.asked(first))[0] as Approval, 'always')
    await app.ended(first)
    expect((await app.ended(await run('127.0.0.1'))).approvals).toEqual([])
    const elsewhere = await run('127.0.0.2')
    expect(await on.asked(elsewhere)).toMatchObject([{ tool: 'fetch_url 127.0.0.2', status: 'pending' }])
    await app.post(`/api/tasks/${elsewhere}/cancel`)
  })

  it('denied with words: the model reads them, and nothing is done', async () => {
    server.script(write, says('Then not.'))
    const { id } = await launch()
    await on.decide((await on.asked(id))[0] as Approval, 'deny', 'Files are for me to write.')
    const task = await app.ended(id)
    expect(task.result?.artifacts).toEqual([])
    expect(outcomesIn(server)[0]).toContain('Files are for me to write.')
  })

  it('is not asked for what the agent must not do at all', async () => {
    server.script(write, says('Then not.'))
    const { id } = await launch({ approvals: { write: 'deny' } })
    const task = await app.ended(id)
    expect(task.approvals).toEqual([])
    expect(outcomesIn(server)[0]).toContain('forbidden')
  })

  it('of several calls at once: each is decided by itself', async () => {
    const file = (name: string) => ({ name: 'write_artifact', arguments: { name, format: 'markdown', content: name } })
    server.script(calls([file('One'), file('Two')]), says('Done.'))
    const { id } = await launch()
    const [one, two] = (await on.asked(id)) as [Approval, Approval]
    await on.decide(two, 'once')
    expect((await on.asked(id)).map(({ id }) => id)).toEqual([one.id])
    await on.decide(one, 'deny')
    const task = await app.ended(id)
    expect(task.result?.artifacts.map(({ name }) => name)).toEqual(['Two.md'])
    expect(server.chats).toHaveLength(2)
  })

  it('is a question, too, whose answer the model reads', async () => {
    server.script(
      calls([{ name: 'ask_user', arguments: { question: 'Which year?', choices: ['2025', '2026'] } }]),
      says('2026, then.'),
    )
    const { id } = await launch()
    const [question] = (await on.asked(id)) as [Approval]
    expect(question).toMatchObject({ kind: 'question', title: 'Which year?', choices: ['2025', '2026'] })
    expect((await on.decide(question, 'always', '2026')).status).toBe(409)
    expect((await on.decide(question, 'once')).status).toBe(400)
    expect((await on.decide(question, 'once', '2026')).status).toBe(200)
    await app.ended(id)
    expect(outcomesIn(server)).toEqual(['2026'])
  })

  it('is asked for the same call the third time in a row', async () => {
    const list = calls([{ name: 'list_documents', arguments: {} }])
    server.script(list, list, list, list, says('Enough.'))
    const { id } = await launch({ tools: ['list_documents'] })
    const [loop] = (await on.asked(id)) as [Approval]
    expect(loop).toMatchObject({ kind: 'loop', tool: 'list_documents' })
    expect(server.chats).toHaveLength(3)
    await on.decide(loop, 'once')
    const task = await app.ended(id)
    expect(task.steps.filter(({ kind }) => kind === 'tool')).toHaveLength(4)
  })

  it('denied for a call made over and over: the model is told to do something else', async () => {
    const list = calls([{ name: 'list_documents', arguments: {} }])
    server.script(list, list, list, says('Something else.'))
    const { id } = await launch({ tools: ['list_documents'] })
    await on.decide((await on.asked(id))[0] as Approval, 'deny')
    const task = await app.ended(id)
    expect(task).toMatchObject({ status: 'succeeded', result: { markdown: 'Something else.' } })
    expect(outcomesIn(server)[2]).toContain('Do something else')
    expect(task.steps.filter(({ kind }) => kind === 'tool')).toHaveLength(2)
  })

  it('is withdrawn when its task is cancelled, which keeps what it had; a retry asks anew', async () => {
    server.script(
      calls([{ name: 'write_artifact', arguments: { name: 'Fees', format: 'markdown', content: '-' } }], {
        text: 'I will write it down.',
      }),
      says('Written.'),
    )
    const { id } = await launch()
    const [approval] = (await on.asked(id)) as [Approval]
    await app.post(`/api/tasks/${id}/cancel`)
    const task = await app.ended(id)
    expect(task).toMatchObject({ status: 'cancelled', approvals: [{ status: 'withdrawn' }] })
    expect((await on.decide(approval, 'once')).status).toBe(409)
    const kept = await until(
      () => on.task(id),
      ({ result }) => result,
    )
    expect(kept.result).toMatchObject({ markdown: 'I will write it down.', stoppedBy: 'cancel' })
    await app.post(`/api/tasks/${id}/retry`)
    const [again] = (await on.asked(id)) as [Approval]
    expect(again.id).not.toBe(approval.id)
    await on.decide(again, 'once')
    expect(await app.ended(id)).toMatchObject({ status: 'succeeded', attempt: 2 })
    expect(server.chats).toHaveLength(2)
  })
})
