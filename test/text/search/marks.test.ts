import { expect, test } from 'vitest'
import { termOf, words } from '../../../extensions/backend/src/text/language/words.ts'
import { marks } from '../../../extensions/backend/src/text/search/marks.ts'
import { prose, random } from '../../support/random.ts'

const marked = (text: string, ...query: string[]) =>
  marks(text, query.map(termOf)).map(([start, end]) => text.slice(start, end))

test('words are marked in all their forms, and no others', () => {
  expect(marked('Connected by connections; disconnected.', 'connect')).toEqual(['Connected', 'connections'])
  expect(marked('Größe, grosse, GRÖSSE und groß', 'Grösse')).toEqual(['Größe', 'grosse', 'GRÖSSE', 'groß'])
  expect(marked('A u. s. w.', 'u')).toEqual(['u'])
})

test('words of scripts without spaces are marked wherever they stand', () => {
  expect(marked('东京是日本的首都。日本人口', '日本')).toEqual(['日本', '日本'])
  expect(marked('NFL 黑豹队 nfl', 'nfl', '黑豹')).toEqual(['NFL', '黑豹', 'nfl'])
})

test('what is marked is what the analysis finds', () => {
  const next = random(9)
  for (let round = 0; round < 30; round++) {
    const text = prose(next, 2000).replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Thai}]/gu, '')
    const all = words(text)
    const wanted = new Set([0, 1, 2].map(() => all[Math.floor(next() * all.length)]?.term ?? ''))
    expect(marks(text, wanted)).toEqual(
      all.filter(({ term }) => wanted.has(term)).map(({ start, end }) => [start, end]),
    )
  }
})
