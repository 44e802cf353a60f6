import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { languageOf } from '../../../extensions/backend/src/text/language/language.ts'
import { questionLanguage } from '../../../extensions/backend/src/text/language/stop-words.ts'
import { termIn, termOf } from '../../../extensions/backend/src/text/language/words.ts'
import { readQuery } from '../../../extensions/backend/src/text/search/query.ts'
import { type Library, openLibrary } from '../../retrieval/library.ts'

describe('stems', () => {
  it.each([
    ['de', 'Haus Hauses', 'Bücher Büchern', 'laufende laufenden laufender', 'Verteidigung Verteidigungsminister'],
    ['romance', 'informações informação', 'casa casas', 'nationale nationales', 'libros libro', 'rossi rosso'],
    ['other', 'evlerimizde evlerimiz', 'językami językach', 'kirjastossa kirjastosta'],
    ['en', 'connected connections', 'книга книги книгу книгой', 'новая нового новыми', 'المدرسة مدرسة والمدرسة'],
    ['en', '학교에서 학교는 학교', 'लड़के लड़का', 'δρόμος δρόμου'],
  ] as const)('%s: forms of a word have one term', (language, ...families) => {
    const kept = families.filter(
      (family) => new Set(family.split(' ').map((word) => termIn(word, language))).size !== 1,
    )
    expect(kept).toEqual([])
  })

  it('keeps words apart that have nothing to do with each other', () => {
    for (const [one, other] of [
      ['книга', 'книжка'],
      ['школа', 'шкаф'],
      ['كتاب', 'باب'],
      ['مدرسة', 'درجة'],
    ]) {
      expect(termOf(one ?? '')).not.toBe(termOf(other ?? ''))
    }
  })
})

const texts = {
  en: 'The authority grants it to the cooperative, which is to report that it was in use.',
  de: 'Die Behörde erteilt der Genossenschaft die Erlaubnis, und sie ist mit dem Bericht auf dem Weg zu den Ämtern.',
  romance:
    'La autoridad concede el permiso a los pescadores y la cooperativa informa de las capturas que se hacen en el puerto.',
  other: 'Liman idaresi bu izni bir yıl için verdi ve kooperatif ile daha sonra olarak çok konuştu.',
}
const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .match(/\p{L}+/gu) ?? []

describe('languageOf', () => {
  it.each(Object.entries(texts))('tells %s', (language, text) => {
    expect(languageOf(wordsOf(text))).toBe(language)
  })

  it('does not guess from a few words or from names', () => {
    expect(languageOf([])).toBeUndefined()
    expect(languageOf(wordsOf('Model names: claude-3, gpt-4'))).toBeUndefined()
    expect(
      languageOf(wordsOf('Los Angeles is the city that Le Monde and Der Spiegel have written of in the year')),
    ).toBe('en')
  })
})

describe('a question', () => {
  it('shows its language by its small words', () => {
    expect(questionLanguage('Was ist ein Homöomorphismus?')).toBe('de')
    expect(questionLanguage('What is the annual fee?')).toBe('en')
    expect(questionLanguage('¿Cuál es la capital de Austria?')).toBe('romance')
    expect(questionLanguage('Hausdorff')).toBeUndefined()
  })

  it('is looked for in the forms of its own language, or of all where it shows none', () => {
    expect([...readQuery('Welche Verteidigungen gab es?', ['de', 'romance']).forms.keys()]).toEqual([
      termOf('Verteidigungen'),
      termOf('gab'),
      termIn('Verteidigungen', 'de'),
    ])
    expect(readQuery('Bücher', ['de', 'romance']).languages).toEqual(['en', 'de', 'romance'])
    expect(readQuery('What are books?', ['de']).languages).toEqual(['en'])
  })
})

describe('a library in several languages', () => {
  let library: Library
  beforeAll(async () => {
    library = await openLibrary()
    for (const [name, text] of Object.entries(texts)) await library.addBytes(`${name}.txt`, text)
  })
  afterAll(() => library.close())

  it.each([
    ['Wer erteilt Genossenschaften eine Erlaubnis?', 'de.txt', 'Genossenschaft'],
    ['Genossenschaftlich', 'de.txt', 'Genossenschaft'],
    ['¿Qué captura se hace en los puertos?', 'romance.txt', 'puerto'],
    ['kooperatifler', 'other.txt', 'kooperatif'],
    ['cooperatives', 'en.txt', 'cooperative'],
  ])('%s', async (q, documentName, word) => {
    const hits = await library.search(q)
    expect(hits[0]).toMatchObject({ documentName })
    expect(hits[0]?.marks.map(([start, end]) => hits[0]?.text.slice(start, end))).toContain(word)
  })
})
