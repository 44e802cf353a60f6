import { describe, expect, it } from 'vitest'
import { type Source, verifyQuotes } from '../../../extensions/backend/src/text/answers/verify-quotes.ts'
import { prose, random } from '../../support/random.ts'

const permit = `The harbour authority grants the fishing cooperative a permit for twelve moorings. The annual fee for each
mooring is 1,340 euros. It is due on the first of March. Late payment adds a surcharge of five percent.

The permit may not be transferred to another holder without the written consent of the authority.`
const rules = `Every boat must carry a working radio. The cooperative reports its catch every Friday before noon.
Oil changes are allowed only at the eastern pier, and never during the night.`

const pages: Record<string, string> = { permit, rules }
const source = (name: string, start = 0, end = pages[name]?.length ?? 0): Source => ({
  documentId: name,
  documentName: `${name}.md`,
  page: 1,
  passageId: `${name} ${start}`,
  quote: pages[name]?.slice(start, end) ?? '',
  start,
  end,
})
const sources = [source('permit'), source('rules')]
const check = (markdown: string, question?: string) =>
  verifyQuotes(
    markdown,
    sources,
    ({ documentId, page }) => (page === 1 ? pages[documentId] : undefined),
    question === undefined ? {} : { question },
  )
const matches = (markdown: string) => check(markdown).citations.map(({ match }) => match)

describe('a quotation with its reference', () => {
  it.each([
    '“The annual fee for each mooring is 1,340 euros” [1]',
    'It says "The annual fee for each mooring is 1,340 euros." [1] and no more.',
    'Laut Genehmigung: „The annual fee for each mooring is 1,340 euros.“ [1]',
    '« The annual fee for each mooring is 1,340 euros » [1].',
    '「The annual fee for each mooring is 1,340 euros」[1]',
    'According to [1], "The annual fee for each mooring is 1,340 euros".',
    '> The annual **fee** for each mooring\n> is 1,340 euros. [1]',
    'The permit says [1]:\n\n> The annual fee for each mooring is 1,340 euros.',
    '> The annual fee for each mooring is 1,340 euros.\n> — permit.md [1]',
    '> "The annual fee for each mooring is 1,340 euros."\n\n[1]',
    'The fee: “…fee for each mooring is 1,340 euros…” 【1†permit】',
  ])('is exact, and quoted as the page has it: %s', (markdown) => {
    const { citations, unsourced } = check(markdown)
    expect(citations).toMatchObject([{ documentId: 'permit', match: 'exact', verified: true }])
    const [{ quote, start, end } = { quote: '', start: 0, end: 0 }] = citations
    expect(permit.slice(start, end)).toBe(quote)
    expect(quote).toMatch(/mooring\s+is 1,340 euros/)
    expect(unsourced).toEqual([])
  })

  it('is found under the number of any passage that a long task was shown', () => {
    const many = Array.from({ length: 1200 }, (_, at) => ({ ...source('rules'), passageId: `rules ${at}` }))
    const text = 'It says “The annual fee for each mooring is 1,340 euros” [1201].'
    const { markdown, citations } = verifyQuotes(text, [...many, source('permit')], ({ documentId, page }) =>
      page === 1 ? pages[documentId] : undefined,
    )
    expect(citations).toMatchObject([{ documentId: 'permit', match: 'exact' }])
    expect(markdown).toBe('It says “The annual fee for each mooring is 1,340 euros” [1].')
  })

  it('is near where two letters changed their places', () => {
    expect(matches('“The habrour authority grants the fishing cooperative a permit for twelve moorings” [1]')).toEqual([
      'near',
    ])
  })

  it('is near when few words differ, and points to the words of the page', () => {
    const { citations } = check(
      '“the harbor authority grants to the fishing cooperative a permit for twelve moorings” [1]',
    )
    expect(citations).toMatchObject([{ match: 'near', verified: false }])
    const [{ start, end } = { start: 0, end: 0 }] = citations
    expect(permit.slice(start, end)).toBe(
      'The harbour authority grants the fishing cooperative a permit for twelve moorings',
    )
  })

  it('is near when it leaves out a part and says so, unless that part negates', () => {
    expect(matches('“Every boat must carry a working radio. The cooperative reports … before noon.” [2]')).toEqual([
      'near',
    ])
    expect(matches('“The permit may […] be transferred to another holder” [1]')).toEqual(['unverified'])
  })

  it.each([
    'The annual fee for each mooring is 1,350 euros. It is due on the first of March.',
    'The annual fee for each mooring is 340 euros. It is due on the first of March.',
    'The annual fee for each mooring is 1,340 dollars and 50 cents.',
    'It is due on the second of March. Late payment adds a surcharge of five percent.',
    'Late payment adds a surcharge of ten percent. It is due on the first of March.',
    'The permit may be transferred to another holder without the written consent of the authority.',
    'The permit may not be transferred to another holder with the written consent of the authority.',
    'The permit must not be transferred to another holder without the written consent of the authority.',
    'Oil changes are not allowed only at the eastern pier, and never during the night.',
    'Oil changes are allowed only at the eastern pier, and during the night.',
    '340 euros',
    'twelve boats',
    'Nothing of this is written anywhere in the documents.',
  ])('is unverified when a number, a negation or more differs: %s', (quote) => {
    expect(matches(`“${quote}” [1]`)).toEqual(['unverified'])
    expect(matches(`> ${quote} [1]`)).toEqual(['unverified'])
  })

  it('is cited from the page where it stands', () => {
    const { markdown, citations } = check('“Every boat must carry a working radio.” [1]')
    expect(citations).toMatchObject([{ documentId: 'rules', match: 'exact' }])
    expect(markdown).toBe('“Every boat must carry a working radio.” [1]')
    expect(matches('“a working” [1]'), 'few words stand anywhere').toEqual(['unverified'])
  })

  it('has a citation of its own where one reference stands for several', () => {
    const { markdown, citations } = check(
      'It is “due on the first of March” and costs “1,340 euros” [1]. See [1, 2] and [9].',
    )
    expect(markdown).toBe('It is “due on the first of March” and costs “1,340 euros” [1][2]. See [3][4] and \\[9\\].')
    expect(citations.map(({ quote, isQuoted }) => isQuoted ?? quote)).toEqual([
      'due on the first of March',
      '1,340 euros',
      false,
      false,
    ])
  })

  it('is not taken from code, or from an escaped bracket', () => {
    const { markdown, citations } = check('`"a" [1]`\n\n```\n"b" [1]\n```\n\nA list\\[1] and a [1](http://x) link')
    expect(citations).toEqual([])
    expect(markdown).toContain('`"a" [1]`')
  })
})

describe('a quotation without a reference', () => {
  it('gets one where it stands on a page, and is named where it does not', () => {
    const { markdown, citations, unsourced } = check(
      'One says “Every boat must carry a working radio”. Another: “All boats have to be painted green.” The “pier” is old.',
    )
    expect(markdown).toContain('radio” [1].')
    expect(citations).toMatchObject([{ documentId: 'rules', match: 'exact' }])
    expect(unsourced).toEqual(['All boats have to be painted green.'])
  })

  it('may repeat the question', () => {
    expect(
      check('You asked “who may paint the boats green”.', 'Who knows who may paint the boats green?').unsourced,
    ).toEqual([])
  })
})

describe('a reference without a quotation', () => {
  it('cites the passage that was handed over, and claims no more', () => {
    const { citations } = check('Radios are needed [2].')
    expect(citations).toMatchObject([{ documentId: 'rules', match: 'exact', isQuoted: false, quote: rules }])
  })
})

describe('any page', () => {
  const next = random(11)
  const plain =
    'harbour mooring boat pier ledger winter cargo sailor lantern anchor captain timber market river bridge tower'.split(
      ' ',
    )
  const sentence = () => Array.from({ length: 12 }, () => plain[Math.floor(next() * plain.length)] as string)
  const one = (page: string, quote: string) =>
    verifyQuotes(`“${quote}” [1]`, [{ ...source('permit'), quote: page, end: page.length }], () => page).citations[0]
      ?.match

  it('has its runs of words exactly, with one word exchanged nearly, with a number or a “not” changed not at all', () => {
    for (let round = 0; round < 200; round++) {
      const before = sentence()
      const said = [...sentence(), String(10 + Math.floor(next() * 90)), ...sentence()]
      const page = `${prose(next, 300)}\n\n${before.join(' ')} ${said.join(' ')}. ${prose(next, 300)}`
      const at = Math.floor(next() * said.length)
      const changed = (word: string, to: number, remove = 0) => said.toSpliced(to, remove, word).join(' ')
      expect(one(page, said.join(next() < 0.5 ? '\n' : '  '))).toBe('exact')
      if (at !== 12) expect(one(page, changed('zephyr', at, 1)), said.join(' ')).toBe('near')
      expect(one(page, changed(String(100 + at), 12, 1))).toBe('unverified')
      expect(one(page, said.toSpliced(12, 1).join(' '))).toBe('unverified')
      expect(one(page, changed('not', 1 + Math.floor(next() * (said.length - 2))))).toBe('unverified')
    }
  })

  it('never breaks an answer, whatever it is', () => {
    const pieces = [
      '“',
      '”',
      '"',
      '[1]',
      '[2, 1]',
      '> ',
      '\n\n',
      '…',
      '「',
      '[',
      ']',
      '`',
      '```',
      '|',
      '- ',
      '\\',
      '\ud800',
    ]
    for (let round = 0; round < 200; round++) {
      let markdown = ''
      while (markdown.length < 200) {
        markdown += next() < 0.5 ? prose(next, 20) : (pieces[Math.floor(next() * pieces.length)] as string)
      }
      const { markdown: written, citations } = check(markdown)
      for (const [, number] of written.matchAll(/(?<!\\)\[(\d+)\](?!\()/g)) expect(Number(number)).toBeGreaterThan(0)
      for (const { match, start, end, quote, documentId } of citations) {
        if (match === 'exact') expect(pages[documentId]?.slice(start, end)).toBe(quote)
      }
    }
  })

  it('is checked in time, even where an answer is endless', () => {
    const page = prose(next, 5_000)
    const many = Array.from({ length: 20 }, (_, at) => ({
      ...source('permit'),
      documentId: `d${at}`,
      quote: page,
      end: page.length,
    }))
    const answer = Array.from({ length: 1000 }, () => `"${prose(next, 200).replace(/["“”]/g, '')}" [1]`).join('\n\n')
    const began = performance.now()
    verifyQuotes(answer, many, () => page)
    verifyQuotes('"'.repeat(200_000), many, () => page)
    verifyQuotes('[1] “'.repeat(50_000), many, () => page)
    verifyQuotes('> '.repeat(100_000), many, () => page)
    verifyQuotes('Said so [1].\n\n'.repeat(50_000), many, () => page)
    verifyQuotes('> a b c d\n\n'.repeat(50_000), many, () => page)
    expect(performance.now() - began).toBeLessThan(60_000)
  })
})

describe('a quotation that goes over to the next page', () => {
  const book = [
    'Tidal works\n\nThe gates were built in 1931. They are closed\n\n11',
    'Tidal works\n\nwhenever the water rises above four metres. The keeper signs the log.\n\n12',
    'Tidal works\n\nNothing stands here that was quoted.\n\n13',
  ]
  const on = (page: number): Source => {
    const text = book[page - 1] as string
    const common = { documentId: 'book', documentName: 'book.pdf', page, passageId: `passage ${page}` }
    return { ...common, quote: text, start: 0, end: text.length }
  }
  const checkIn = (markdown: string, cited: Source[]) =>
    verifyQuotes(markdown, cited, ({ page }) => book[page - 1]).citations

  it.each([
    ['from the page it begins on', [on(1)]],
    ['from the page it ends on', [on(2)]],
    ['from both', [on(2), on(1)]],
  ])('is cited where it begins, whatever stands between the texts of the pages: %s', (_, cited) => {
    const [citation] = checkIn('“They are closed whenever the water rises above four metres.” [1]', cited)
    expect(citation).toMatchObject({ page: 1, match: 'exact', verified: true, continues: { page: 2 } })
    const { start = 0, end = 0, continues, quote } = citation ?? {}
    expect(book[0]?.slice(start, end)).toBe('They are closed')
    expect(book[1]?.slice(continues?.start, continues?.end).trim()).toBe('whenever the water rises above four metres.')
    expect(quote).toMatch(/^They are closed\s+whenever the water rises above four metres\.$/)
  })

  it('is near where few words differ', () => {
    const [citation] = checkIn('“They are being closed whenever the water rises above four metres.” [1]', [on(1)])
    expect(citation).toMatchObject({ page: 1, match: 'near', continues: { page: 2 } })
  })

  it('is unverified where the pages do not follow each other, or a number is another one', () => {
    expect(checkIn('“They are closed Nothing stands here” [1]', [on(1), on(3)])).toMatchObject([
      { match: 'unverified' },
    ])
    expect(checkIn('“built in 1932. They are closed whenever the water rises” [1]', [on(1)])).toMatchObject([
      { match: 'unverified' },
    ])
  })

  it('is cited from one page alone where it stands there', () => {
    const [citation] = checkIn('“The keeper signs the log” [1]', [on(1), on(2)])
    expect(citation).toMatchObject({ page: 2, match: 'exact' })
    expect(citation?.continues).toBeUndefined()
  })
})
