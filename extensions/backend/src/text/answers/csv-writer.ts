export type Cell = string | number | undefined

/** What a table calculator would take for a formula, and what it would skip before one. */
const formula = /^[\s\p{Cc}]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u
/** Starts with a sign and is nothing but a number: no formula can hide in it. */
const number = /^[+-]\d+(?:[.,]\d+)*$/

/** Rows that are kept as text before they become bytes. */
const rowsAtOnce = 1000

/**
 * Makes a CSV row by row: RFC 4180 (commas, CRLF, quotation marks doubled), UTF-8 with a byte order mark, without which
 * Excel reads it in the code page of the country. A text that would be taken for a formula gets an apostrophe before it,
 * as OWASP advises against CSV injection: what a stranger wrote into a document must not run when the list is opened.
 */
export const csvWriter = (head: readonly string[]) => {
  const parts: Buffer[] = [Buffer.from('\ufeff')]
  let rows: string[] = []
  const encode = () => {
    parts.push(Buffer.from(rows.join(''), 'utf8'))
    rows = []
  }
  /** Cells that are missing at the end are empty. */
  const add = (cells: readonly Cell[]): void => {
    rows.push(`${head.map((_, at) => field(cells[at])).join(',')}\r\n`)
    if (rows.length >= rowsAtOnce) encode()
  }
  add(head)
  return {
    add,
    bytes(): Uint8Array {
      encode()
      return Buffer.concat(parts)
    },
  }
}

const field = (cell: Cell): string => {
  if (cell === undefined) return ''
  const text = typeof cell === 'number' ? String(cell) : guarded(cell.toWellFormed())
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const guarded = (text: string) => (formula.test(text) && !number.test(text) ? `'${text}` : text)
