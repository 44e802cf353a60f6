import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApp, type TestApp } from '../support/app.ts'
import { permit } from '../support/samples.ts'
import { until } from '../support/until.ts'
import { xlsxOf } from '../text/extract/office.ts'
import { zipOf } from '../text/extract/zip-of.ts'

let app: TestApp
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

/** Thirty kilobytes of words, which a file holds once and names again and again. */
const words = 'the crane stands at the quay of the harbour '.repeat(700)

const workbook = () => {
  const rows = Array.from({ length: 3000 }, (_, at) => `<row r="${at + 1}"><c r="A${at + 1}" t="s"><v>0</v></c></row>`)
  return xlsxOf({ sheets: [{ name: 'S', data: rows.join('') }], strings: [words] })
}
const sheets = () => {
  const cell = `<table:table-cell table:number-columns-repeated="16000"><text:p>crane</text:p></table:table-cell>`
  const row = `<table:table-row table:number-rows-repeated="1000000">${cell}</table:table-row>`
  const body = `<office:spreadsheet><table:table table:name="T">${row.repeat(100)}</table:table></office:spreadsheet>`
  return zipOf({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': `<office:document-content><office:body>${body}</office:body></office:document-content>`,
  })
}
const book = () =>
  zipOf({
    mimetype: 'application/epub+zip',
    'META-INF/container.xml': '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>',
    'b.opf': `<package><manifest><item id="a" href="a.html"/></manifest><spine>${'<itemref idref="a"/>'.repeat(3000)}</spine></package>`,
    'a.html': `<html><body><p>${words}</p></body></html>`,
  })
const mail = async () => {
  const attached = (await workbook()).toString('base64').replace(/.{76}/g, '$&\n')
  const parts = [
    'Content-Type: text/plain\n\nThe table is attached.',
    `Content-Type: application/octet-stream\nContent-Disposition: attachment; filename="a.xlsx"\nContent-Transfer-Encoding: base64\n\n${attached}`,
  ]
  return Buffer.from(
    `From: a@example.org\nSubject: Table\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n${parts.map((part) => `--b\n${part}\n`).join('')}--b--\n`,
  )
}
const fault = join(import.meta.dirname, '../../../shared/data/faults/amplified.xlsx')

const stored = () => {
  using db = new DatabaseSync(join(app.dataDir, 'aios.db'), { readOnly: true })
  return (
    db.prepare('SELECT (SELECT count(*) FROM page) + (SELECT count(*) FROM passage) AS rows').get() as { rows: number }
  ).rows
}

describe('a file of some kilobytes that says the same thousands of times', () => {
  it.each([
    ['crane.xlsx', workbook],
    ['crane.ods', sheets],
    ['crane.epub', book],
    ['crane.eml', mail],
  ])('%s ends in words, with nothing of it left, and the next file is read', async (name, make) => {
    const { id } = await app.workspace()
    const before = stored()
    const bytes = await make()
    expect(bytes.length).toBeLessThan(50_000)
    const began = performance.now()
    const [bomb] = await app.add(id, [name, bytes])
    console.log(`${name}: ${bytes.length} bytes, ${Math.round(performance.now() - began)} ms`)
    expect(bomb).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('200 characters of text for each byte'),
    })
    expect(stored()).toBe(before)
    expect(await app.add(id, ['permit.md', permit])).toMatchObject([{ status: 'ready' }])
  })

  it.skipIf(!existsSync(fault))('so does the workbook in which that was met', async () => {
    const { id } = await app.workspace()
    const sent = await app.upload(id, ['amplified.xlsx', readFileSync(fault)], ['permit.md', permit])
    expect(sent.status).toBe(202)
    const documents = await until(
      () => app.documents(id),
      (all) => all.every(({ status }) => status === 'ready' || status === 'failed'),
      { limit: 50_000 },
    )
    expect(Object.fromEntries(documents.map((each) => [each.name, each.status]))).toEqual({
      'amplified.xlsx': 'failed',
      'permit.md': 'ready',
    })
  })
})

it('a table of ten thousand rows that repeat a word under long labels is read', async () => {
  const { id } = await app.workspace()
  const labels = Array.from(
    { length: 8 },
    (_, at) => `<c t="inlineStr"><is><t>Throughput of the northern quay ${at}</t></is></c>`,
  )
  const rows = Array.from({ length: 10_000 }, () => `<row>${'<c t="s"><v>0</v></c>'.repeat(8)}</row>`)
  const bytes = await xlsxOf({
    sheets: [{ name: 'S', data: `<row>${labels.join('')}</row>${rows.join('')}` }],
    strings: ['closed'],
  })
  expect(await app.add(id, ['quays.xlsx', bytes])).toMatchObject([{ status: 'ready' }])
})
