import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { trimLocales } from '../../scripts/pack/trim-locales.ts'

const folder = mkdtempSync(join(tmpdir(), 'aios-test-'))
const path = join(folder, 'node')
const node = readFileSync(process.execPath)
const trimmed = trimLocales(node)
beforeAll(() => writeFileSync(path, trimmed, { mode: 0o755 }))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What the expression, a list, comes to under both programs. */
const under = (expression: string) => {
  const run = (file: string): unknown[] =>
    JSON.parse(execFileSync(file, ['-p', `JSON.stringify(${expression})`], { encoding: 'utf8' }))
  return { before: run(process.execPath), after: run(path) }
}

const languages = ['en', 'de', 'fr', 'ru', 'tr', 'ar', 'zh', 'ja', 'th', 'hi']

test('a trimmed Node has its size, of which megabytes are empty', () => {
  expect(trimmed.length).toBe(node.length)
  const [before, after] = [node, trimmed].map((bytes) => gzipSync(bytes, { level: 1 }).length) as [number, number]
  expect(before - after).toBeGreaterThan(3.5e6)
})

test.each([
  [
    'cuts words',
    '[...new Intl.Segmenter(language, {granularity: "word"}).segment("東京都に住む 我们的文档 สวัสดีชาวโลก")].map(s => s.segment)',
  ],
  ['sorts', '["z", "ä", "a", "ö", "o", "10", "9"].sort(new Intl.Collator(language, {numeric: true}).compare)'],
  ['names months', 'new Intl.DateTimeFormat(language, {dateStyle: "full", timeZone: "UTC"}).format(0)'],
  [
    'names currencies',
    'new Intl.NumberFormat(language, {style: "currency", currency: "CHF", currencyDisplay: "name"}).format(12.5)',
  ],
  ['changes case', '"IıİiŞß".toLocaleUpperCase(language)'],
])('it %s in every language as before', (_, expression) => {
  const { before, after } = under(`${JSON.stringify(languages)}.map(language => (${expression}))`)
  expect(after).toEqual(before)
})

test('it decodes every charset as before', () => {
  const charsets = [
    'gb18030',
    'big5',
    'shift_jis',
    'euc-jp',
    'euc-kr',
    'koi8-r',
    'windows-1256',
    'iso-8859-9',
    'utf-16le',
  ]
  const { before, after } = under(
    `${JSON.stringify(charsets)}.map(charset => new TextDecoder(charset).decode(Uint8Array.from({length: 96}, (_, at) => at * 5 + 130)))`,
  )
  expect(after).toEqual(before)
})

test('it still says names where it is asked for them, in English', () => {
  const { after } = under(
    `[new Intl.DisplayNames('en', {type: 'language'}).of('de'), new Intl.DisplayNames('de', {type: 'region'}).of('DE')]`,
  )
  expect(after).toEqual(['German', 'Germany'])
})

test('what is no Node is refused', () => {
  expect(() => trimLocales(Buffer.from('an executable with CmnD in it, but without a table'))).toThrow('no data of ICU')
})
