import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { extract } from '../../../extensions/backend/src/text/extract/index.ts'
import { docxOf, pptxOf, row, shape, xlsxOf } from './office.ts'
import { zipOf } from './zip-of.ts'

/** The text of all pages, blocks apart by an empty line. */
const textOf = async (bytes: Uint8Array | string, name: string): Promise<string> => {
  const texts: string[] = []
  for await (const { text } of (await extract(Buffer.from(bytes as Uint8Array), name)).pages) texts.push(text)
  return texts.join('\n\n')
}

/** So deep that work which grows with the square of it does not come to its end. */
const depth = 300_000
const deep = (open: string, close = '') => `${open.repeat(depth)}Deep down${close.repeat(depth)}`

const bookOf = (chapter: string) =>
  zipOf({
    mimetype: 'application/epub+zip',
    'META-INF/container.xml': '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>',
    'b.opf': '<package><manifest><item id="a" href="a.html"/></manifest><spine><itemref idref="a"/></spine></package>',
    'a.html': chapter,
  })
const odf = (kind: string, body: string) =>
  zipOf({
    mimetype: `application/vnd.oasis.opendocument.${kind}`,
    'content.xml': `<office:document-content><office:body>${body}</office:body></office:document-content>`,
  })
const mailOf = (type: string, body: string) => `From: a@example.org\nSubject: Deep\nContent-Type: ${type}\n\n${body}`

describe('what nests 300,000 deep keeps its text and is read at once', () => {
  const files: [name: string, bytes: () => Uint8Array | string | Promise<Uint8Array>][] = [
    ['open.html', () => `<html><body>${deep('<div>')}`],
    ['closed.html', () => `<html><body>${deep('<div>', '</div>')}`],
    ['piece.html', () => deep('<b>', '</b>')],
    ['lists.html', () => deep('<ul><li>')],
    ['tables.html', () => deep('<table><tr><td>')],
    ['page.eml', () => mailOf('text/html', deep('<div>'))],
    ['page.mht', () => mailOf('text/html', deep('<blockquote>'))],
    ['book.epub', () => bookOf(`<html><body>${deep('<div>')}`)],
    ['quotes.md', () => deep('>')],
    ['lists.md', () => deep('- ')],
    ['page.md', () => deep('<div>')],
    ['brackets.md', () => deep('[', ']')],
    ['notes.ipynb', () => JSON.stringify({ cells: [{ cell_type: 'markdown', source: deep('> ') }], nbformat: 4 })],
    ['list.json', () => `${'['.repeat(depth)}"Deep down"${']'.repeat(depth)}`],
    ['record.json', () => `${'{"a":'.repeat(depth)}"Deep down"${'}'.repeat(depth)}`],
    ['groups.rtf', () => `{\\rtf1 ${deep('{', '}')}}`],
    ['text.odt', () => odf('text', `<office:text>${deep('<draw:g>')}`)],
    ['slides.odp', () => odf('presentation', `<office:presentation><draw:page>${deep('<draw:g>')}`)],
    ['data.xml', () => `<?xml version="1.0"?>${deep('<a>')}`],
  ]
  it.each(files)('%s', async (name, bytes) => {
    // Not the text itself, of which a failure would print all.
    expect(/Deep\s*down/.test(await textOf(await bytes(), name))).toBe(true)
  })

  it('or ends in words where what is so deep stands for nothing', async () => {
    const say = '<w:p><w:r><w:t>Above</w:t></w:r></w:p>'
    const tables = '<w:tbl><w:tr><w:tc>'.repeat(depth) + '</w:tc></w:tr></w:tbl>'.repeat(depth)
    const { pages, warnings } = await extract(await docxOf(say + tables), 'tables.docx')
    for await (const { text } of pages) expect(text).toBe('Above')
    expect(warnings).toEqual([expect.stringContaining('nested too deeply')])
    const groups = await pptxOf([{ body: shape(['Above']) + '<p:grpSp>'.repeat(depth) }])
    expect(await textOf(groups, 'groups.pptx')).toBe('Above')
    const sheet = await xlsxOf({ sheets: [{ name: 'S', data: row(1, ['Above']) + '<x>'.repeat(depth) }] })
    expect(await textOf(sheet, 'cells.xlsx')).toContain('Above')
    const parts = Array.from({ length: 1000 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n`)
    await expect(textOf(`From: a@example.org\n${parts.join('')}\nDeep`, 'parts.eml')).rejects.toMatchObject({
      code: 'document.damaged',
    })
    const laid = `${'> *a _b '.repeat(500)}Deep down${' b_ a*'.repeat(500)}`
    expect((await textOf(laid, 'laid.md')).includes('Deep down')).toBe(true)
  })
})

it('a page whose tags nest deep in places keeps its lines and what comes after', async () => {
  const markup = `<p>Before</p>${'<font>'.repeat(400)}<p>One</p><p>Two<br>Three<script>var no</script></p>${'</font>'.repeat(400)}<h1>After</h1><p>The end</p>`
  expect(await textOf(markup, 'page.html')).toBe('Before\n\nOne\n\nTwo\nThree\n\nAfter\n\nThe end')
})

describe('a page without the tags that HTML lets its writers leave out', () => {
  const content = '<h1>Crane</h1><p>The greatest load is 12 tonnes.</p>'
  const right = 'Crane\n\nThe greatest load is 12 tonnes.'
  it.each([
    ['no tag of the frame', `<title>Sheet</title><style>p{}</style>${content}`],
    ['a head only', `<head><title>Sheet</title></head>${content}`],
    [
      'something between head and body',
      `<html><head><title>Sheet</title></head><!-- x --><body>${content}</body></html>`,
    ],
    ['a head and no body', `<!doctype html><html><head><title>Sheet</title></head><script>x</script>${content}</html>`],
    ['a body only', `<title>Sheet</title><body class="a">${content}`],
    ['text at the top', `<title>Sheet</title>\n${content.replace('<h1>', '<h1 class="a>b">')}`],
    ['the whole frame', `<!DOCTYPE html>\n<HTML><HEAD><TITLE>Sheet</TITLE></HEAD><BODY>${content}</BODY></HTML>\n`],
  ])('%s', async (_, markup) => {
    expect(await textOf(markup, 'sheet.html')).toBe(right)
    expect((await extract(Buffer.from(markup), 'sheet.html')).title).toBe('Sheet')
    expect(await textOf(mailOf('text/html', markup), 'sheet.eml')).toContain(right)
    expect(await textOf(await bookOf(markup), 'sheet.epub')).toBe(right)
  })

  const fault = join(import.meta.dirname, '../../../../shared/data/faults/no-html-tag.html')
  it.skipIf(!existsSync(fault))('the file in which that was met', async () => {
    const text = await textOf(readFileSync(fault), 'no-html-tag.html')
    expect(text).toBe('Crane data sheet\n\nThe greatest load is 12 tonnes at 18 metres.\n\nRadius: 24 m | Load: 8 t')
  })
})
