import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { extractId } from '../../../extensions/backend/src/services/agents/agents.ts'
import type { Agent } from '../../../extensions/backend/src/shared/contract/agents.ts'
import type { Task, TaskWithSteps } from '../../../extensions/backend/src/shared/contract/tasks.ts'
import { openApp, type TestApp } from '../../support/app.ts'
import { hasSamples, sample, withoutSamples } from '../../support/samples.ts'
import { until } from '../../support/until.ts'
import { csvOf, expectExact, run } from '../support.ts'

const invoice = `# Invoice RE-2024-001

Dear Ms Meier, thank you for your order of 3 March 2024 | and "more".

We ask you to pay 1.234,56 € by 31.03.2024 to DE89 3704 0044 0532 0130 00.
Questions? Write to billing@example.com, call +49 30 1234567, or see https://example.com/help.
`
const letter = `Rechnung RE-2024-002 vom 5. April 2024 über CHF 1’250.–

=HYPERLINK("http://evil.example") vom 6. April 2024`

let app: TestApp
let workspaceId: string
beforeAll(async () => {
  app = await openApp()
  workspaceId = (await app.workspace()).id
  await app.add(workspaceId, ['invoice 2.md', invoice], ['letter 10.txt', letter], ['empty.pdf', 'not a PDF'])
})
afterAll(() => app.close())

const extract = (prompt: string) => run(app, extractId, workspaceId, prompt)
const quotes = ({ result }: Task) => result?.citations.map(({ quote }) => quote)

it('the agent Extract is there from the start', async () => {
  expect(await app.json<Agent[]>('/api/agents')).toContainEqual(
    expect.objectContaining({ id: extractId, name: 'Extract', kind: 'extract', mode: 'extractive', builtIn: true }),
  )
})

describe('a list', () => {
  it('has what the prompt names, each find cited at its place, document by document', async () => {
    const task = await extract('dates and amounts')
    expect(task.status).toBe('succeeded')
    expect(quotes(task)).toEqual([
      '3 March 2024',
      '1.234,56 €',
      '31.03.2024',
      '5. April 2024',
      'CHF 1’250.–',
      '6. April 2024',
    ])
    await expectExact(app, task)
    expect(task.result?.markdown).toContain('| invoice 2.md | 1 | amount | 1.234,56 € [2] | 1234.56 EUR |')
    expect(task.result?.markdown).toContain('Found 4 dates and 2 amounts.')
  })

  it('says of a date that it has no year', async () => {
    const { id } = await app.workspace()
    await app.add(id, ['due.txt', 'The report is due on March 31.'])
    const task = await run(app, extractId, id, 'dates')
    expect(task.result?.markdown).toContain('| March 31 [1] | 31 March (no year) |')
    const artifact = await app.request(`/api/tasks/${task.id}/artifacts/${task.result?.artifacts[0]?.id}`)
    expect(await artifact.text()).toContain(',March 31,31 March (no year),')
  })

  it('has everything but identifiers when nothing is named', async () => {
    const task = await extract('Everything, please')
    await expectExact(app, task)
    expect(quotes(task)).toEqual(
      expect.arrayContaining([
        'DE89 3704 0044 0532 0130 00',
        'billing@example.com',
        '+49 30 1234567',
        'https://example.com/help',
        '3 March 2024',
        '1.234,56 €',
      ]),
    )
  })

  it('has identifiers that look like an example, a mask, or a regular expression', async () => {
    const wanted = ['RE-2024-001', 'RE-2024-002']
    expect(quotes(await extract('Invoice numbers like AB-1234-567'))).toEqual(wanted)
    expect(quotes(await extract('RE-####-###'))).toEqual(wanted)
    const task = await extract(String.raw`/re-\d{4}-\d+/i`)
    expect(quotes(task)).toEqual(wanted)
    await expectExact(app, task)
    expect(task.result?.markdown).toContain(String.raw`look like ${'`'}/re-\d{4}-\d+/i${'`'}`)
  })

  it('says how many documents were checked and which could not be', async () => {
    const { result, steps } = await extract('IBANs')
    expect(result?.markdown).toContain('Checked 2 of 3 documents. Found 1 IBAN.')
    expect(result?.markdown).toMatch(/Not checked:\n\n- empty\.pdf/)
    expect(steps.map(({ kind, title }) => [kind, title])).toEqual([
      ['read', 'Checked 2 of 3 documents'],
      ['quote', 'Listed 1 result'],
    ])
    expect(steps[0]?.detail).toEqual({ checked: 2, of: 3, unchecked: ['empty.pdf'] })
  })

  it('says so when there is nothing', async () => {
    const { result } = await extract('IDs like ZZZZ-9999999')
    expect(result).toMatchObject({ citations: [] })
    expect(result?.markdown).toContain('Found no identifiers.')
  })

  it('is a CSV, too, in which no formula runs', async () => {
    const task = await extract('dates and amounts')
    const rows = await csvOf(app, task)
    expect(task.result?.artifacts).toMatchObject([{ name: 'dates and amounts.csv' }])
    expect(rows).toHaveLength(6)
    expect(rows[1]).toEqual({
      Document: 'invoice 2.md',
      Folder: '',
      Page: '1',
      Kind: 'amount',
      Found: '1.234,56 €',
      Value: '1234.56 EUR',
      Sentence: expect.stringMatching(/^We ask you to pay 1\.234,56 € by 31\.03\.2024 to DE89/),
      Start: expect.stringMatching(/^\d+$/),
      End: expect.stringMatching(/^\d+$/),
    })
    expect(rows[5]?.Sentence).toMatch(/^'=HYPERLINK/)
  })
})

describe('a pattern', () => {
  it('that does not end fails its own task within seconds and names itself; the server goes on', async () => {
    const { id } = await app.workspace('Hostile')
    await app.add(id, ['a.txt', `${'a'.repeat(2000)}!`])
    const stuck = run(app, extractId, id, '/(a+)+$/')
    const other = await extract('dates')
    expect(other.status).toBe('succeeded')
    const task = await stuck
    expect(task.status).toBe('failed')
    expect(task.error).toMatch(/^\/\(a\+\)\+\$\/ takes too long on a\.txt/)
    expect((await run(app, extractId, id, 'dates')).status).toBe('succeeded')
  }, 60_000)

  it('that does not end is ended at once when its task is cancelled', async () => {
    const { id } = await app.workspace('Cancelled')
    await app.add(id, ['a.txt', `${'a'.repeat(2000)}!`])
    const { id: taskId } = await app.launch(id, '/(a+)+$/', extractId)
    await until(
      () => app.json<TaskWithSteps>(`/api/tasks/${taskId}`),
      ({ steps }) => steps.some(({ kind, status }) => kind === 'read' && status === 'running'),
    )
    const cancelled = await app.postJson<Task>(`/api/tasks/${taskId}/cancel`)
    expect(cancelled.status).toBe('cancelled')
    await app.services.tasks.stopAll(id) // waits until its work has ended
    expect((await run(app, extractId, id, 'dates')).status).toBe('succeeded')
    const task = await app.json<TaskWithSteps>(`/api/tasks/${taskId}`)
    expect(task.result).toBeUndefined()
    expect(task.steps.map(({ kind, status }) => [kind, status])).toEqual([['read', 'cancelled']])
  }, 60_000)

  it('that is none, or missing, is said to be', async () => {
    expect(await extract('/RE-(/')).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('isn’t a valid regular expression'),
    })
    expect(await extract('all identifiers')).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('look like'),
    })
  })
})

it('a list too long to show has all its rows in the CSV', async () => {
  const { id } = await app.workspace('Long')
  const days = Array.from({ length: 250 }, (_, n) => `On ${(n % 28) + 1} May ${1700 + n} it rained.`)
  await app.add(id, ['days.txt', days.join('\n\n')])
  const task = await run(app, extractId, id, 'dates')
  expect(task.result?.citations).toHaveLength(200)
  await expectExact(app, task)
  expect(task.result?.markdown).toContain('Found 250 dates.')
  expect(task.result?.markdown).toContain('50 more rows are in the CSV.')
  const rows = await csvOf(app, task)
  expect(rows.map(({ Found }) => Found)).toEqual(days.map((day) => day.slice(3, -11)))
})

it.skipIf(!hasSamples)(
  `finds what stands in a real PDF of 117 pages${withoutSamples}`,
  async () => {
    const { id } = await app.workspace('Real')
    await app.add(id, ['geo.pdf', sample('GeoTopo-komprimiert.pdf')])
    const task = await run(app, extractId, id, 'E-Mail-Adressen und Beträge')
    await expectExact(app, task)
    expect(quotes(task)).toContain('info@martin-thoma.de')
    expect(quotes(task)).toContain('10 Euro')
  },
  60_000,
)
