import { describe, expect, it } from 'vitest'
import type { Hit } from '../../../extensions/backend/src/shared/contract/search.ts'
import { pageKey } from '../../../extensions/backend/src/shared/page-key.ts'
import { composeAnswer } from '../../../extensions/backend/src/text/answers/answer.ts'
import { furtherParts, hasSort } from '../../../extensions/backend/src/text/answers/question-parts.ts'

describe('a question', () => {
  it.each([
    ['What is the fee and when must it be paid?', [['when must it be paid?', 'time']]],
    ['Was kostet der Liegeplatz, und wann ist zu zahlen?', [['wann ist zu zahlen?', 'time']]],
    ['Who signed it? How much does it cost?', [['How much does it cost?', 'number']]],
    ['Who may enter and what is when needed stored in the hall?', []],
    ['What happens when a tool comes back late?', []],
    ['Whose whereabouts are known?', []],
    ['What is the annual fee for a mooring?', []],
  ])('has its parts: %s', (question, parts) => {
    expect(furtherParts(question).map(({ text, sort }) => [text, sort])).toEqual(parts)
  })

  it('is told what a part asks for', () => {
    expect(hasSort('It is due on the first of March.', 'time')).toBe(true)
    expect(hasSort('Sie ist montags geöffnet.', 'time')).toBe(true)
    expect(hasSort('It is green.', 'time')).toBe(false)
    expect(hasSort('There are three of them.', 'number')).toBe(true)
    expect(hasSort('Then the harbour was led by Marta Lindqvist.', 'person')).toBe(true)
    expect(hasSort('It lies behind the church.', 'place')).toBe(true)
  })
})

describe('an answer to a question in two parts', () => {
  const page = `The harbour authority grants a permit. The annual mooring charge is 340 euros. It has to be settled by the first of March. Boats are painted.

The pier was built by the cooperative. Its chairwoman at that time was Marta Lindqvist. Nobody remembers more.`
  const hit = {
    passageId: 'p',
    documentId: 'd',
    documentName: 'x.md',
    page: 1,
    text: page,
    start: 0,
    end: page.length,
  } as Hit
  const quotes = (question: string, most = 5) =>
    composeAnswer({ question, hits: [hit], pages: new Map([[pageKey(hit), page]]), most }).citations.map(
      ({ quote }) => quote,
    )

  it('has what goes on beside the quote, though it has none of its words', () => {
    expect(quotes('How high is the annual mooring charge, and when do we pay?')).toEqual([
      'The annual mooring charge is 340 euros.',
      'It has to be settled by the first of March.',
    ])
    expect(quotes('Did the cooperative build the pier, and who led them?')).toContain(
      'Its chairwoman at that time was Marta Lindqvist.',
    )
  })

  it('has nothing beside it that does not fit, for one part only, or where there is no answer', () => {
    expect(quotes('How high is the annual mooring charge?')).toEqual(['The annual mooring charge is 340 euros.'])
    expect(quotes('How high is the annual mooring charge, and how much is it?')).toHaveLength(1)
    expect(quotes('What does the opera cost and when does it begin?')).toEqual([])
    expect(quotes('How high is the annual mooring charge, and when do we pay?', 1)).toHaveLength(1)
  })
})
