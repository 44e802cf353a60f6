import { describe, expect, it } from 'vitest'
import { termOf } from '../../../extensions/backend/src/text/language/words.ts'
import { parseQuery } from '../../../extensions/backend/src/text/search/query.ts'

describe('parseQuery', () => {
  it('drops words that only ask, keeps repetitions', () => {
    const { terms, sequence } = parseQuery('What is the fee for a mooring, and when is the mooring fee due?')
    expect([...terms]).toEqual([
      ['fee', 2],
      [termOf('mooring'), 2],
      ['due', 1],
    ])
    expect(sequence).toEqual(['fee', termOf('mooring'), termOf('mooring'), 'fee', 'due'])
  })

  it('keeps words that only ask when there are no others', () => {
    expect([...parseQuery('who is who').terms.keys()]).toEqual(['who', 'is'])
  })

  it('keeps words that only share their stem with one that asks', () => {
    expect([...parseQuery('Who buys the herring?').terms.keys()]).toEqual(['bui', 'her'])
    expect([...parseQuery('the wills of the dead').terms.keys()]).toEqual(['will', 'dead'])
  })

  it('reads phrases and exclusions, in any quotation marks', () => {
    expect(parseQuery('"full disk" upload -crash').phrases).toEqual([['full', 'disk']])
    expect(parseQuery('"full disk" upload -crash').excluded).toEqual([['crash']])
    expect(parseQuery('„volle Platte“ -"in alten Zeiten"')).toMatchObject({
      phrases: [[termOf('volle'), termOf('Platte')]],
      excluded: [['in', termOf('alten'), termOf('Zeiten')]],
    })
    expect(parseQuery('well-known e-mail').excluded).toEqual([])
  })

  it('takes quotation marks in a long question for prose', () => {
    const long =
      'During the "training" phase words from documents are stored with their probability of occurrence in a class'
    expect(parseQuery(long).phrases).toEqual([])
    expect(parseQuery(long).terms.has(termOf('training'))).toBe(true)
  })

  it.each(['', '   ', '!!! --- ???', '"', '""', '-', "'", '()*^:{}', '\u0000', '😀'])('finds no term in %j', (text) => {
    expect(parseQuery(text).terms.size).toBe(0)
  })
})
