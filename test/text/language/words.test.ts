import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { stem } from '../../../extensions/backend/src/text/language/stems/english.ts'
import { fold, termOf, words } from '../../../extensions/backend/src/text/language/words.ts'
import { prose, random } from '../../support/random.ts'

const terms = (text: string) => words(text).map(({ term }) => term)

describe('stem', () => {
  it('does what SQLite’s own Porter stemmer does', () => {
    const samples =
      `caresses ponies ties cats feed agreed plastered bled motoring sing conflated troubled sized hopping tanned
      falling hissing fizzed failing filing happy sky relational conditional rational valenci hesitanci digitizer conformabli
      radicalli differentli vileli analogousli vietnamization predication operator feudalism decisiveness hopefulness
      callousness formaliti sensitiviti sensibiliti triplicate formative formalize electriciti electrical hopeful goodness
      revival allowance inference airliner gyroscopic adjustable defensible irritant replacement adjustment dependent adoption
      homologou communism activate angulariti homologous effective bowdlerize probate rate cease controll roll archaeology
      yes by ing ation generalizations oscillators`.split(/\s+/)
    const db = new DatabaseSync(':memory:')
    db.exec(`CREATE VIRTUAL TABLE t USING fts5 (word, tokenize = 'porter ascii');
      CREATE VIRTUAL TABLE v USING fts5vocab (t, instance)`)
    const insert = db.prepare('INSERT INTO t (rowid, word) VALUES (?, ?)')
    for (const [at, word] of samples.entries()) insert.run(at + 1, word)
    const rows = db.prepare('SELECT term, doc FROM v').all() as { term: string; doc: number }[]
    expect(rows).toHaveLength(samples.length)
    for (const { term, doc } of rows)
      expect([samples[doc - 1], stem(samples[doc - 1] ?? '')]).toEqual([samples[doc - 1], term])
  })
})

describe('words', () => {
  it('finds one term for every way to write a word', () => {
    expect(new Set(['Café', 'cafe', 'CAFÉ', 'cafe\u0301'].map(termOf)).size).toBe(1)
    expect(new Set(['Straße', 'STRASSE', 'strasse'].map(termOf)).size).toBe(1)
    expect(new Set(['İstanbul', 'istanbul', 'ıstanbul'].map(termOf)).size).toBe(1)
    expect(new Set(['أحمد', 'احمد', 'أَحْمَد'].map(termOf)).size).toBe(1)
    expect(new Set(['ﬁnancial', 'financial', 'ＦＩＮＡＮＣＩＡＬ'].map(termOf)).size).toBe(1)
    expect(new Set(['Ёлка', 'елка'].map(termOf)).size).toBe(1)
  })

  it('keeps vowels that are marks', () => {
    expect(fold('กิน')).toBe('กิน')
    expect(fold('กิน')).not.toBe(fold('กน'))
    expect(fold('हिन्दी')).toBe('हिन्दी'.normalize('NFKC'))
  })

  it('cuts scripts without spaces into words', () => {
    expect(terms('人工智能正在改变世界')).toContain('世界')
    expect(terms('東京は日本の首都です')).toContain('首都')
    expect(terms('ภาษาไทยไม่มีช่องว่าง').length).toBeGreaterThan(2)
    expect(terms('黑豹队丢了308分 in NFL')).toEqual(expect.arrayContaining(['308', 'nfl']))
  })

  it('says exactly where each word stands', () => {
    const next = random(1)
    for (let round = 0; round < 20; round++) {
      const text = prose(next, 1500)
      let last = 0
      for (const { term, start, end } of words(text)) {
        expect(start).toBeGreaterThanOrEqual(last)
        expect(termOf(text.slice(start, end))).toBe(term)
        last = end
      }
    }
  })

  it('never gives what the index would take for two terms', () => {
    const next = random(2)
    for (const { term } of words(prose(next, 20_000))) expect(term).not.toMatch(/[\s"]/)
  })
})
