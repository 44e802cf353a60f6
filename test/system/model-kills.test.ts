import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Approval } from '../../extensions/backend/src/shared/contract/approvals.ts'
import type { Task, TaskWithSteps } from '../../extensions/backend/src/shared/contract/tasks.ts'
import { temporaryFolder } from '../support/folder.ts'
import { outcomesIn } from '../support/model-agent.ts'
import { type ChatBody, calls, says } from '../support/model-answers.ts'
import { startModelServer } from '../support/model-server.ts'
import { startToolServer, toolFolder } from '../support/tool-server.ts'
import { until } from '../support/until.ts'

const note = (name: 'again' | 'once', text: string) => calls([{ name, arguments: { note: text } }])
const kindsOf = ({ steps }: TaskWithSteps) => steps.map(({ kind, status }) => [kind, status])

/** A server with an agent that asks the scripted model. */
const begin = async (modelServer: Awaited<ReturnType<typeof startModelServer>>, more = {}) => {
  const place = toolFolder(temporaryFolder())
  const server = await startToolServer(place)
  await server.provider(modelServer)
  const { id: workspaceId } = await server.workspace()
  const approvals = { write: 'allow' as const }
  const { id: agentId } = await server.agent({ tools: ['again', 'once'], approvals, ...more })
  return { place, server, request: { workspaceId, agentId } }
}

describe('a task with a model goes on by itself when its server was killed', () => {
  it('while the model spoke', async () => {
    await using model = await startModelServer()
    model.script(note('again', 'one'), says('Half of an', { pause: 20, hangAfter: 2 }), says('All of it.'))
    const { place, server, request } = await begin(model)
    const { id } = await server.launch(request)
    await until(() => model.chats.length === 2)
    await delay(100)
    await server.kill()
    await using next = await startToolServer(place)
    const task = await next.ended(id)
    expect(task).toMatchObject({ status: 'succeeded', attempt: 1, result: { markdown: 'All of it.' } })
    expect(kindsOf(task)).toEqual([
      ['model', 'done'],
      ['tool', 'done'],
      ['model', 'interrupted'],
      ['model', 'done'],
    ])
    expect(place.notes()).toEqual(['again one'])
  })

  it('while a tool worked that may be called again', async () => {
    await using model = await startModelServer()
    model.script(note('again', 'one'), says('Done.'))
    const { place, server, request } = await begin(model)
    place.close('again')
    const { id } = await server.launch(request)
    await until(() => place.notes().length === 1)
    await server.kill()
    place.open('again')
    await using next = await startToolServer(place)
    const task = await next.ended(id)
    expect(task.status).toBe('succeeded')
    expect(kindsOf(task)).toEqual([
      ['model', 'done'],
      ['tool', 'interrupted'],
      ['tool', 'done'],
      ['model', 'done'],
    ])
    expect(model.chats).toHaveLength(2)
  })

  it.each(['once', 'deny'])('while a tool worked that must not be called twice: it asks (%s)', async (decision) => {
    await using model = await startModelServer()
    model.script(note('once', 'one'), says('Done.'))
    const { place, server, request } = await begin(model)
    place.close('once')
    const { id } = await server.launch(request)
    await until(() => place.notes().length === 1)
    await server.kill()
    place.open('once')
    await using next = await startToolServer(place)
    const [approval] = (await next.asked(id)) as [Approval]
    expect(approval).toMatchObject({ kind: 'rerun', tool: 'once', arguments: { note: 'one' } })
    expect(place.notes()).toEqual(['once one'])
    expect((await next.decide(approval, decision)).status).toBe(200)
    expect((await next.ended(id)).status).toBe('succeeded')
    expect(place.notes()).toHaveLength(decision === 'once' ? 2 : 1)
    expect(outcomesIn(model)[0]).toContain(decision === 'once' ? 'noted one' : 'cut off')
  })

  it('while it waited for its user, and just when he had decided', async () => {
    await using model = await startModelServer()
    model.script(note('once', 'one'), says('Done.'))
    const { place, server, request } = await begin(model, { approvals: {} })
    const { id } = await server.launch(request)
    const [asked] = (await server.asked(id)) as [Approval]
    await server.kill()
    const second = await startToolServer(place)
    const [still] = (await second.asked(id)) as [Approval]
    expect(still).toEqual(asked)
    expect(place.notes()).toEqual([])
    place.close('once')
    expect((await second.decide(still, 'once')).status).toBe(200)
    await until(() => place.notes().length === 1)
    await second.kill()
    place.open('once')
    await using third = await startToolServer(place)
    const [rerun] = (await third.asked(id)) as [Approval]
    expect(rerun.kind).toBe('rerun')
    await third.decide(rerun, 'deny', 'It was done.')
    const task = await third.ended(id)
    expect(task.approvals.map(({ kind, status }) => [kind, status])).toEqual([
      ['call', 'approved'],
      ['rerun', 'denied'],
    ])
    expect(place.notes()).toEqual(['once one'])
  })

  it('or stopped as it should be', async () => {
    await using model = await startModelServer()
    model.script(note('again', 'one'), says('Half of', { hangAfter: 1 }), says('All of it.'))
    const { place, server, request } = await begin(model)
    const { id } = await server.launch(request)
    await until(() => model.chats.length === 2)
    await server.stop()
    await until(() => model.chats[1]?.cut)
    await using next = await startToolServer(place)
    expect(await next.ended(id)).toMatchObject({ status: 'succeeded', result: { markdown: 'All of it.' } })
  })

  it('however often, as long as it gets on; one that crashes it over and over is left alone', async () => {
    await using model = await startModelServer()
    const { place, server, request } = await begin(model)
    let now = server
    const hangs = says('Half of', { hangAfter: 1 })
    model.script(note('again', '1'), hangs, note('again', '2'), hangs, note('again', '3'), hangs, says('Done.'))
    const { id } = await now.launch(request)
    for (const chats of [2, 4, 6]) {
      await until(() => model.chats.length === chats)
      await now.kill()
      now = await startToolServer(place, { afterCrash: true })
    }
    expect((await now.ended(id)).status).toBe('succeeded')
    model.script(hangs, hangs)
    const { id: bad } = await now.launch(request)
    for (const chats of [8, 9]) {
      await until(() => model.chats.length === chats)
      await now.kill()
      now = await startToolServer(place, { afterCrash: true })
    }
    expect(await now.ended(bad)).toMatchObject({ status: 'failed', error: expect.stringContaining('no longer tries') })
    await now.kill()
  })
})

const kills = 50
const lines = 2
/** Calls that each task makes, and tasks that are under way in each line. */
const callsEach = 4
const tasksEach = 6

/** Calls `once` again and again, with a note that names task and call, then says that it is done. */
const diligent = ({ messages = [] }: ChatBody) => {
  const prompt = String(messages.find(({ role }) => role === 'user')?.content)
  const done = messages.filter(({ role }) => role === 'tool').length
  if (done === callsEach) return says('Done with it all.', { pause: 10 })
  return calls([{ name: 'once', arguments: { note: `${prompt} ${done}` } }], { pause: 10, text: 'Going on.' })
}

const decideAll = async (server: Awaited<ReturnType<typeof startToolServer>>) => {
  for (const approval of await server.json<Approval[]>('/api/approvals?status=pending')) {
    const [line] = approval.title.match(/“.*”/) ?? []
    // Every other one, so that both ways are gone.
    await server.decide(approval, /[13]”$/.test(line ?? '') ? 'once' : 'deny')
  }
}

const liveThrough = async (name: string, model: Awaited<ReturnType<typeof startModelServer>>) => {
  const { place, server, request } = await begin(model)
  let now = server
  const launched: Task[] = []
  let hits = 0
  for (let round = 0; round < kills / lines; round++) {
    const open = await now
      .json<Task[]>('/api/tasks')
      .then((all) => all.filter(({ status }) => ['queued', 'running', 'waiting'].includes(status)))
    for (let more = open.length; more < tasksEach; more++) {
      launched.push(await now.launch({ ...request, prompt: `${name} ${launched.length}` }))
    }
    await decideAll(now)
    await delay(Math.random() * 600)
    if ((await now.json<Task[]>('/api/tasks?status=running')).length > 0) hits += 1
    await now.kill()
    now = await startToolServer(place)
  }
  const isOver = async () => {
    await decideAll(now)
    const all = await now.json<Task[]>('/api/tasks')
    return all.every(({ status }) => !['queued', 'running', 'waiting'].includes(status))
  }
  await until(isOver, Boolean, { limit: 60_000, pause: 100 })
  const tasks = await Promise.all(launched.map(({ id }) => now.task(id)))
  await now.kill()
  return { tasks, notes: place.notes(), hits }
}

it(`loses no step and does nothing twice unasked in ${kills} kills at any moment`, { timeout: 300_000 }, async () => {
  await using model = await startModelServer({ reply: ({ body }) => diligent(body) })
  const lived = await Promise.all(Array.from({ length: lines }, (_, line) => liveThrough(`line-${line}`, model)))
  const all = lived.flatMap(({ tasks }) => tasks)
  const cutOff = (kind: string) =>
    all.flatMap(({ steps }) => steps).filter((step) => step.kind === kind && step.status === 'interrupted').length
  expect(cutOff('model')).toBeGreaterThan(0)
  expect(cutOff('tool')).toBeGreaterThan(0)
  for (const { tasks, notes, hits } of lived) {
    expect(hits).toBeGreaterThan(0)
    expect(tasks.filter(({ status }) => status !== 'succeeded')).toEqual([])
    for (const { prompt, steps, approvals } of tasks) {
      const turns = steps.filter(({ kind, status }) => kind === 'model' && status === 'done')
      expect(turns).toHaveLength(callsEach + 1)
      for (let call = 0; call < callsEach; call++) {
        const times = notes.filter((line) => line === `once ${prompt} ${call}`).length
        const allowed = approvals.filter(
          ({ title, status }) => title.includes(`“${prompt} ${call}”`) && status === 'approved',
        ).length
        expect(times).toBeLessThanOrEqual(1 + allowed)
        const done = steps.filter(({ kind, status, detail }) => {
          const isIt = kind === 'tool' && String(detail.arguments).includes(`${prompt} ${call}"`)
          return isIt && status === 'done'
        }).length
        const denied = approvals.some(
          ({ title, status }) => title.includes(`“${prompt} ${call}”`) && status === 'denied',
        )
        expect(done + Number(denied)).toBe(1)
        expect(times).toBeGreaterThanOrEqual(done)
      }
    }
  }
})
