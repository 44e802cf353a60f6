import Papa from 'papaparse'
import * as words from '../../../base/words/index.ts'
import type { Format, PageContent } from '../format.ts'
import { extensionOf } from '../formats.ts'
import { readText } from '../read-text.ts'
import { TableText } from './table.ts'

/** Those that stand in numbers and sentences come later: they are taken only where they cut more evenly. */
const delimiters = ['\t', ';', ',', '|']
/** Rows that are read before their sections are handed on. */
const batch = 20_000
/** Characters by which the delimiter is guessed. */
const sample = 64 * 1024
/** Stands in for the quotation mark where none is to be understood. */
const noQuote = '\0'

/** Tables as text: comma, semicolon, tab or bar between the fields, found by looking. */
export const csv: Format = {
  async open(bytes, name) {
    const { text, warnings } = readText(bytes, name)
    const told = /^sep=(.)\n/i.exec(text) // how Excel is told
    const delimiter = told?.[1] ?? delimiterOf(text, name)
    const table = told ? text.slice(told[0].length) : text
    return { warnings, pages: pagesOf(table, { delimiter, warnings, skipped: told ? 1 : 0 }) }
  },
}

type Options = { delimiter: string; warnings: string[]; skipped: number }

function* pagesOf(text: string, { delimiter, warnings, skipped }: Options): Generator<PageContent> {
  const table = new TableText({ hasHeader: true })
  let number = skipped
  for (const { rows, isBroken } of batches(text, delimiter)) {
    for (const fields of rows) {
      const cells = fields.flatMap((value, column) => (value.trim() ? [{ column, text: value }] : []))
      table.add({ number: ++number, cells })
    }
    if (isBroken) {
      warnings.push(words.warnings.openQuote(number + 1))
    }
    yield* table.take()
  }
  yield* table.take(true)
}

type Batch = { rows: string[][]; isBroken: boolean }

function* batches(text: string, delimiter: string): Generator<Batch> {
  let rest = text
  let quoteChar = '"'
  while (rest.length > 0) {
    // The fast mode would look at all of the text for every batch.
    const options = { delimiter, quoteChar, preview: batch, fastMode: false }
    const { data, meta, errors } = Papa.parse<string[]>(rest, options)
    const open = errors.find(({ code }) => code === 'MissingQuotes')
    if (open) {
      yield { rows: data.slice(0, open.row), isBroken: true }
      rest = rest.slice(rest.lastIndexOf('\n', open.index) + 1)
      quoteChar = noQuote
      continue
    }
    yield { rows: data, isBroken: false }
    if (!meta.truncated || meta.cursor <= 0) return
    rest = rest.slice(meta.cursor)
  }
}

/** A tab by its extension, else what cuts most of the first rows into the same number of fields. */
const delimiterOf = (text: string, name: string): string => {
  if (extensionOf(name) !== 'csv') return '\t'
  const head = text.slice(0, sample)
  const ranked = delimiters.map((delimiter) => {
    const { data } = Papa.parse<string[]>(head, { delimiter, preview: 20, skipEmptyLines: true, fastMode: false })
    const counts = data.map(({ length }) => length).filter((count) => count > 1)
    const [most = 0] = counts.map((count) => counts.filter((other) => other === count).length).sort((a, b) => b - a)
    return { delimiter, share: data.length > 0 ? most / data.length : 0 }
  })
  const best = ranked.reduce((first, each) => (each.share > first.share ? each : first))
  return best.share > 0.5 ? best.delimiter : Papa.UNIT_SEP // one column
}
