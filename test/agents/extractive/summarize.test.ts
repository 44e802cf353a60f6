import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { summarizeId } from '../../../extensions/backend/src/services/agents/agents.ts'
import type { Agent } from '../../../extensions/backend/src/shared/contract/agents.ts'
import { openApp, type TestApp } from '../../support/app.ts'
import { hasSamples, permit, sample, withoutSamples } from '../../support/samples.ts'
import { expectExact, run } from '../support.ts'

let app: TestApp
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

const summarize = (workspaceId: string, prompt = 'Summarize') => run(app, summarizeId, workspaceId, prompt)

const german = `Der Hafen vergibt zwölf Liegeplätze an die Genossenschaft. Die Genossenschaft zahlt für die Liegeplätze im Hafen.
Wer die Liegeplätze im Hafen nutzt, meldet den Fang der Genossenschaft. Am Abend sang ein Vogel auf dem Baum.`
const chinese =
  '港口向合作社提供十二个泊位。合作社每年为港口的泊位付费。使用港口泊位的船必须报告合作社的渔获。傍晚一只鸟在树上唱歌。'
const arabic =
  'يمنح الميناء التعاونية اثني عشر مرسى. تدفع التعاونية رسوم الميناء كل عام. يجب على التعاونية أن تبلغ الميناء عن الصيد. غنى طائر على الشجرة مساء أمس.'

it('the agent Summarize is there from the start', async () => {
  expect(await app.json<Agent[]>('/api/agents')).toContainEqual(
    expect.objectContaining({
      id: summarizeId,
      name: 'Summarize',
      kind: 'summarize',
      mode: 'extractive',
      builtIn: true,
    }),
  )
})

describe('a summary', () => {
  it('of one document is its own sentences, in order, each cited', async () => {
    const { id } = await app.workspace('One')
    await app.add(id, ['permit.md', permit])
    const task = await summarize(id, 'Summarize this in 3 sentences')
    expect(task.status).toBe('succeeded')
    expect(task.result?.citations).toHaveLength(3)
    await expectExact(app, task)
    const starts = task.result?.citations.map(({ start }) => start) ?? []
    expect(starts).toEqual(starts.toSorted((a, b) => a - b))
    const quotes = task.result?.citations.map(({ quote }) => quote) ?? []
    expect(quotes).toContain('The harbour authority grants the fishing cooperative a permit for twelve moorings.')
    // Nothing but the quotes and their numbers: no sentence that no page has.
    const body = quotes.map((quote, index) => `> ${quote.replace(/\s+/g, ' ')} [${index + 1}]`).join('\n\n')
    expect(task.result?.markdown).toBe(body)
  })

  it('of many has a fair share for each, in any language', async () => {
    const { id } = await app.workspace('Many')
    const long = Array.from(
      { length: 60 },
      (_, n) => `Crew ${n} painted the wall of shed ${n} in the northern harbour.`,
    )
    await app.add(id, ['a long.txt', long.join(' ')], ['b.txt', german], ['c.txt', chinese], ['d.txt', arabic])
    const task = await summarize(id)
    await expectExact(app, task)
    const names = task.result?.citations.map(({ documentName }) => documentName) ?? []
    for (const name of ['a long.txt', 'b.txt', 'c.txt', 'd.txt']) {
      expect(names.filter((each) => each === name).length, name).toBeGreaterThanOrEqual(1)
      expect(task.result?.markdown).toContain(`**${name}**`)
    }
    expect(names).toEqual(names.toSorted())
    expect(task.result?.markdown).toContain('Checked 4 of 4 documents.')
    const quoted = task.result?.citations.map(({ quote }) => quote).join(' ')
    for (const aside of ['Vogel', '鸟', 'طائر']) expect(quoted).not.toContain(aside)
  })

  it('about a topic has what speaks of it only', async () => {
    const { id } = await app.workspace('Topic')
    await app.add(
      id,
      ['permit.md', permit],
      ['bread.txt', 'Bread is made of flour, water, salt and yeast. It is baked in an oven.'],
    )
    const task = await summarize(id, 'Summarize the fees')
    expect(task.result?.citations.map(({ quote }) => quote)).toEqual([
      'The annual fee for each mooring is 340 euros.',
      'It is due on the first of March.',
      'Late payment adds a surcharge of five percent.',
    ])
    expect(task.result?.markdown).toContain('1 document mentions it.')
    const off = await summarize(id, 'Summarize the volcanoes')
    expect(off.result?.markdown).toContain('No document has the words you asked for')
  })

  it('does not say twice what two documents say', async () => {
    const { id } = await app.workspace('Twins')
    await app.add(
      id,
      ['one.md', permit],
      ['two.md', `${permit}\nThe ferry leaves the western pier at noon every day of the week.\n`],
    )
    const { result } = await summarize(id)
    const quotes = result?.citations.map(({ quote }) => quote) ?? []
    expect(new Set(quotes).size).toBe(quotes.length)
    expect(quotes.length).toBeGreaterThan(2)
  })

  it('of more documents than it has room for speaks for those that say most, and says so', async () => {
    const { id } = await app.workspace('Crowd')
    const topics = ['harbour', 'market', 'bridge', 'school', 'garden']
    await app.add(
      id,
      ...Array.from({ length: 70 }, (_, n) => {
        const topic = topics[n % topics.length]
        return [
          `${n}.txt`,
          `The council spoke about the ${topic} of town ${n}. Town ${n} will paint its ${topic} this year.`,
        ] as [string, string]
      }),
    )
    const task = await summarize(id)
    await expectExact(app, task)
    const cited = new Set(task.result?.citations.map(({ documentId }) => documentId)).size
    expect(cited).toBeGreaterThan(0)
    expect(cited).toBeLessThanOrEqual(60)
    expect(task.result?.markdown).toContain('Checked 70 of 70 documents.')
    expect(task.result?.markdown).toContain(`Quotes come from ${cited} of 70 documents`)
  })

  it('names the documents that have no sentences', async () => {
    const { id } = await app.workspace('Tables')
    await app.add(id, ['permit.md', permit], ['prices.txt', 'Fee | 340\nLate | 17\n'])
    const { result } = await summarize(id)
    expect(result?.markdown).toContain('Without complete sentences, such as tables and pictures:\n\n- prices.txt')
    expect(result?.citations.every(({ documentName }) => documentName === 'permit.md')).toBe(true)
  })

  it('names what could not be read, and says when there is nothing to quote', async () => {
    const { id } = await app.workspace('Empty')
    await app.add(id, ['damaged.pdf', '%PDF-1.4 and nothing else'])
    const { status, result } = await summarize(id)
    expect(status).toBe('succeeded')
    expect(result?.citations).toEqual([])
    expect(result?.markdown).toContain('There are no complete sentences to quote.')
    expect(result?.markdown).toMatch(/Not checked:\n\n- damaged\.pdf/)
  })

  it.skipIf(!hasSamples)(
    `of a real PDF of 117 pages is ten of its sentences${withoutSamples}`,
    async () => {
      const { id } = await app.workspace('Real')
      await app.add(id, ['geo.pdf', sample('GeoTopo-komprimiert.pdf')])
      const task = await summarize(id)
      expect(task.result?.citations).toHaveLength(10)
      await expectExact(app, task)
    },
    60_000,
  )
})
