import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerId } from '../../../extensions/backend/src/services/agents/agents.ts'
import type { Document } from '../../../extensions/backend/src/shared/contract/documents.ts'
import type { Step, Task, TaskWithSteps } from '../../../extensions/backend/src/shared/contract/tasks.ts'
import { openApp, type TestApp } from '../../support/app.ts'
import { permit } from '../../support/samples.ts'
import { until } from '../../support/until.ts'
import { csvOf, expectExact, run } from '../support.ts'

let app: TestApp
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

const ask = (workspaceId: string, prompt: string, more = {}) => run(app, answerId, workspaceId, prompt, more)

describe('a question for all documents', () => {
  let workspaceId: string
  let documents: Document[]
  beforeAll(async () => {
    workspaceId = (await app.workspace('Contracts')).id
    documents = await app.add(
      workspaceId,
      ['contract 10.txt', 'The tenant pays a penalty of 50 euros for each late day. The flat has two rooms.'],
      ['contract 2.txt', 'The house is old. A penalty is due when the rent is late.'],
      ['bread.txt', 'Bread is made of flour, water, salt and yeast.'],
      ['damaged.pdf', '%PDF-1.4 and nothing else'],
    )
  })

  it('checks each, in order, and shows every passage with its citation', async () => {
    const task = await ask(workspaceId, 'Which of the contracts mention a penalty?')
    expect(task.status).toBe('succeeded')
    expect(task.result?.citations.map(({ documentName, quote }) => [documentName, quote])).toEqual([
      ['contract 2.txt', 'A penalty is due when the rent is late.'],
      ['contract 10.txt', 'The tenant pays a penalty of 50 euros for each late day.'],
    ])
    await expectExact(app, task)
    expect(task.result?.markdown).toContain(
      'Checked 3 of 4 documents. 2 documents have passages with the words of the question: 2 passages in all.',
    )
    expect(task.result?.markdown).toContain('| contract 2.txt | 1 | A penalty is due when the rent is late. [1] |')
    expect(task.result?.markdown).toMatch(/Not checked:\n\n- damaged\.pdf/)
  })

  it('is a CSV that says of every document what came of it', async () => {
    const rows = await csvOf(app, await ask(workspaceId, 'Which of the contracts mention a penalty?'))
    expect(rows.map(({ Document, Result }) => [Document, Result?.split(':')[0]])).toEqual([
      ['contract 2.txt', 'match'],
      ['contract 10.txt', 'match'],
      ['bread.txt', 'no match'],
      ['damaged.pdf', 'not checked'],
    ])
    expect(rows[0]?.Quote).toBe('A penalty is due when the rent is late.')
  })

  it('says so when no document has it', async () => {
    const task = await ask(workspaceId, 'How many documents mention asbestos?')
    expect(task.result?.citations).toEqual([])
    expect(task.result?.markdown).toContain('No document has a passage with the words of the question.')
  })

  it('keeps to the documents that were named', async () => {
    const named = documents
      .filter(({ name }) => name !== 'contract 2.txt' && name !== 'damaged.pdf')
      .map(({ id }) => id)
    const { result } = await ask(workspaceId, 'Which mention a penalty?', { documentIds: named, exhaustive: true })
    expect(result?.markdown).toContain('Checked 2 of 2 documents.')
    expect(result?.citations.map(({ documentName }) => documentName)).toEqual(['contract 10.txt'])
  })

  it('is asked by a switch, or not, whatever the words', async () => {
    const plain = await ask(workspaceId, 'Is there a penalty?', { exhaustive: true })
    expect(plain).toMatchObject({ exhaustive: true })
    expect(plain.result?.markdown).toContain('Checked 3 of 4 documents.')
    const short = await ask(workspaceId, 'How many rooms does the flat have?', { exhaustive: false })
    expect(short.result?.markdown).not.toContain('Checked')
    expect(short.steps.map(({ kind }) => kind)).toContain('search')
  })

  it('about the documents themselves is answered by counting them', async () => {
    const { result } = await ask(workspaceId, 'How many documents are there?')
    expect(result?.markdown).toContain('There are 4 documents.')
    expect(result?.markdown).toContain('| damaged.pdf |  | couldn’t be read |')
  })
})

describe('500 documents', () => {
  let workspaceId: string
  /** Every fifth one speaks of oil. */
  const text = (n: number) =>
    `${permit.replaceAll('Oil', 'Paint')}\n\n${n % 5 === 0 ? `Oil may be stored in shed ${n}.` : `Shed ${n} is empty.`}\n`
  beforeAll(async () => {
    workspaceId = (await app.workspace('Many')).id
    for (let from = 0; from < 500; from += 100) {
      await app.upload(
        workspaceId,
        ...Array.from({ length: 100 }, (_, n) => [`permit ${from + n}.md`, text(from + n)] as [string, string]),
      )
    }
    await until(
      () => app.documents(workspaceId),
      (all) => all.length === 500 && all.every(({ status }) => status === 'ready'),
      { limit: 150_000, pause: 250 },
    )
  }, 180_000)

  it('are all checked, with progress on the way', async () => {
    const { id } = await app.launch(workspaceId, 'How many permits mention oil?')
    const seen: Step['detail'][] = []
    const task = await until(
      () => app.json<TaskWithSteps>(`/api/tasks/${id}`),
      ({ status, steps }) => {
        const reading = steps.find(({ kind, status }) => kind === 'read' && status === 'running')
        if (reading?.detail.of !== undefined) seen.push(reading.detail)
        return status !== 'queued' && status !== 'running'
      },
      { limit: 60_000, pause: 5 },
    )
    expect(task.status).toBe('succeeded')
    expect(task.result?.markdown).toContain('Checked 500 of 500 documents. 100 documents have passages')
    expect(task.result?.citations.map(({ quote }) => quote)).toEqual(
      Array.from({ length: 100 }, (_, n) => `Oil may be stored in shed ${5 * n}.`),
    )
    await expectExact(app, task)
    expect(await csvOf(app, task)).toHaveLength(500)
    const counts = seen.map(({ checked }) => checked as number)
    expect(counts).toEqual(counts.toSorted((a, b) => a - b))
    for (const { checked, of } of seen) expect([of, (checked as number) <= 500]).toEqual([500, true])
  }, 90_000)

  it('are no longer read once the task is cancelled, and the next one is not held up', async () => {
    const { id } = await app.launch(workspaceId, 'List all duties of every boat')
    await until(
      () => app.json<TaskWithSteps>(`/api/tasks/${id}`),
      ({ steps }) => steps.some(({ kind }) => kind === 'read'),
      { pause: 2 },
    )
    const cancelled = await app.postJson<Task>(`/api/tasks/${id}/cancel`)
    expect(cancelled.status).toBe('cancelled')
    const next = await ask(workspaceId, 'How many permits mention oil?')
    expect(next.status).toBe('succeeded')
    const task = await app.json<TaskWithSteps>(`/api/tasks/${id}`)
    expect(task).toMatchObject({ status: 'cancelled' })
    expect(task.result).toBeUndefined()
    expect(task.steps.every(({ status }) => status === 'cancelled' || status === 'done')).toBe(true)
  }, 90_000)
})
