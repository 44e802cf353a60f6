import Papa from 'papaparse'
import { expect, it } from 'vitest'
import { markdownTable, plainMarkdown } from '../../../extensions/backend/src/text/answers/answer-markdown.ts'
import { csvWriter } from '../../../extensions/backend/src/text/answers/csv-writer.ts'

const write = (...rows: (string | number | undefined)[][]) => {
  const csv = csvWriter(['A', 'B'])
  for (const row of rows) csv.add(row)
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(csv.bytes())
}

it('a CSV begins with a byte order mark and has CRLF after each row', () => {
  expect(write(['ä', 1], ['b', undefined])).toBe('\ufeffA,B\r\nä,1\r\nb,\r\n')
})

it('a CSV gives back what was written', () => {
  const rows = [
    ['a,b', 'say "hi"'],
    ['two\nlines', '\r\n'],
    [' spaces ', '表'],
    ['-12.50', '340 €'],
  ]
  expect(
    Papa.parse<string[]>(write(...rows).slice(1), { newline: '\r\n', skipEmptyLines: true }).data.slice(1),
  ).toEqual(rows)
})

it('nothing in a CSV is taken for a formula', () => {
  for (const text of ['=1+1', '+cmd|x', '-2+3', '@SUM(A1)', '\t=1', ' =1', '\u0000=1', '＝1', '+49 30 1']) {
    const cell = Papa.parse<string[]>(write([text]).slice(1), { newline: '\r\n' }).data[1]?.[0]
    expect(cell).toBe(`'${text}`)
  }
})

it('no character of a document means anything in Markdown', () => {
  expect(plainMarkdown('a | b [1] *x* <b> http://x.y www.x.y a@b.c\n# no')).toBe(
    String.raw`a \| b \[1\] \*x\* \<b\> http\://x.y www\.x.y a\@b.c \# no`,
  )
  expect(['- a', '1. a', '12) a', '+ 1', '1.5 a', '-5'].map(plainMarkdown)).toEqual([
    String.raw`\- a`,
    String.raw`1\. a`,
    String.raw`12\) a`,
    String.raw`\+ 1`,
    '1.5 a',
    '-5',
  ])
  expect(markdownTable(['A', 'B'], [['1', plainMarkdown('x|y')]])).toBe('| A | B |\n| --- | --- |\n| 1 | x\\|y |')
})
