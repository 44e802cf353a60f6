import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { PageContent } from '../../../extensions/backend/src/text/extract/format.ts'
import { extract } from '../../../extensions/backend/src/text/extract/index.ts'
import * as made from './made.ts'
import { docxOf, pptxOf, row, shape, xlsxOf } from './office.ts'
import { zipOf } from './zip-of.ts'

const read = async (bytes: Uint8Array | string, name: string): Promise<PageContent[]> => {
  const pages: PageContent[] = []
  for await (const page of (await extract(Buffer.from(bytes as Uint8Array), name)).pages) pages.push(page)
  return pages
}
const textOf = async (bytes: Uint8Array | string, name: string) =>
  (await read(bytes, name)).map(({ text }) => text).join('\n')

const odf = (kind: string, content: string, more: Readonly<Record<string, string>> = {}) =>
  zipOf({ mimetype: `application/vnd.oasis.opendocument.${kind}`, 'content.xml': content, ...more })

const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(100)}"><!ENTITY c "${'&b;'.repeat(100)}"><!ENTITY d "${'&c;'.repeat(100)}"><!ENTITY x SYSTEM "file:///etc/passwd">]>`

describe('hostile files', () => {
  it('do not expand entities, nor fetch what they name', async () => {
    const body = `<office:document-content><office:body><office:text><text:p>Before &d; &x; after</text:p></office:text></office:body></office:document-content>`
    const text = await textOf(await odf('text', laughs + body), 'laughs.odt')
    expect(text).toContain('Before')
    expect(text.length).toBeLessThan(2000)
    expect(text).not.toContain('root:')
    const sheet = await xlsxOf({ sheets: [{ name: 'S', data: row(1, ['Before &d; &x; after']) }] }, laughs)
    expect((await textOf(sheet, 'laughs.xlsx')).length).toBeLessThan(2000)
    const word = await docxOf('<w:p><w:r><w:t>Before &d; &x; after</w:t></w:r></w:p>', laughs)
    const said = await textOf(word, 'laughs.docx').catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'document.damaged' })
      return ''
    })
    expect(said.length).toBeLessThan(2000)
    expect(said).not.toContain('root:')
  })

  it('are refused when they would unpack to more than any document needs', async () => {
    const zip = await odf('text', ' '.repeat(1_000_000))
    // The directory says 3 GB for one part; the bytes do not matter.
    zip.writeUInt32LE(3 * 1024 ** 3 - 1, zip.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24)
    await expect(read(zip, 'bomb.odt')).rejects.toMatchObject({ code: 'document.bomb' })
  })

  it('are refused when a part unpacks to more than it says, or to something else', async () => {
    const lying = await odf('text', `<a>${'x'.repeat(500_000)}</a>`)
    lying.writeUInt32LE(1000, lying.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24)
    await expect(read(lying, 'lying.odt')).rejects.toMatchObject({ code: 'document.damaged' })
    const changed = await odf('text', '<office:document-content><office:body/></office:document-content>')
    const at = changed.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 16
    changed.writeUInt32LE((changed.readUInt32LE(at) ^ 1) >>> 0, at)
    await expect(read(changed, 'changed.odt')).rejects.toMatchObject({ code: 'document.damaged' })
  })

  it('may nest without end', async () => {
    const deep = `${'<draw:g>'.repeat(50_000)}<text:p>Deep down</text:p>`
    const content = `<office:document-content><office:body><office:text>${deep}</office:text></office:body></office:document-content>`
    expect(await textOf(await odf('text', content), 'deep.odt')).toContain('Deep down')
    expect(await textOf(`{\\rtf1 ${'{'.repeat(200_000)}Deep down${'}'.repeat(200_000)}}`, 'deep.rtf')).toBe('Deep down')
    const json = `${'['.repeat(50_000)}"Deep down"${']'.repeat(50_000)}`
    expect(await textOf(json, 'deep.json')).toContain('Deep down')
    const book = await zipOf({
      mimetype: 'application/epub+zip',
      'META-INF/container.xml': '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>',
      'b.opf':
        '<package><manifest><item id="a" href="a.html"/></manifest><spine><itemref idref="a"/></spine></package>',
      'a.html': `${'<div>'.repeat(50_000)}Deep down`,
    })
    expect(await textOf(book, 'deep.epub')).toContain('Deep down')
    const groups = `${'<p:grpSp>'.repeat(50_000)}${shape(['Deep down'])}${'</p:grpSp>'.repeat(50_000)}`
    await expect(read(await pptxOf([{ body: groups }]), 'deep.pptx')).resolves.toHaveLength(1)
  })

  it('may repeat cells and rows without end', async () => {
    const cell =
      '<table:table-cell table:number-columns-repeated="2000000000" office:value-type="string"><text:p>again</text:p></table:table-cell>'
    const rows = `<table:table-row table:number-rows-repeated="2000000000">${cell}</table:table-row>`
    const content = `<office:document-content><office:body><office:spreadsheet><table:table table:name="T">${rows}</table:table></office:spreadsheet></office:body></office:document-content>`
    const text = await textOf(await odf('spreadsheet', content), 'again.ods')
    expect(text).toContain('again | again')
    expect(text.length).toBeLessThan(20_000_000)
  })

  it('may name cells that no sheet has', async () => {
    const data = `${row(1, ['Name', 'Fee', 'Paid'])}<row r="4294967296"><c r="ZZZZZZ1"><v>1</v></c><c r="B2"><v>7</v></c><c r="A0" t="s"><v>99</v></c></row><row><c><v>1e999</v></c></row>`
    expect(await textOf(await xlsxOf({ sheets: [{ name: 'S', data }] }), 'odd.xlsx')).toContain('7')
  })

  it('may be one line of many megabytes', async () => {
    const line = 'berth,'.repeat(1_000_000)
    expect((await read(line, 'line.csv')).length).toBeGreaterThan(0)
    expect((await read(line, 'line.json')).length).toBeGreaterThan(100)
    expect((await read(line, 'line.ts')).length).toBeGreaterThan(100)
    expect((await read(`From: a@b.example\n\n${line}`, 'line.eml')).length).toBeGreaterThan(100)
  })
})

/** The beginning of a compound file whose directory names these streams. */
const ole = (...streams: string[]) =>
  Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(504),
    ...streams.map((stream) => Buffer.concat([Buffer.from(stream, 'utf16le'), Buffer.alloc(128 - stream.length * 2)])),
  ])

describe('files that cannot be read say what to do', () => {
  it.each<[string, string, RegExp, () => Promise<Uint8Array> | Uint8Array | string]>([
    ['plan.xlsx', 'document.damaged', /encrypted content/, () => ole('EncryptionInfo', 'EncryptedPackage')],
    ['plan.docx', 'document.damaged', /encrypted content/, () => ole('EncryptedPackage')],
    ['old.doc', 'document.unsupported', /Word 97–2003.*save it as DOCX/, () => ole('WordDocument')],
    ['old.xls', 'document.unsupported', /Excel 97–2003.*save it as XLSX/, () => ole('Workbook')],
    ['old.ppt', 'document.unsupported', /PowerPoint 97–2003.*save it as PPTX/, () => ole('PowerPoint Document')],
    ['mail.msg', 'document.unsupported', /Outlook.*EML/, () => ole('__properties_version1.0')],
    ['odd.docx', 'document.damaged', /directory/, () => ole('Nothing')],
    [
      'secret.odt',
      'document.encrypted',
      /password/,
      () =>
        odf('text', 'xxxx', {
          'META-INF/manifest.xml':
            '<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>',
        }),
    ],
    [
      'shop.epub',
      'document.protected',
      /seller/,
      () =>
        zipOf({
          mimetype: 'application/epub+zip',
          'META-INF/encryption.xml':
            '<encryption><EncryptedData><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></EncryptedData></encryption>',
        }),
    ],
    [
      'binary.xlsb',
      'document.unsupported',
      /xlsb.*XLSX/,
      () => zipOf({ '[Content_Types].xml': 'application/vnd.ms-excel.sheet.binary.macroEnabled.main' }),
    ],
    ['deck.key', 'document.unsupported', /iWork.*PPTX/, () => zipOf({ 'Index/Document.iwa': 'x' })],
    ['files.zip', 'document.unsupported', /Unpack it/, () => zipOf({ 'a.txt': 'a' })],
    ['photo.png', 'document.unsupported', /PNG/, () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['photo.csv', 'document.unsupported', /PNG/, () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['noise.json', 'document.unsupported', /isn’t text/, () => deflateRawSync(made.pdfOf('x').toString('hex'))],
    ['slides.pptx', 'document.empty', /no slides/, () => pptxOf([])],
    ['sheets.xlsx', 'document.damaged', /no sheets/, () => xlsxOf({ sheets: [] })],
  ])('%s: %s', async (name, code, message, bytes) => {
    await expect(read(await bytes(), name)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })
})
