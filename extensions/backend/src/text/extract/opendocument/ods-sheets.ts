import { TableText } from '../tables/table.ts'
import type { Cell } from '../tables/table-header.ts'
import { localName, xmlReader } from '../xml.ts'

/** A table of the file while it is read: its name, whether it is hidden, and its text. */
export type OdsSheet = { name: string; isHidden: boolean; table: TableText; isEnded: boolean; hasPictures: boolean }

type Attributes = Readonly<Record<string, string>>

/** How often a filled cell or row that is written once is repeated at most; more is a fault or an attack. */
const mostRepeats = 1000
/** Characters that come of it at most. */
const mostRepeated = 1_000_000

const repeats = (times: number, characters: number) =>
  Math.min(times, mostRepeats, Math.max(1, Math.floor(mostRepeated / Math.max(characters, 1))))

/** Reads the tables of an OpenDocument spreadsheet's content piece by piece; the last of `sheets` may be unfinished. */
export const odsReader = (sheets: OdsSheet[]) => {
  const hiddenStyles = new Set<string>()
  let styleName = ''
  let sheet: OdsSheet | undefined
  let depth = 0
  let row = 1
  let rowRepeat = 1
  let column = 0
  let cells: Cell[] = []
  let cell: { attributes: Attributes; text: string } | undefined
  /** Inside of a comment, and what it says. */
  let comment: string | undefined
  let comments: string[] = []
  let isText = false
  /** Merged cells that reach the row at hand, by column. */
  const reaching = new Map<number, { cell: Cell; last: number }>()

  const write = (text: string) => {
    if (comment !== undefined) comment += text
    else if (cell) cell.text += text
  }

  const openTable = (attributes: Attributes) => {
    depth++
    if (depth > 1) return
    sheet = {
      name: get(attributes, 'name') ?? '',
      isHidden: hiddenStyles.has(get(attributes, 'style-name') ?? ''),
      table: new TableText({ title: get(attributes, 'name') ?? '' }),
      isEnded: false,
      hasPictures: false,
    }
    sheets.push(sheet)
    row = 1
    comments = []
    reaching.clear()
  }

  const closeTable = () => {
    depth--
    if (depth > 0 || !sheet) return
    if (comments.length > 0) sheet.table.note('Comments', comments)
    sheet.isEnded = true
    sheet = undefined
  }

  const closeCell = () => {
    if (!cell) return
    const { attributes } = cell
    const repeat = Math.max(1, Number(get(attributes, 'number-columns-repeated')) || 1)
    const text = cell.text.trim() || storedValue(attributes)
    cell = undefined
    for (let at = 0; text && at < repeats(repeat, text.length); at++) {
      cells.push({ column: column + at, text, style: get(attributes, 'style-name') })
    }
    const rows = Number(get(attributes, 'number-rows-spanned')) || 1
    const first = cells.at(-1)
    if (text && first && rows > 1) reaching.set(column, { cell: first, last: row + rows - 1 })
    column += repeat
  }

  const closeRow = () => {
    const own = cells
    cells = []
    const filled = new Set(own.map((each) => each.column))
    for (const [at, { cell: merged, last }] of reaching) {
      if (last < row) reaching.delete(at)
      else if (own.length > 0 && !filled.has(at)) own.push(merged)
    }
    own.sort((a, b) => a.column - b.column)
    const characters = own.reduce((sum, { text }) => sum + text.length, 0)
    for (let at = 0; own.length > 0 && at < repeats(rowRepeat, characters); at++) {
      sheet?.table.add({ number: row + at, cells: own })
    }
    row += rowRepeat
  }

  const open: Record<string, (attributes: Attributes) => void> = {
    style: (attributes) => {
      styleName = get(attributes, 'name') ?? ''
    },
    'table-properties': (attributes) => {
      if (get(attributes, 'display') === 'false') hiddenStyles.add(styleName)
    },
    table: openTable,
    'table-row': (attributes) => {
      rowRepeat = Math.max(1, Number(get(attributes, 'number-rows-repeated')) || 1)
      column = 0
    },
    'table-cell': (attributes) => {
      if (depth === 1) cell = { attributes, text: '' }
    },
    'covered-table-cell': (attributes) => {
      if (depth === 1) cell = { attributes, text: '' }
    },
    annotation: () => {
      comment = ''
    },
    frame: () => {
      if (sheet) sheet.hasPictures = true
    },
    p: () => {
      isText = true
      if ((comment ?? cell?.text ?? '') !== '') write('\n')
    },
    s: (attributes) => write(' '.repeat(Math.min(Number(get(attributes, 'c') ?? 1), 100))),
    tab: () => write(' '),
    'line-break': () => write('\n'),
  }
  const close: Record<string, () => void> = {
    p: () => {
      isText = false
    },
    annotation: () => {
      if (comment?.trim()) comments.push(`${columnName(column)}${row}: ${comment}`)
      comment = undefined
    },
    'table-cell': closeCell,
    'covered-table-cell': closeCell,
    'table-row': () => {
      if (depth === 1) closeRow()
    },
    table: closeTable,
  }

  return xmlReader({
    open: (name, attributes) => open[name]?.(attributes),
    close: (name) => close[name]?.(),
    text: (value) => {
      if (isText) write(value)
    },
  })
}

const get = (attributes: Attributes, name: string): string | undefined => {
  for (const key in attributes) if (localName(key) === name) return attributes[key]
  return undefined
}

/** What a cell says that some programs write without the text it shows. */
const storedValue = (attributes: Attributes): string =>
  get(attributes, 'string-value') ??
  get(attributes, 'date-value')?.replace('T00:00:00', '') ??
  get(attributes, 'time-value') ??
  get(attributes, 'boolean-value')?.toUpperCase() ??
  get(attributes, 'value') ??
  ''

/** A for 0, AA for 26. */
const columnName = (column: number): string =>
  (column >= 26 ? columnName(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26))
