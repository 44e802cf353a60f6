import { describe, expect, it } from 'vitest'
import { findQuote } from '../../extensions/backend/src/shared/quote.ts'
import { words } from '../../extensions/backend/src/text/language/words.ts'
import { prose, random } from '../support/random.ts'

const found = (text: string, quote: string) => {
  const range = findQuote(text, quote)
  return range && text.slice(range.start, range.end)
}

describe('findQuote', () => {
  it('finds what differs in white space, hyphenation, dashes and quotation marks only', () => {
    const page = 'The “annual” fee –\nfor each mooring – is 340 euros, says the coopera-\ntive’s oﬃce.'
    expect(found(page, 'The "annual" fee - for each mooring - is 340 euros')).toBe(
      'The “annual” fee –\nfor each mooring – is 340 euros',
    )
    expect(found(page, "cooperative's office")).toBe('coopera-\ntive’s oﬃce')
    expect(found(page, 'fee — for   each')).toBe('fee –\nfor each')
  })

  it('finds nothing that differs in a letter, a digit or a mark', () => {
    const page = 'The fee is 340 euros.'
    for (const quote of [
      'The fee is 350 euros.',
      'The fee was 340 euros.',
      'the fee',
      'fee is 34',
      'ee is',
      '340 euros!',
      '',
    ]) {
      expect(findQuote(page, quote)).toBeUndefined()
    }
  })

  it('finds no number inside of another one, and none of the other sign', () => {
    const page = 'The fee is 1,340.50 euros at −5 °C, from 2020-2024.'
    for (const quote of ['340.50 euros', 'fee is 1', 'fee is 1,340', '5 °C', 'at 5 °C']) {
      expect(findQuote(page, quote), quote).toBeUndefined()
    }
    expect(found(page, 'at -5 °C, from 2020–2024')).toBe('at −5 °C, from 2020-2024')
    expect(found(page, '2024.')).toBe('2024.')
  })

  it('takes the place nearest to the one that is known', () => {
    const page = 'One mooring. Two moorings. One mooring.'
    expect(findQuote(page, 'One mooring.', 30)?.start).toBe(27)
    expect(findQuote(page, 'One mooring.', 3)?.start).toBe(0)
  })

  it('finds any run of words again after it was set in another way', () => {
    const next = random(5)
    for (let round = 0; round < 300; round++) {
      const page = prose(next, 800)
      const all = words(page)
      const from = Math.floor(next() * (all.length - 8))
      const [first, last] = [all[from], all[from + 2 + Math.floor(next() * 5)]]
      if (!first || !last) continue
      const quote = page.slice(first.start, last.end)
      const range = findQuote(
        page,
        quote.replace(/\s+/g, () => (next() < 0.5 ? '\n  ' : ' ')),
        first.start,
      )
      // A word without spaces around it, or a number, can be cut inside, which is no quote.
      if (range === undefined) {
        expect(page.slice(first.start - 1, last.end + 1)).toMatch(
          /^[\p{L}\p{N}\p{M}]{2}|[\p{L}\p{N}\p{M}]{2}$|^\.\p{N}|\p{N}\.$/u,
        )
        continue
      }
      expect(page.slice(range.start, range.end).replace(/[\s\p{Dash}\p{Cf}]/gu, '')).toBe(
        quote.replace(/[\s\p{Dash}\p{Cf}]/gu, ''),
      )
    }
  })
})
