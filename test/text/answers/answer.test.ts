import { describe, expect, it } from 'vitest'
import type { Hit } from '../../../extensions/backend/src/shared/contract/search.ts'
import { pageKey } from '../../../extensions/backend/src/shared/page-key.ts'
import { composeAnswer } from '../../../extensions/backend/src/text/answers/answer.ts'

const page = `The harbour authority grants the fishing cooperative a permit for twelve moorings. The annual fee for each mooring is 340 euros. It is due on the first of March. Late payment adds a surcharge of five percent.

Every boat must carry a working radio. The cooperative reports its catch every Friday before noon. Oil changes are allowed only at the eastern pier.`

const hit = (text: string, documentId = 'd1'): Hit => ({
  passageId: 'p',
  documentId,
  documentName: 'permit.md',
  mediaType: 'text/markdown',
  page: 1,
  text,
  start: 0,
  end: text.length,
  score: 1,
  marks: [],
  found: 'words',
})

const compose = (question: string, hits: readonly Hit[], text: string, most = 5) =>
  composeAnswer({ question, hits, pages: new Map(hits.map((each) => [pageKey(each), text])), most })
const ask = (question: string, text = page) => compose(question, [hit(text)], text)

describe('composeAnswer', () => {
  it.each([
    ['How much is the annual fee for a mooring?', '340 euros'],
    ['When does the cooperative report its catch?', 'every Friday before noon'],
    ['Where are oil changes allowed?', 'eastern pier'],
    ['What must every boat carry?', 'working radio'],
  ])('%s', (question, answer) => {
    const { markdown, citations } = ask(question)
    expect(citations[0]?.quote).toContain(answer)
    expect(markdown).toContain('[1]')
  })

  it('quotes word for word, from where it says', () => {
    const { citations } = ask('What about fees, payment, boats and oil at the pier?')
    expect(citations.length).toBeGreaterThan(0)
    for (const { quote, start, end } of citations) expect(page.slice(start, end)).toBe(quote)
  })

  it.each([
    'Who won the football championship?',
    'What is the capital of Mongolia?',
    'How many employees does the hospital have?',
    'permit for nuclear reactors in Bavaria by minister Huber',
    'the of and',
    '???',
  ])('says that nothing answers: %s', (question) => {
    const { markdown, citations } = ask(question)
    expect(citations).toEqual([])
    expect(markdown).toMatch(/^The documents don’t answer this/)
  })

  it('quotes a page that was read anew since the search from where it stands now, or not at all', () => {
    const moved = `A new first line.\n\n${page.replace(/ /g, '  ')}`
    const { citations } = compose('annual fee for each mooring', [hit(page)], moved)
    expect(citations.length).toBeGreaterThan(0)
    for (const { quote, start, end } of citations) expect(moved.slice(start, end)).toBe(quote)
    expect(compose('annual fee for each mooring', [hit(page)], 'Something else.').citations).toEqual([])
  })

  it('does not say the same thing twice', () => {
    const twice = `${page}\n\n${page}`
    const { citations } = ask('annual fee for each mooring', twice)
    expect(new Set(citations.map(({ quote }) => quote)).size).toBe(citations.length)
  })

  it('shows a document’s own marks as they stand', () => {
    const text = 'The **fee** is <b>340</b> [euros](http://x) for `each` mooring | berth # now.'
    const { markdown } = ask('fee for each mooring', text)
    expect(markdown).toContain('\\*\\*fee\\*\\* is \\<b\\>340')
    expect(markdown).not.toMatch(/(?<!\\)[<`]/)
  })

  it('keeps to as many quotes as are wanted', () => {
    expect(compose('cooperative mooring boat fee', [hit(page)], page, 1).citations.length).toBeLessThanOrEqual(1)
  })

  it('quotes the row of a table that was asked for, and none that shares only its headings', () => {
    const table = `Item: Scaffolding | Quantity: 1 | Unit price: 18500
Item: Elastomeric bearing | Quantity: 12 | Unit price: 940
Item: Galvanised railing | Quantity: 86 | Unit price: 210`
    const quotesOf = (question: string) => ask(question, table).citations.map(({ quote }) => quote)
    expect(quotesOf('What is the unit price of an elastomeric bearing?')).toEqual([
      'Item: Elastomeric bearing | Quantity: 12 | Unit price: 940',
    ])
    expect(quotesOf('unit price of the bearing and of the railing')).toHaveLength(2)
  })

  it('finds an identifier whole, not where its parts stand', () => {
    const manual = `asn1_der_coding creates the encoding of a structure and writes it to a buffer.
Decode the class and TAG from DER code with asn1_get_tag.
ASN1 and its coding are described in the standard.
9 asn1_der_coding .`
    expect(ask('What does asn1_der_coding do?', manual).citations.map(({ quote }) => quote)).toEqual([
      'asn1_der_coding creates the encoding of a structure and writes it to a buffer.',
    ])
    expect(ask('What does asn1_ber_reading do?', manual).citations).toEqual([])
    const policy = 'The policy HX 88213 covers water damage.'
    expect(ask('What does HX-88213 cover?', policy).citations).toHaveLength(1)
  })
})
