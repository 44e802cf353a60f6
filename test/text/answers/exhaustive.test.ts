import { describe, expect, it } from 'vitest'
import { checker, weigh } from '../../../extensions/backend/src/text/answers/document-check.ts'
import { isExhaustive, soughtBy } from '../../../extensions/backend/src/text/answers/exhaustive.ts'
import { words } from '../../../extensions/backend/src/text/language/words.ts'

describe('questions', () => {
  it.each([
    'How many permits mention asbestos?',
    'Which of the contracts end in 2025?',
    'Which documents mention oil?',
    'List all fees',
    'Please list every boat',
    'Wie viele Liegeplätze gibt es?',
    'Welche der Verträge enden 2025?',
    'In welchen Dokumenten steht etwas von Öl?',
    'Nenne mir alle Gebühren',
    'Combien de bateaux ont une radio ?',
    '¿Cuántos contratos hay?',
    'Quali dei contratti scadono?',
    'Quantos barcos?',
    'Hoeveel contracten zijn er?',
    'Które z umów wygasają?',
    'Сколько договоров упоминают штраф?',
    'Kaç sözleşme var?',
    '哪些合同提到罚款？',
    '有多少份合同？',
    '契約は何件ありますか',
    '계약은 몇 개입니까',
    'كم عدد العقود؟',
  ])('only all documents can answer: %s', (question) => expect(isExhaustive(question)).toBe(true))

  it.each([
    'How much is the fee?',
    'Which annual fee for a mooring is 1029 euros?',
    'What is the number of the permit?',
    'What must every boat carry?',
    'Is the list complete?',
    'Where does the listing end?',
    'Was kostet ein Liegeplatz?',
    'Wer hat alle Rechte?',
    'Quelle est la taxe ?',
    'Hoeveel kost het?',
    'Сколько стоит?',
    '费用是多少？',
    'كم سعر الرسوم',
  ])('one place can answer: %s', (question) => expect(isExhaustive(question)).toBe(false))

  it('are read for what they seek', () => {
    const terms = (question: string) => soughtBy(question).terms
    expect(terms('How many documents mention the word “oil”?')).toEqual(['oil'])
    expect(terms('How many documents are there?')).toEqual([])
    expect(terms('哪些合同提到罚款？')).toEqual(['合同', '罚款'])
    expect(soughtBy('Which of the contracts end in 2025?')).toMatchObject({ counted: 'contract' })
    expect(soughtBy('How many documents mention a fee for moorings?')).not.toHaveProperty('counted')
    expect(soughtBy('List all fees')).not.toHaveProperty('counted')
    expect(soughtBy('list all "late payment" -boats')).toMatchObject({
      phrases: [['late', 'payment']],
      excluded: [['boat']],
    })
  })
})

/** The quotes that a question gets from one passage of a document, whose terms are as rare as these counts say. */
const quotes = (
  question: string,
  text: string,
  { name = 'x.txt', heading = '', rare = {} as Record<string, number> } = {},
) => {
  const sought = soughtBy(question)
  const own = new Set(words(text).map(({ term }) => term))
  const weights = weigh(sought, 1000, (form) => rare[form] ?? (own.has(form) ? 10 : 0))
  const found = checker(sought, weights)({ passageId: 'p', page: 1, start: 100, text, heading }, name)
  return found.map(({ start, end }) => text.slice(start - 100, end - 100))
}

describe('a check', () => {
  it('finds the sentences that have what is sought, and no others', () => {
    const text =
      'Oil changes are allowed only at the eastern pier. Every boat must carry a radio. No oil may be stored.'
    expect(quotes('Which documents mention oil?', text)).toEqual([
      'Oil changes are allowed only at the eastern pier.',
      'No oil may be stored.',
    ])
    expect(quotes('Which documents mention asbestos?', text)).toEqual([])
  })

  it('needs the rare word more than the common one', () => {
    const rare = { permit: 900, asbesto: 3 }
    expect(quotes('Which permits mention asbestos?', 'The asbestos was removed. The permit ends.', { rare })).toEqual([
      'The asbestos was removed.',
    ])
  })

  it('finds other forms, compounds and words with an article', () => {
    expect(quotes('Nenne alle Gebühren', 'Die Jahresgebühr ist fällig. Das Boot fährt.')).toEqual([
      'Die Jahresgebühr ist fällig.',
    ])
    expect(quotes('اذكر جميع الرسوم', 'رسوم الميناء عالية. القارب جديد.')).toEqual(['رسوم الميناء عالية.'])
    expect(quotes('哪些合同提到罚款？', '本合同规定迟交罚款。今天下雨。')).toEqual(['本合同规定迟交罚款。'])
  })

  it('does not ask a contract to say that it is one', () => {
    expect(quotes('Which contracts speak of penalties?', 'A penalty is due on late days. The sun shines.')).toEqual([
      'A penalty is due on late days.',
    ])
  })

  it('counts the heading and the name of the document', () => {
    expect(
      quotes('Which contracts end in 2025?', 'It ends in 2025. It began in 2020.', { name: 'Contract Smith.pdf' }),
    ).toEqual(['It ends in 2025.'])
  })

  it('keeps to quoted phrases and leaves out what is excluded', () => {
    const text = 'Late payment adds five percent. The payment was late for boats. Late payment of boats is free.'
    expect(quotes('list all "late payment"', text)).toEqual([
      'Late payment adds five percent.',
      'Late payment of boats is free.',
    ])
    expect(quotes('list all "late payment" -boats', text)).toEqual(['Late payment adds five percent.'])
  })

  it('cuts a quote out of an endless sentence between words', () => {
    const text = `${'some word '.repeat(300)}asbestos ${'more of it '.repeat(300)}`
    const [quote = ''] = quotes('Which documents mention asbestos?', text)
    expect(quote).toContain('asbestos')
    expect(quote.length).toBeLessThanOrEqual(400)
    expect(text).toContain(` ${quote} `)
  })
})
