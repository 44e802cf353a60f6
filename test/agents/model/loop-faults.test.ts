import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Approval } from '../../../extensions/backend/src/shared/contract/approvals.ts'
import type { Step, TaskWithSteps } from '../../../extensions/backend/src/shared/contract/tasks.ts'
import { connect } from '../../../extensions/backend/src/storage/database/database.ts'
import { type ModelApp, openModelApp, outcomesIn } from '../../support/model-agent.ts'
import { type Answer, calls, drops, fails, failsMidway, hangs, page, says, sends } from '../../support/model-answers.ts'
import { startModelServer } from '../../support/model-server.ts'
import { forever, noting } from '../../support/scripted-tools.ts'
import { until } from '../../support/until.ts'

let { app, server, on, workspaceId, close, notes } = {} as ModelApp
beforeEach(async () => {
  const tools = (file: string) => [noting('note', file), noting('note_for_ever', file, { work: forever })]
  ;({ app, server, on, workspaceId, notes, close } = await openModelApp({ tools }))
})
afterEach(() => close())

const launch = async (more = {}, prompt = 'Go.') => {
  const { id: agentId } = await on.agent({ tools: ['note', 'note_for_ever'], ...more })
  return on.launch({ agentId, workspaceId, prompt })
}
const run = async (...script: Answer[]): Promise<TaskWithSteps> => {
  server.script(...script)
  return app.ended((await launch()).id)
}
const note = (text: string) => calls([{ name: 'note', arguments: { note: text } }])
const soon = { 'retry-after': '0' }

describe('a model server that fails', () => {
  it.each<[string, Answer]>([
    ['is asked too often', fails(429, 'Slow down', { 'retry-after': '1' })],
    ['fails inside', fails(500, 'Oops', soon)],
    ['restarts', fails(503, 'Not yet', soon)],
    ['cuts the stream', says('Half an ans', { cutAfter: 2 })],
    ['drops the connection', drops],
    ['fails midway', failsMidway('Out of memory')],
    ['says nothing', says('')],
    ['sends broken JSON', sends(['data: {"choi', 'ces": [\n\n'], { headers: { 'content-type': 'text/event-stream' } })],
  ])('once (it %s) is asked again, and nothing is done twice', async (_, failure) => {
    const task = await run(note('one'), failure, says('All is well.'))
    expect(task).toMatchObject({ status: 'succeeded', result: { markdown: 'All is well.' } })
    expect(notes()).toEqual(['note one'])
    expect(server.chats).toHaveLength(3)
    expect(task.steps.map(({ kind }) => kind)).toEqual(['model', 'tool', 'model'])
  })

  it('for good fails the task in words; a retry goes on from that step', async () => {
    const refusal = fails(500, 'Oops', soon)
    const task = await run(note('one'), refusal, refusal, refusal, refusal)
    expect(task).toMatchObject({ status: 'failed', error: expect.stringContaining('internal error') })
    expect(task.steps.map(({ kind, status }) => [kind, status])).toEqual([
      ['model', 'done'],
      ['tool', 'done'],
      ['model', 'failed'],
    ])
    server.script(says('Now it works.'))
    await app.post(`/api/tasks/${task.id}/retry`)
    const again = await app.ended(task.id)
    expect(again).toMatchObject({ status: 'succeeded', attempt: 2, result: { markdown: 'Now it works.' } })
    expect(notes()).toEqual(['note one'])
    expect(outcomesIn(server)).toEqual(['noted one'])
  })

  it('with what no retry can mend is not asked again', async () => {
    expect(await run(fails(401, 'Wrong key'))).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('key'),
    })
    expect(await run(page('<html>Welcome</html>'))).toMatchObject({ error: expect.stringContaining('web page') })
    const mute = says('', { finish: 'length', reasoning: 'Hm' })
    expect(await run(mute)).toMatchObject({ error: expect.stringContaining('while thinking') })
    expect(server.chats).toHaveLength(3)
  })

  it('and asks for patience is waited for, as the step says; cancelling ends that at once', async () => {
    server.script(fails(429, 'Slow down', { 'retry-after': '300' }))
    const { id } = await launch()
    const { steps } = await until(
      () => on.task(id),
      ({ steps }) => steps[0]?.title.startsWith('Retrying'),
    )
    expect(steps[0]?.title).toContain('300 seconds')
    await app.post(`/api/tasks/${id}/cancel`)
    expect((await app.ended(id)).status).toBe('cancelled')
    await app.services.tasks.stopAll(workspaceId) // which waits for what still runs
  })

  it('that falls silent in the middle is asked again', async () => {
    const { id: providerId } = await on.provider(server, { name: 'Impatient', limits: { patience: 5 } })
    server.script(says('Half of an', { hangAfter: 2 }), says('All of it.'))
    const { id } = await launch({ providerId })
    expect((await app.ended(id)).result?.markdown).toBe('All of it.')
    expect(server.chats[0]?.cut).toBe(true)
  })

  it('that went away fails the task in words; once it is back, a retry goes on', async () => {
    const { port } = server
    server.script(note('one'), async (_, response) => {
      response.destroy()
      void server[Symbol.asyncDispose]()
    })
    const { id } = await launch()
    expect(await app.ended(id)).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('Nothing is listening'),
    })
    await using back = await startModelServer({ port, reply: () => says('Here I am again.') })
    await app.post(`/api/tasks/${id}/retry`)
    expect((await app.ended(id)).result?.markdown).toBe('Here I am again.')
    expect(outcomesIn(back)).toEqual(['noted one'])
    expect(notes()).toEqual(['note one'])
  })

  it('that is gone for good fails the task with what to do', async () => {
    const { id, agentId } = await launch({ providerId: (await on.provider(server, { name: 'Away' })).id })
    await app.ended(id)
    const { providerId } = await app.json<{ providerId: string }>(`/api/agents/${agentId}`)
    await app.request(`/api/providers/${providerId}`, { method: 'DELETE' })
    await app.post(`/api/tasks/${id}/retry`)
    expect(await app.ended(id)).toMatchObject({ status: 'failed', error: expect.stringContaining('Choose another') })
  })

  it('sends invalid UTF-8, which is stored as what can be stored', async () => {
    const data = (content: string) =>
      Buffer.from(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`)
    const broken = Buffer.from(data('A~B').toString('latin1').replace('~', '\xff\xfe'), 'latin1')
    const end = 'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
    const task = await run(sends([broken, end], { headers: { 'content-type': 'text/event-stream' } }))
    expect(task.status).toBe('succeeded')
    expect(task.result?.markdown).toMatch(/^A\ufffd+B$/)
  })

  it('that sends 10 MB is stopped at what an answer may have', async () => {
    const task = await run(says(Array.from({ length: 160 }, () => 'x '.repeat(32 * 1024))))
    expect(task).toMatchObject({ status: 'succeeded', result: { stoppedBy: 'size' } })
    expect(task.result?.markdown.length).toBeLessThan(1_200_000)
    await until(() => server.chats[0]?.cut)
  })

  it('that has a smaller window than is known is sent less', async () => {
    const long = 'word '.repeat(10_000)
    server.script(fails(400, "This model's maximum context length is 4096 tokens"))
    const { id: agentId } = await on.agent()
    const first = await app.ended((await on.launch({ agentId, workspaceId, prompt: 'One' })).id)
    expect(first.status).toBe('failed') // there is nothing to leave out
    server.script(says(long), fails(400, "This model's maximum context length is 4096 tokens"), says('Short.'))
    const earlier = await app.ended((await on.launch({ agentId, workspaceId, prompt: 'Two' })).id)
    const later = await app.ended(
      (await on.launch({ agentId, workspaceId, prompt: 'Three', continues: earlier.id })).id,
    )
    expect(later).toMatchObject({ status: 'succeeded', result: { markdown: 'Short.' } })
    expect(server.chats.at(-1)?.text.length).toBeLessThan(server.chats.at(-2)?.text.length as number)
  })
})

describe('while a model speaks', () => {
  type Piece = { event: string; data: { channel?: string; offset?: number; delta?: string; kind?: string } }
  const piecesOf = (text: string): Piece[] =>
    text
      .split('\n\n')
      .filter((block) => block.includes('data:'))
      .map((block) => ({
        event: /^event: ?(.*)$/m.exec(block)?.[1] ?? '',
        data: JSON.parse(/^data: ?(.*)$/m.exec(block)?.[1] ?? '') as Piece['data'],
      }))

  it('what it thinks aloud is no part of the answer', async () => {
    const thinks = says('<think>They want a number. [1]</think>\n\nIt is 340.')
    const task = await run(calls([{ name: 'note', arguments: {} }], { text: 'Hm, so</think>I note it.' }), thinks)
    expect(task.result?.markdown).toBe('It is 340.')
    const [first, , last] = task.steps as [Step, Step, Step]
    expect(await on.content(first)).toMatchObject({ text: 'I note it.', reasoning: 'Hm, so' })
    expect(await on.content(last)).toMatchObject({ text: 'It is 340.', reasoning: 'They want a number. [1]' })
    expect(JSON.stringify(server.chats[1]?.body.messages)).not.toContain('Hm, so')
  })

  it('its words come as they are said, put together to all of it', async () => {
    server.script(says('One two three four five six.', { pause: 80, reasoning: 'Hm.' }))
    const { id } = await launch()
    const pieces = piecesOf(await (await app.request(`/api/tasks/${id}/events`)).text())
    const said = pieces.filter(({ event, data }) => event === 'text' && data.channel === 'text')
    expect(said.length).toBeGreaterThan(2)
    const whole = said.reduce((text, { data }) => text.slice(0, data.offset) + data.delta, '')
    expect('One two three four five six.'.startsWith(whole)).toBe(true)
    expect(whole.length).toBeGreaterThan(8)
    expect(pieces.at(-1)).toMatchObject({ event: 'task', data: { status: 'succeeded' } })
  })

  it('cancelling ends the request at once and keeps what was said', async () => {
    server.script(says('I have found one thing and then nothing more comes', { pause: 30, hangAfter: 6 }))
    const { id } = await launch()
    await until(
      () => app.services.live.reader(id)(),
      (pieces) => pieces.some(({ delta }) => delta.includes('thing')),
    )
    await app.post(`/api/tasks/${id}/cancel`)
    await until(() => server.chats[0]?.cut)
    const task = await until(
      () => on.task(id),
      ({ result }) => result,
    )
    expect(task).toMatchObject({ status: 'cancelled', result: { stoppedBy: 'cancel' } })
    expect(task.result?.markdown).toContain('I have found one thing')
    expect(task.steps.map(({ status }) => status)).toEqual(['cancelled'])
  })

  it('it ends with what it has said once the time of its task is over', async () => {
    server.script(note('one'), says('So far so good', { pause: 20, hangAfter: 3 }))
    const { id } = await launch({ limits: { minutes: 60 }, approvals: { read: 'ask' } })
    const [approval] = await on.asked(id)
    const db = connect(app.dataDir)
    const earlier = `strftime('%Y-%m-%dT%H:%M:%fZ', started_at, '-59 minutes', '-57 seconds')`
    db.exec(`UPDATE step SET started_at = ${earlier} WHERE kind = 'model'`)
    db.close()
    await on.decide(approval as Approval, 'once')
    const task = await app.ended(id)
    expect(task).toMatchObject({ status: 'succeeded', result: { stoppedBy: 'minutes' } })
    expect(task.result?.markdown).toBe('So far so\n\n*Stopped at the limit of 60 minutes.*')
    expect(JSON.stringify(server.chats[1]?.body.messages)).toContain('this is your last step')
  })

  it('says nothing for a while: the task is still there, and can be cancelled', async () => {
    server.script(hangs)
    const { id } = await launch()
    await until(() => server.chats.length === 1)
    await app.post(`/api/tasks/${id}/cancel`)
    expect((await app.ended(id)).status).toBe('cancelled')
    await until(() => server.chats[0]?.cut)
  })
})

describe('a tool', () => {
  it('that does not end is left behind when its task is cancelled', async () => {
    server.script(calls([{ name: 'note_for_ever', arguments: { note: 'x' } }], { text: 'I begin.' }))
    const { id } = await launch()
    await until(() => notes().length === 1)
    await app.post(`/api/tasks/${id}/cancel`)
    const task = await until(
      () => on.task(id),
      ({ result }) => result,
    )
    expect(task).toMatchObject({ status: 'cancelled', result: { markdown: 'I begin.' } })
    expect(task.steps.map(({ kind, status }) => [kind, status])).toEqual([
      ['model', 'done'],
      ['tool', 'cancelled'],
    ])
  })
})
