import type { DomNode } from '../dom-node.ts'
import { type Cell, headerOf, type Labels, type Row } from './table-header.ts'
import { oneLine, rowLines } from './table-lines.ts'

/** Rows that are looked at to find the header. */
const sampled = 12
/** Cells that one cell may reach over. */
const mostSpan = 1000

type TableRow = Row & { isHeader: boolean }

/** The rows of a table, those of its parts too. */
export function* tableRows(table: DomNode, isHead = false): Generator<{ row: DomNode; isHead: boolean }> {
  for (const child of table.childNodes) {
    const name = child.nodeName.toUpperCase()
    if (name === 'TR') yield { row: child, isHead }
    if (name === 'THEAD' || name === 'TBODY' || name === 'TFOOT') yield* tableRows(child, name === 'THEAD')
  }
}

export const tableCells = (row: DomNode): DomNode[] =>
  [...row.childNodes].filter(({ nodeName }) => /^T[DH]$/i.test(nodeName))

const layoutElements = new Set('TABLE H1 H2 H3 H4 H5 H6 UL OL PRE HR'.split(' '))

/** Whether a table only places what is in it, as mails and old pages do: it has structure inside of its cells, or one column. */
export const isLayout = (table: DomNode): boolean => {
  if (table.getAttribute?.('role') === 'presentation') return true
  let widest = 0
  for (const { row } of tableRows(table)) {
    const cells = tableCells(row)
    widest = Math.max(widest, cells.length)
    if (cells.some((cell) => hasStructure(cell, 8))) return true
  }
  return widest < 2
}

const hasStructure = (node: DomNode, depth: number): boolean => {
  for (const child of node.childNodes) {
    if (child.nodeType !== 1) continue
    if (layoutElements.has(child.nodeName.toUpperCase())) return true
    if (depth > 0 && hasStructure(child, depth - 1)) return true
  }
  return false
}

/** A table of data as lines, each cell with the header of its column where the table has one. */
export const tableLines = (table: DomNode, textOf: (cell: DomNode) => string): string[] => {
  const rows = [...rowsOf(table, textOf)]
  const told = rows.findIndex(({ isHeader }) => !isHeader)
  const header =
    told > 0 && told <= 3 ? { labels: toldLabels(rows.slice(0, told)), rows: told } : headerOf(rows.slice(0, sampled))
  return rows.slice(header?.rows ?? 0).flatMap((row) => rowLines(row, header?.labels ?? new Map()))
}

/** Cells get the columns in which they are seen; one that reaches over rows stands in each, one over columns in the first. */
function* rowsOf(table: DomNode, textOf: (cell: DomNode) => string): Generator<TableRow> {
  const reaching = new Map<number, { text: string; rows: number }>()
  let number = 0
  for (const { row, isHead } of tableRows(table)) {
    number++
    const cells: Cell[] = []
    let column = 0
    const takeReaching = () => {
      for (let from = reaching.get(column); from; from = reaching.get(column)) {
        cells.push({ column, text: from.text })
        if (--from.rows === 0) reaching.delete(column)
        column++
      }
    }
    const own = tableCells(row)
    for (const cell of own) {
      takeReaching()
      const text = oneLine(textOf(cell))
      const [columns, rows] = [span(cell, 'colspan'), span(cell, 'rowspan')]
      cells.push({ column, text })
      if (rows > 1)
        for (let at = 0; at < columns; at++) reaching.set(column + at, { text: at ? '' : text, rows: rows - 1 })
      column += columns
    }
    takeReaching()
    const isHeader = isHead || (own.length > 1 && own.every(({ nodeName }) => nodeName.toUpperCase() === 'TH'))
    const filled = cells.filter(({ text }) => text !== '')
    if (filled.length > 0) yield { number, cells: filled, isHeader }
  }
}

const span = (cell: DomNode, name: string) => Math.min(Math.max(Number(cell.getAttribute?.(name)) || 1, 1), mostSpan)

/** Labels that stand in several rows are put together, the upper ones going on to the right. */
const toldLabels = (rows: readonly Row[]): Labels => {
  const labels = new Map<number, string>()
  const columns = new Set(rows.flatMap(({ cells }) => cells.map(({ column }) => column)))
  for (const column of columns) {
    const parts = rows.flatMap(({ cells }, at) => {
      const isLowest = at === rows.length - 1
      const cell = cells.findLast((each) => (isLowest ? each.column === column : each.column <= column))
      return cell?.text ?? []
    })
    labels.set(column, [...new Set(parts)].join(' '))
  }
  return labels
}
