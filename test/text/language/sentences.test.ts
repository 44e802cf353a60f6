import { describe, expect, it } from 'vitest'
import { quotable, sentences } from '../../../extensions/backend/src/text/language/sentences.ts'

const cut = (text: string) => sentences(text).map(({ start, end }) => text.slice(start, end))

describe('sentences', () => {
  it('ends them at full stops, questions and exclamations', () => {
    expect(cut('It rains. Does it? Yes! So it goes.')).toEqual(['It rains.', 'Does it?', 'Yes!', 'So it goes.'])
    expect(cut('He said “stop.” Then he left.')).toEqual(['He said “stop.”', 'Then he left.'])
  })

  it('does not end them in abbreviations, numbers and initials', () => {
    const whole = [
      'Dr. Smith of the U.S. Navy paid 3.50 euros, e.g. for oil.',
      'Siehe z. B. Abb. 3 vom 3. März im 19. Jahrhundert.',
      'J. R. R. Tolkien wrote it.',
      'It grew by approx. 5 percent in fig. 2 of the report.',
    ]
    for (const sentence of whole) expect(cut(sentence)).toEqual([sentence])
  })

  it('ends them after a year', () => {
    expect(cut('It was founded in 1971. The second came later.')).toHaveLength(2)
  })

  it('ends them in Chinese and Japanese', () => {
    expect(cut('今天下雨。明天晴天！真的吗？')).toEqual(['今天下雨。', '明天晴天！', '真的吗？'])
  })

  it('goes on over a line end, but not over a paragraph, a list or a table row', () => {
    expect(cut('A line that\nwraps here.')).toEqual(['A line that\nwraps here.'])
    expect(cut('A heading\n\nIts text.')).toEqual(['A heading', 'Its text.'])
    expect(cut('• one thing\n• another thing')).toEqual(['• one thing', '• another thing'])
    expect(cut('Fee | 340\nDeposit | 1,200')).toEqual(['Fee | 340', 'Deposit | 1,200'])
    expect(cut('Country\tCapital\nAustria\tVienna')).toEqual(['Country\tCapital', 'Austria\tVienna'])
  })

  it('gives nothing for white space', () => {
    expect(cut(' \n\t ')).toEqual([])
  })
})

it('a sentence that is quoted comes without the mark of its list', () => {
  const text = '• Otherwise use the longest.\n• 3 of them.'
  const quoted = sentences(text).map((sentence) => quotable(text, sentence))
  expect(quoted.map(({ start, end }) => text.slice(start, end))).toEqual(['Otherwise use the longest.', '3 of them.'])
})
