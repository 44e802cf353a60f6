import { describe, expect, it } from 'vitest'
import { fairShares } from '../../../extensions/backend/src/text/answers/shares.ts'
import {
  about,
  repeats,
  type Source,
  summarizable,
  telling,
} from '../../../extensions/backend/src/text/answers/summary.ts'
import { readSummaryRequest } from '../../../extensions/backend/src/text/answers/summary-request.ts'
import { termOf } from '../../../extensions/backend/src/text/language/words.ts'
import { chunk } from '../../../extensions/backend/src/text/pages/chunk.ts'

const sourcesOf = (...pages: string[]): Source[] =>
  pages.flatMap((text, at) =>
    chunk({ text, headings: [] }, []).map(({ start, end }) => ({
      passageId: `passage ${at}`,
      page: at + 1,
      start,
      text: text.slice(start, end),
    })),
  )
const best = (most: number, ...pages: string[]) => telling(summarizable(sourcesOf(...pages)), { most })

/** In each, one sentence shares words with all others but one, which shares words with none. */
const documents: Record<string, [text: string, central: string, alone: string]> = {
  en: [
    'Bread needs flour and water. The baker mixes flour with water and yeast. Yeast makes the dough of flour and water rise. A cat slept on the roof of the church yesterday. The dough rests before the baker bakes the bread.',
    'The baker mixes flour with water and yeast.',
    'A cat slept on the roof of the church yesterday.',
  ],
  de: [
    'Brot braucht Mehl und Wasser. Der Bäcker mischt Mehl mit Wasser und Hefe. Die Hefe lässt den Teig aus Mehl und Wasser gehen. Gestern schlief eine Katze auf dem Dach der Kirche. Der Teig ruht, bevor der Bäcker das Brot backt.',
    'Der Bäcker mischt Mehl mit Wasser und Hefe.',
    'Gestern schlief eine Katze auf dem Dach der Kirche.',
  ],
  zh: [
    '面包需要面粉和水。面包师把面粉与水和酵母混合。酵母使面粉和水做成的面团发酵。昨天一只猫睡在教堂的屋顶上。面包师烤面包之前面团要休息。',
    '面包师把面粉与水和酵母混合。',
    '昨天一只猫睡在教堂的屋顶上。',
  ],
  ar: [
    'يحتاج الخبز إلى الدقيق مع الماء. يخلط الخباز الدقيق مع الماء مع الخميرة. تجعل الخميرة العجين من الدقيق مع الماء يرتفع. نامت قطة أمس على سطح الكنيسة القديمة. يرتاح العجين قبل أن يخبز الخباز الخبز.',
    'يخلط الخباز الدقيق مع الماء مع الخميرة.',
    'نامت قطة أمس على سطح الكنيسة القديمة.',
  ],
}

describe.each(Object.entries(documents))('a summary in %s', (_, [text, central, alone]) => {
  it('has the sentence first that all others are like, and the one last that is like none', () => {
    const ranked = best(5, text).map((sentence) => sentence.text)
    expect(ranked[0]).toBe(central)
    expect(ranked.at(-1)).toBe(alone)
  })
  it('quotes the page word for word', () => {
    for (const { start, end, text: quote } of best(5, text)) expect(text.slice(start, end)).toBe(quote)
  })
})

describe('the sentences of a summary', () => {
  it('do not repeat each other', () => {
    const text = `The annual fee for each mooring is 340 euros. The annual fee for each mooring is 340 euros in all. Every boat must carry a working radio on board.`
    const chosen = best(3, text).map((sentence) => sentence.text)
    expect(chosen).toHaveLength(2)
    expect(chosen).toContain('Every boat must carry a working radio on board.')
  })

  it('are neither headers of pages, nor rows of tables, nor half sentences', () => {
    const pages = Array.from(
      { length: 4 },
      (_, n) =>
        `The Harbour Authority of the North, a public body.\n\nMooring ${n} of the harbour was repaired by the men of crew ${n}.\n\nName | Fee | Due | Paid | Rest | Note\n\nfor the harbour and everything that is in it`,
    )
    const found = summarizable(sourcesOf(...pages)).map(({ text }) => text)
    expect(found).toEqual(pages.map((_, n) => `Mooring ${n} of the harbour was repaired by the men of crew ${n}.`))
  })

  it('are fragments only where a document has nothing else', () => {
    const found = summarizable(sourcesOf('all boats of the northern harbour authority'))
    expect(found.map(({ text }) => text)).toEqual(['all boats of the northern harbour authority'])
  })

  it('are those about a topic, with what stands beside them and under its heading', () => {
    const found = summarizable([
      {
        passageId: 'a',
        page: 1,
        start: 0,
        text: 'The harbour is old and very large. The fee is paid by every owner. Late owners pay five percent more.',
      },
      {
        passageId: 'b',
        page: 1,
        start: 200,
        text: 'Nobody may swim near the eastern pier. The lamp burns all through the night.',
      },
      { passageId: 'c', page: 2, start: 0, heading: 'Rules › Fees', text: 'It is due on the first of March.' },
      {
        passageId: 'd',
        page: 3,
        start: 0,
        text: `${'Boats of all kinds lie in the bay here. '.repeat(2)}${Array.from({ length: 20 }, (_, n) => `Crew ${n} painted the wall number ${n} again.`).join(' ')}`,
      },
    ])
    expect(about(found, new Set([termOf('fees')])).map(({ text }) => text)).toEqual([
      'The harbour is old and very large.',
      'The fee is paid by every owner.',
      'Late owners pay five percent more.',
      'It is due on the first of March.',
    ])
    expect(about(found, new Set(['zebra']))).toEqual([])
    expect(about(found, new Set())).toEqual([])
  })

  it('of two documents are the same when nearly all terms are', () => {
    const [a, b, c] = summarizable(
      sourcesOf(
        'The fee for a mooring is 340 euros. A mooring: the fee is 340 euros. The fee for a boat is paid in March.',
      ),
    )
    expect(a && b && repeats(a, b)).toBe(true)
    expect(a && c && repeats(a, c)).toBe(false)
  })
})

it('a summary of 20,000 sentences takes seconds, not minutes', () => {
  const text = (n: number) =>
    `The ${n % 997} committee of ${n % 89} met in room ${n % 31} and paid ${n} euros to group ${n % 13} today.`
  const found = summarizable(
    Array.from({ length: 2000 }, (_, at) => ({
      passageId: String(at),
      page: at + 1,
      start: 0,
      text: Array.from({ length: 10 }, (_, n) => text(10 * at + n)).join(' '),
    })),
  )
  expect(found).toHaveLength(20_000)
  const began = performance.now()
  expect(telling(found, { most: 10 })).toHaveLength(10)
  expect(performance.now() - began).toBeLessThan(30_000)
}, 60_000)

describe('fair shares', () => {
  it('give everyone one, then more to those who can take it', () => {
    expect(fairShares([5, 1, 5], 7)).toEqual([3, 1, 3])
    expect(fairShares([5, 5, 5], 2)).toEqual([1, 1, 0])
    expect(fairShares([1, 2], 10)).toEqual([1, 2])
    expect(fairShares([], 10)).toEqual([])
  })
})

describe('what a summary is to be about', () => {
  it.each([
    ['Summarize', '', undefined],
    ['Please summarize these documents in 5 sentences', '', 5],
    ['Fasse die Gebühren in 3 Sätzen zusammen', 'Gebühren', 3],
    ['总结一下这些文件', '', undefined],
    ['请用3句话总结合同的费用', '合同 费用', 3],
    ['Give me an overview of the harbour fees', 'harbour fees', undefined],
    ['What are the 3 key points?', '', 3],
    ['Summarize chapter 12', 'chapter', undefined],
  ])('%s', (prompt, topic, most) => {
    const terms = topic.split(' ').filter(Boolean).map(termOf)
    const { topic: read, ...rest } = readSummaryRequest(prompt)
    for (const term of terms) expect([...read]).toContain(term)
    if (terms.length === 0) expect([...read]).toEqual([])
    expect(rest).toEqual(most === undefined ? {} : { most })
  })
})
