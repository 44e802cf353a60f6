import type { Heading, PageContent } from '../format.ts'
import { breakBefore, longest } from '../sections.ts'
import { headerOf, isLabel, type Labels, type Row } from './table-header.ts'
import { oneLine, rowLines } from './table-lines.ts'

type Options = {
  /** The name of the sheet; a table without one gets a heading only where it is cut. */
  title?: string
  /** Whether the first row says what the columns are called, by custom of the format. */
  hasHeader?: boolean
}

/** Rows that are looked at to find the header. */
const sampled = 12

/**
 * A table as text, in sections: a line for each row, in which every cell stands with the header of its column, so that
 * a cell is found and cited together with it. Rows are added in turn, finished sections taken away.
 */
export class TableText {
  #options: Options
  #sections: PageContent[] = []
  #lines: { text: string; heading?: boolean }[] = []
  #length = 0
  /** Rows of the open section. */
  #from = 0
  #to = 0
  /** The number of the row that was added last. */
  #last = 0
  #isCut = false
  /** The first rows of a block, until its header is known. */
  #block: Row[] | undefined = []
  #labels: Labels = new Map()

  constructor(options: Options = {}) {
    this.#options = options
  }

  /** Rows without a filled cell are left out; a gap in the numbers is where one table ends and the next may begin. */
  add(row: Row): void {
    if (row.cells.length === 0) return
    if (row.number > this.#last + 1 && this.#last > 0) this.#endBlock()
    this.#last = row.number
    if (!this.#block) {
      this.#write(row)
      return
    }
    this.#block.push(row)
    if (this.#block.length >= sampled) this.#openBlock()
  }

  /** Adds a line under a heading of its own, after the rows: comments and the like. */
  note(heading: string, lines: readonly string[]): void {
    this.#endBlock()
    this.#push({ text: heading, heading: true })
    for (const text of lines) this.#push({ text: `• ${oneLine(text)}` })
  }

  /** Sections that are finished, with `isEnd` all that is left. */
  take(isEnd = false): PageContent[] {
    if (isEnd) {
      this.#endBlock()
      this.#close()
    }
    return this.#sections.splice(0)
  }

  #endBlock(): void {
    if (this.#block) this.#openBlock()
    this.#block = []
  }

  #openBlock(): void {
    const rows = this.#block ?? []
    this.#block = undefined
    if (rows.length === 0) return
    const { title, hasHeader = false } = this.#options
    const tableAt = rows.findIndex(({ cells }) => cells.length > 1)
    for (const [at, row] of rows.slice(0, Math.max(tableAt, 0)).entries()) {
      const text = oneLine(row.cells[0]?.text ?? '')
      this.#push({ text, heading: title !== undefined && at === tableAt - 1 && isLabel(text) }, row.number)
    }
    const table = rows.slice(Math.max(tableAt, 0))
    const goesOn =
      tableAt === 0 &&
      this.#labels.size > 0 &&
      table.every(({ cells }) => cells.every((c) => this.#labels.has(c.column)))
    const header = headerOf(table, { isExpected: hasHeader, isStrict: goesOn })
    if (header) this.#labels = new Map([...header.labels].map(([column, label]) => [column, oneLine(label)]))
    else if (!goesOn) this.#labels = new Map()
    for (const row of table.slice(header?.rows ?? 0)) this.#write(row)
  }

  #write(row: Row): void {
    for (const line of rowLines(row, this.#labels)) {
      for (const text of pieces(line)) this.#push({ text }, row.number)
    }
  }

  #push(line: { text: string; heading?: boolean }, row = this.#to): void {
    if (this.#length > 0 && this.#length + line.text.length > longest) {
      this.#isCut = true
      this.#close()
    }
    if (this.#lines.length === 0) this.#from = row
    this.#lines.push(line)
    this.#length += line.text.length + 1
    this.#to = row
  }

  #close(): void {
    if (this.#lines.length === 0) return
    const { title } = this.#options
    const rows = this.#from === this.#to ? `ow ${this.#from}` : `ows ${this.#from}–${this.#to}`
    const cutName = title === undefined ? `R${rows}` : `${title}, r${rows}`
    const name = this.#isCut ? cutName : title
    const headings: Heading[] = name ? [{ start: 0, level: 1, text: name }] : []
    let text = name ? `${name}\n` : ''
    for (const line of this.#lines) {
      if (line.heading) text += text ? '\n' : ''
      if (line.heading) headings.push({ start: text.length, level: 2, text: line.text })
      text += `${line.text}\n`
    }
    this.#sections.push({ text: text.trimEnd(), headings, warnings: [] })
    this.#lines = []
    this.#length = 0
  }
}

/** Rows are not cut in two by the end of a section, unless one alone is longer than that. */
function* pieces(line: string): Generator<string> {
  let start = 0
  while (line.length - start > longest) {
    const end = breakBefore(line, start, start + longest)
    yield line.slice(start, end).trim()
    start = end
  }
  yield line.slice(start)
}
