import { describe, expect, it } from 'vitest'
import type { PageContent } from '../../../extensions/backend/src/text/extract/format.ts'
import { extensions, formatNamed, mediaTypeNamed } from '../../../extensions/backend/src/text/extract/formats.ts'
import { extract } from '../../../extensions/backend/src/text/extract/index.ts'
import { numberFormat } from '../../../extensions/backend/src/text/extract/office/number-format.ts'
import { parseXml } from '../../../extensions/backend/src/text/extract/xml.ts'
import { row, xlsxOf } from './office.ts'

const read = async (content: string | Uint8Array, name: string) => {
  const extraction = await extract(Buffer.from(content as Uint8Array), name)
  const pages: PageContent[] = []
  for await (const page of extraction.pages) pages.push(page)
  return {
    ...extraction,
    text: pages.map(({ text }) => text).join('\n'),
    headings: pages.flatMap((page) => page.headings),
  }
}

describe('the table of formats', () => {
  it('knows each extension once, whatever its case', () => {
    expect(new Set(extensions).size).toBe(extensions.length)
    expect(formatNamed('A.B/Plan.XLSX')).toBe('xlsx')
    expect(mediaTypeNamed('main.PY')).toBe('text/x-python')
    expect(formatNamed('README')).toBeUndefined()
  })
})

describe('text files', () => {
  it('are read in UTF-16 and with a byte order mark', async () => {
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Name\tOrt\nMöwe\tKøge\n', 'utf16le')])
    expect((await read(wide, 'boats.csv')).text).toBe('Name: Möwe | Ort: Køge')
    expect((await read('\ufeff{"boat": "Alk"}', 'boat.json')).text).toBe('• boat: Alk')
  })

  it.each([
    ['a;b;c\nx;1,5;2,5\ny;2,0;3,1\n', 'a: x | b: 1,5 | c: 2,5'],
    ['a,b,c\n"x;y",1,2\n"z;w",3,4\n', 'a: x;y | b: 1 | c: 2'],
    ['a|b\nx|1\n', 'a: x | b: 1'],
    ['a\tb\nx, y\t1\n', 'a: x, y | b: 1'],
    ['Boats of 2026\n\na;b\nx;1\ny;2\n', 'a: x | b: 1'],
    ['boat\nAuk, the first\nTern\n', '• boat: Auk'],
  ])('are cut at the delimiter that they have: %j', async (source, line) => {
    expect((await read(source, 'a.csv')).text).toContain(line)
  })

  it('that hold a page are read as one, whatever they are called', async () => {
    const page = '<!DOCTYPE html><html><body><p>A page.</p></body></html>'
    for (const name of ['page.txt', 'page', 'page.xls']) {
      expect(await read(page, name)).toMatchObject({ mediaType: 'text/html', text: 'A page.' })
    }
    expect((await read(page, 'page.php')).text).toBe(page)
  })
})

describe('numbers of a workbook', () => {
  const show = (pattern: string, value: number, is1904 = false) =>
    numberFormat(
      parseXml(
        Buffer.from(
          `<s><numFmts><numFmt numFmtId="164" formatCode="${pattern}"/></numFmts><cellXfs><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></s>`,
        ),
      ),
      is1904,
    )(value, 0)

  it.each<[string, number, string]>([
    ['General', 0.1 + 0.2, '0.3'],
    ['#,##0.00', 1234567.891, '1,234,567.89'],
    ['0%', 0.256, '26%'],
    ['yyyy-mm-dd', 45366, '2024-03-15'],
    ['[$-407]d. mmmm yyyy', 45366, '15. März 2024'],
    ['[$-F800]dddd, mmmm dd, yyyy', 45366, '2024-03-15'],
    ['[h]:mm', 1.5, '36:00'],
    ['#,##0 [$CHF]', 1200, '1,200 CHF'],
    ['_-* #,##0.00 &quot;€&quot;_-', 12, '12.00 €'],
    ['0.00;[Red]-0.00', -3.5, '-3.50'],
    ['00000', 42, '00042'],
    ['yyyy-mm-dd', 1e12, '1E+12'],
    ['nonsense [', 7, '7'],
  ])('%s shows %d as %s', (pattern, value, expected) => {
    expect(show(pattern, value).trim()).toBe(expected)
  })

  it('may count days from 1904, dates only', async () => {
    expect(show('yyyy-mm-dd', 43904, true)).toBe('2024-03-15')
    expect(show('0', 43904, true)).toBe('43904')
    const sheets = [{ name: 'S', data: row(1, ['Day', 'Boats']) + row(2, [[43904, 1], 3]) }]
    const { text } = await read(await xlsxOf({ sheets, formats: ['dd.mm.yyyy'], is1904: true }), 'mac.xlsx')
    expect(text).toContain('Day: 15.03.2024 | Boats: 3')
  })
})

describe('mail', () => {
  it('laid out with tables keeps its paragraphs, and data its columns', async () => {
    const html = `<table width="600"><tr><td><h1>Regatta</h1><p>Start at nine.</p><p>Lunch at one.</p>
      <table><tr><th>Class</th><th>Course</th></tr><tr><td>Dinghy</td><td>North</td></tr></table></td></tr></table>`
    const { text, headings } = await read(
      `From: a@b.example\r\nSubject: Regatta\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}`,
      'regatta.eml',
    )
    expect(text).toContain('Regatta\n\nStart at nine.\n\nLunch at one.\n\nClass: Dinghy | Course: North')
    expect(headings).toMatchObject([
      { level: 1, text: 'Regatta' },
      { level: 2, text: 'Regatta' },
    ])
  })

  it('is plain text when a file of that name is none', async () => {
    expect(await read('No header here.\n\nText.', 'note.eml')).toMatchObject({ text: 'No header here.\n\nText.' })
  })

  it('that is a saved page is read as one', async () => {
    const { text, title } = await read(
      'From: <Saved by Blink>\r\nSubject: Ferry\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><head><title>Ferry times</title></head><body><nav>Menu</nav><p>The ferry leaves at eight.</p></body></html>',
      'ferry.mhtml',
    )
    expect({ text, title }).toEqual({ text: 'The ferry leaves at eight.', title: 'Ferry times' })
  })
})

describe('rich text', () => {
  it('reads bytes by the charset of their font', async () => {
    const fonts = String.raw`{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset128 Mincho;}{\f2\fcharset238 Arial CE;}}`
    const source = String.raw`{\rtf1\ansi\ansicpg932${fonts}\f0 Espa\'f1a \f1\'93\'fa\'96\'7b\f2  \'b3\'f3d\'9f{\f0\'e9}\par}`
    expect((await read(source, 'fonts.rtf')).text).toBe('España 日本 łódźé')
  })

  it('has a table that stands in a cell before the row of the cell', async () => {
    const inner = String.raw`\itap2 Light\nestcell Cost\nestcell{\*\nesttableprops\nestrow}\itap2 Buoy\nestcell 40\nestcell{\*\nesttableprops\nestrow}Lamp\nestcell 75\nestcell{\*\nesttableprops\nestrow}`
    const source = String.raw`{\rtf1\ansi\trowd\intbl Left\cell\intbl ${inner}\itap1 Right\cell\row\pard After\par}`
    expect((await read(source, 'nested.rtf')).text).toBe(
      'Light: Buoy | Cost: 40\nLight: Lamp | Cost: 75\n\nLeft | Right\n\nAfter',
    )
  })
})

describe('preformatted text', () => {
  it('keeps its lines and indentation in however many pieces it comes', async () => {
    const lines = ['<span>def</span> count(a):', '    <b>if</b> a &lt; 3:', '', '        <i>return</i> a']
    const { text } = await read(
      `<html><body><p>See:</p><pre>\n${lines.join('\n')}\n\n</pre><p>Done.</p></body></html>`,
      'a.html',
    )
    expect(text).toBe('See:\n\ndef count(a):\n    if a < 3:\n\n        return a\n\nDone.')
  })

  it('may be cut into a piece for each line', async () => {
    const { text } = await read('<html><body><pre><span>one</span>\n<span>  two</span>\n</pre></body></html>', 'a.html')
    expect(text).toBe('one\n  two')
  })
})

describe('source code', () => {
  const filler = (comment: string) => `${comment} a line of the body that says nothing much\n`.repeat(8)

  it.each<[string, string, string[]]>([
    [
      'a.py',
      `import os\n\n# Counts boats.\ndef count(boats):\n${filler('    #')}\n@cached\nclass Fleet(Base):\n${filler('    #')}`,
      ['def count', 'class Fleet'],
    ],
    [
      'a.go',
      `package main\n\nfunc (f *Fleet) Count() int {\n${filler('\t//')}}\n\ntype Fleet struct {\n${filler('\t//')}}\n`,
      ['func (f *Fleet) Count', 'type Fleet'],
    ],
    [
      'a.rs',
      `use std::io;\n\npub(crate) fn count<'a>(x: &'a str) {\n${filler('    //')}}\nimpl Fleet for Port {\n${filler('    //')}}\n`,
      ['pub(crate) fn count', 'impl Fleet'],
    ],
    ['a.c', `#include <stdio.h>\n\nstatic int count(struct boat *b)\n{\n${filler('    //')}}\n`, ['static int count']],
    ['a.sql', `CREATE TABLE IF NOT EXISTS boats (\n${filler('  --')});\n`, ['CREATE TABLE IF NOT EXISTS boats']],
    ['a.tex', `\\section{Moorings and fees}\n${filler('%')}`, ['\\section{Moorings and fees']],
    [
      'a.js',
      `const x = 1\nexport async function moor(boat) {\n${filler('  //')}}\nconst leave = async (boat) => {\n${filler('  //')}}\n`,
      ['export async function moor', 'const leave'],
    ],
  ])('%s has headings for what it defines', async (name, source, expected) => {
    const { text, headings } = await read(source, name)
    expect(headings.map((heading) => heading.text)).toEqual(expected)
    expect(text).toBe(source.trimEnd())
  })

  it('keeps the comment above a definition with it', async () => {
    const source = `const unrelated = 1\n${filler('//')}\n/**\n * Moors a boat.\n */\nexport function moor() {\n${filler('  //')}}\n`
    const { text, headings } = await read(source, 'a.ts')
    expect(text.slice(headings.at(-1)?.start)).toMatch(/^\/\*\*\n \* Moors a boat/)
  })
})
