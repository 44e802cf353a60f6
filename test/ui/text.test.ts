import { describe, expect, test } from 'vitest'
import { pieces } from '../../src/components/marked-text.ts'
import { triggerAt } from '../../src/features/ask/mention-picker.ts'
import { paragraphs } from '../../src/features/evidence/page-text.ts'
import { fitness } from '../../src/frame/palette/fuzzy.ts'
import { ago, count, duration, size } from '../../src/strings/en/format.ts'

describe('marked text', () => {
  const shown = (text: string, ranges: [number, number][]) =>
    pieces(text, ranges)
      .map((piece) => (piece.isMarked ? `[${piece.text}]` : piece.text))
      .join('')

  test('marks ranges', () => expect(shown('one two three', [[4, 7]])).toBe('one [two] three'))
  test('joins ranges that touch or overlap', () =>
    expect(
      shown('abcdef', [
        [1, 3],
        [2, 4],
        [4, 5],
      ]),
    ).toBe('a[bcde]f'))
  test('keeps to the text', () =>
    expect(
      shown('abc', [
        [-5, 1],
        [2, 99],
      ]),
    ).toBe('[a]b[c]'))
  test('marks nothing for a range outside', () => expect(shown('abc', [[7, 9]])).toBe('abc'))
})

describe('paragraphs of a page', () => {
  const texts = (page: string) => paragraphs(page).map(({ start, end }) => page.slice(start, end))

  test('are cut at blank lines', () =>
    expect(texts('one\ntwo\n\nthree\n \n\nfour')).toEqual(['one\ntwo', 'three', 'four']))
  test('know their places', () =>
    expect(paragraphs('a\n\nb')).toEqual([
      { start: 0, end: 1 },
      { start: 3, end: 4 },
    ]))
  test('leave out what is blank', () => expect(texts('\n\n\n  \n\nx\n\n')).toEqual(['x']))
})

describe('the composer’s triggers', () => {
  test('@ after a space asks for documents', () =>
    expect(triggerAt('about @geo', 10)).toEqual({ kind: 'documents', query: 'geo', start: 6 }))
  test('an address is no trigger', () => expect(triggerAt('mail me@home', 12)).toBeUndefined())
  test('/ at the beginning asks for agents', () =>
    expect(triggerAt('/an', 3)).toEqual({ kind: 'agents', query: 'an', start: 0 }))
  test('/ elsewhere does not', () => expect(triggerAt('and/or', 6)).toBeUndefined())
})

describe('the palette’s search', () => {
  const fits = (query: string, ...names: string[]) =>
    names
      .filter((name) => fitness(query, name) !== undefined)
      .sort((a, b) => (fitness(query, b) ?? 0) - (fitness(query, a) ?? 0))

  test('letters come in order', () =>
    expect(fits('gset', 'Go to Settings', 'Settings', 'Agents')).toEqual(['Go to Settings']))
  test('a word from its beginning wins', () =>
    expect(fits('tasks', 'ask the attic sack', 'Go to Tasks')[0]).toBe('Go to Tasks'))
  test('nothing typed fits everything', () => expect(fits('', 'a', 'b')).toHaveLength(2))
})

describe('words for numbers', () => {
  test('one and many', () => expect([count(1, 'page'), count(1200, 'page')]).toEqual(['1 page', '1,200 pages']))
  test('sizes', () => expect([size(999), size(1500), size(2_000_000_000)]).toEqual(['999 B', '1.5 kB', '2 GB']))
  test('durations', () =>
    expect([duration(40), duration(1500), duration(200_000)]).toEqual(['0.1 s', '1.5 s', '3 min 20 s']))
  test('times ago', () => {
    const now = Date.parse('2026-05-05T12:00:00Z')
    expect(ago('2026-05-05T11:59:40Z', now)).toBe('just now')
    expect(ago('2026-05-05T11:57:00Z', now)).toBe('3 min. ago')
    expect(ago('2026-01-02T12:00:00Z', now)).toMatch(/2026/)
  })
})
