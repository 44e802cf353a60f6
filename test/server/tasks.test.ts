import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerId } from '../../extensions/backend/src/services/agents/agents.ts'
import type { Agent } from '../../extensions/backend/src/shared/contract/agents.ts'
import type { Page } from '../../extensions/backend/src/shared/contract/documents.ts'
import type { Task, TaskWithSteps } from '../../extensions/backend/src/shared/contract/tasks.ts'
import { openApp, type TestApp } from '../support/app.ts'
import { permit } from '../support/samples.ts'

let app: TestApp
let workspaceId: string
beforeAll(async () => {
  app = await openApp()
  workspaceId = (await app.workspace()).id
  await app.add(workspaceId, ['permit.md', permit], ['bread.txt', 'Bread is made of flour, water, salt and yeast.'])
})
afterAll(() => app.close())

type Sent = { event: string; id: number; data: unknown }
const sentBy = async (response: Response): Promise<Sent[]> =>
  (await response.text())
    .split('\n\n')
    .filter((block) => block.includes('data:'))
    .map((block) => {
      const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? ''
      return { event: field('event'), id: Number(field('id')), data: JSON.parse(field('data')) }
    })

describe('the agent Answer', () => {
  it('is there from the start', async () => {
    const agents = await app.json<Agent[]>('/api/agents')
    expect(agents).toContainEqual(
      expect.objectContaining({ id: answerId, name: 'Answer', builtIn: true, mode: 'extractive' }),
    )
  })

  it('answers with exact quotes, each at its place on the page', async () => {
    const task = await app.ask(workspaceId, 'How much is the annual fee for a mooring?')
    expect(task).toMatchObject({ status: 'succeeded', result: { mode: 'extractive', artifacts: [] } })
    const citations = task.result?.citations ?? []
    expect(citations[0]).toMatchObject({ documentName: 'permit.md', verified: true })
    expect(citations[0]?.quote).toContain('340 euros')
    for (const [index, citation] of citations.entries()) {
      const page = await app.json<Page>(`/api/documents/${citation.documentId}/pages/${citation.page}`)
      expect(page.text.slice(citation.start, citation.end)).toBe(citation.quote)
      expect(task.result?.markdown).toContain(`[${index + 1}]`)
    }
    expect(task.steps.map(({ kind, status }) => [kind, status])).toEqual([
      ['search', 'done'],
      ['read', 'done'],
      ['quote', 'done'],
    ])
  })

  it('says so when the documents have nothing', async () => {
    const task = await app.ask(workspaceId, 'zebra quantum chromodynamics?')
    expect(task).toMatchObject({ status: 'succeeded', result: { citations: [] } })
    expect(task.result?.markdown).toMatch(/\w+/)
  })

  it('waits for what is still being indexed', async () => {
    const { id } = await app.workspace('Busy')
    const parts = Array.from(
      { length: 30 },
      (_, n) => [`part ${n}.md`, permit.replaceAll('340', String(1000 + n))] as [string, string],
    )
    await app.upload(id, ...parts)
    const task = await app.ask(id, 'Which annual fee for a mooring is 1029 euros?')
    expect(task.steps[0]).toMatchObject({ kind: 'wait', status: 'done' })
    expect(task.result?.citations.map(({ quote }) => quote).join()).toContain('1029 euros')
  })

  it('says which words it searched for in place of misspelt ones', async () => {
    const task = await app.ask(workspaceId, 'How much is the anual fee for a mooring?')
    expect(task.steps.find(({ kind }) => kind === 'search')?.title).toContain('with “annual” instead of “anual”')
    expect(task.result?.citations[0]?.quote).toContain('340 euros')
  })

  it('looks only in the documents that were named', async () => {
    const documents = await app.json<{ id: string; name: string }[]>(`/api/workspaces/${workspaceId}/documents`)
    const bread = documents.find(({ name }) => name === 'bread.txt')
    const ask = async (prompt: string) => {
      const request = { agentId: answerId, workspaceId, prompt, documentIds: [bread?.id] }
      const { id } = await app.postJson<Task>('/api/agents/run', request)
      return (await app.ended(id)).result?.citations.map(({ documentName }) => documentName)
    }
    expect(await ask('What is bread made of?')).toEqual(['bread.txt'])
    expect(await ask('How much is the annual fee for a mooring?')).toEqual([])
  })
})

describe('a task', () => {
  it('is refused for an agent, a workspace or a document that is not there', async () => {
    const good = { agentId: answerId, workspaceId, prompt: 'x' }
    for (const [change, code] of [
      [{ agentId: 'nope' }, 'agent.unknown'],
      [{ workspaceId: 'nope' }, 'workspace.unknown'],
      [{ documentIds: ['nope'] }, 'document.unknown'],
    ] as const) {
      const response = await app.post('/api/agents/run', { ...good, ...change })
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({ error: { code } })
    }
  })

  it('is listed by workspace and state, the newest first', async () => {
    const { id } = await app.workspace('Listed')
    const first = await app.ask(id, 'one?')
    const second = await app.ask(id, 'two?')
    const list = await app.json<Task[]>(`/api/tasks?workspaceId=${id}`)
    expect(list.map((task) => task.id)).toEqual([second.id, first.id])
    expect(await app.json<Task[]>(`/api/tasks?workspaceId=${id}&status=failed`)).toEqual([])
    expect((await app.request('/api/tasks?status=nonsense')).status).toBe(400)
  })

  it('cannot be cancelled once it ended, nor retried before; a retry is its next attempt', async () => {
    const task = await app.ask(workspaceId, 'Where are oil changes allowed?')
    const cancelled = await app.post(`/api/tasks/${task.id}/cancel`, {})
    expect(cancelled.status).toBe(409)
    expect(await cancelled.json()).toMatchObject({ error: { code: 'task.ended' } })
    const retried = await app.post(`/api/tasks/${task.id}/retry`, {})
    expect(retried.status).toBe(202)
    const again = await app.ended(task.id)
    expect(again).toMatchObject({ status: 'succeeded', attempt: 2 })
    expect(again.steps.filter(({ attempt }) => attempt === 2)).toHaveLength(again.steps.length / 2)
  })

  it('tells its steps as they come, and what a client missed', async () => {
    const { id } = await app.postJson<Task>('/api/agents/run', {
      agentId: answerId,
      workspaceId,
      prompt: 'What must every boat carry?',
    })
    const sent = await sentBy(await app.request(`/api/tasks/${id}/events`))
    const last = sent.at(-1)
    expect(last).toMatchObject({ event: 'task', data: { id, status: 'succeeded' } })
    const quote = sent.filter(({ event, data }) => event === 'step' && (data as { kind: string }).kind === 'quote')
    expect(quote.at(-1)?.data).toMatchObject({ status: 'done' })
    expect(sent.map(({ id }) => id)).toEqual(sent.map(({ id }) => id).toSorted((a, b) => a - b))
    const headers = { 'last-event-id': String(last?.id) }
    expect(await sentBy(await app.request(`/api/tasks/${id}/events`, { headers }))).toEqual([])
    const all = await sentBy(await app.request(`/api/tasks/${id}/events`))
    expect(all.filter(({ event }) => event === 'step')).toHaveLength(
      (await app.json<TaskWithSteps>(`/api/tasks/${id}`)).steps.length,
    )
  })
})

describe('stopping', () => {
  it('cancels a task that waits, at once, and leaves its step cancelled', async () => {
    const { id } = await app.workspace('Slow')
    const parts = Array.from(
      { length: 80 },
      (_, n) => [`part ${n}.md`, `${permit}\n${n}\n`.repeat(5)] as [string, string],
    )
    await app.upload(id, ...parts)
    const { id: taskId } = await app.postJson<Task>('/api/agents/run', {
      agentId: answerId,
      workspaceId: id,
      prompt: 'fee?',
    })
    const cancelled = await app.postJson<Task>(`/api/tasks/${taskId}/cancel`)
    expect(cancelled.status).toBe('cancelled')
    const task = await app.json<TaskWithSteps>(`/api/tasks/${taskId}`)
    expect(task.status).toBe('cancelled')
    expect(task.steps.every(({ status }) => status !== 'running')).toBe(true)
    expect((await app.request(`/api/workspaces/${id}`, { method: 'DELETE' })).status).toBe(204)
  })

  it('leaves a running task for the next start, which runs it by itself, and half-indexed documents, too', async () => {
    const first = await openApp()
    const { id } = await first.workspace()
    const parts = Array.from(
      { length: 60 },
      (_, n) => [`part ${n}.md`, `${permit}\n${n}\n`.repeat(5)] as [string, string],
    )
    await first.upload(id, ...parts)
    const task = await first.postJson<Task>('/api/agents/run', {
      agentId: answerId,
      workspaceId: id,
      prompt: 'annual fee?',
    })
    await first.close({ keep: true })
    const second = await openApp({ dataDir: first.dataDir, start: false })
    try {
      expect(await second.json(`/api/tasks/${task.id}`)).toMatchObject({ status: 'queued' })
      second.services.start()
      const documents = await second.add(id, ...parts)
      expect(documents.every(({ status }) => status === 'ready')).toBe(true)
      expect(documents).toHaveLength(parts.length)
      expect(await second.json<unknown[]>(`/api/workspaces/${id}/documents`)).toHaveLength(parts.length)
      expect(await second.ended(task.id)).toMatchObject({ status: 'succeeded', attempt: 1 })
    } finally {
      await second.close()
    }
  })
})
