import { describe, expect, it } from 'vitest'
import {
  citationAt,
  citationMark,
  citationsIn,
  nextCitation,
  renumbered,
  withoutCode,
} from '../../extensions/backend/src/shared/citation-syntax.ts'

const numbersIn = (markdown: string) => citationsIn(markdown).map(({ number }) => number)

describe('citations of an answer', () => {
  it.each([1, 42, 999, 1000, 12_345])('are read as they are written: %i', (number) => {
    const markdown = `The fee is 340 € ${citationMark(number)}.`
    expect(numbersIn(markdown)).toEqual([number])
    expect(citationAt(markdown, nextCitation(markdown))).toEqual({ raw: `[${number}]`, number })
    expect(renumbered(markdown, (before) => before + 1)).toBe(`The fee is 340 € [${number + 1}].`)
  })

  it('stand side by side, before a colon, and at the ends', () => {
    expect(numbersIn('[1] says [2][3]: so [4]')).toEqual([1, 2, 3, 4])
    const [first] = citationsIn('[1] says')
    expect(first).toEqual({ start: 0, end: 3, number: 1 })
  })

  it.each([
    ['an escaped bracket', String.raw`in \[2024\] and \[3]`],
    ['the text of a link', '[3](https://example.org)'],
    ['code', 'the list `a[0]`, and `[1]`'],
    ['a block of code', 'So:\n\n```js\na[0] = [1]\n```\n'],
    ['a block of code in a list', '- So:\n  ~~~\n  [1]\n  ~~~\n'],
    ['a block that nobody closed', '```\n[1]\n'],
    ['a word, a long number, several numbers', '[a] [123456] [1, 2]'],
  ])('are not %s', (_, markdown) => {
    expect(numbersIn(markdown)).toEqual([])
    expect(renumbered(markdown, () => undefined)).toBe(markdown)
  })
})

it('citations without a new number are taken out, and all others keep their places', () => {
  const numbers = new Map([
    [3, 1],
    [10, 2],
  ])
  expect(renumbered('A [3], b [10][4], `[3]`, c [3].', (number) => numbers.get(number))).toBe(
    'A [1], b [2], `[3]`, c [1].',
  )
})

it('code is left out with its length kept', () => {
  expect(withoutCode('a `b` c')).toBe('a     c')
  expect(withoutCode('```\nx\n```\ny')).toBe('   \n \n   \ny')
})
