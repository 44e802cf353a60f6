import type { Cell, Row } from '../tables/table-header.ts'
import { xmlReader } from '../xml.ts'
import type { NumberFormat } from './number-format.ts'
import { columnNumber, type Merges, unescaped } from './xlsx-parts.ts'

type Options = {
  strings: readonly string[]
  showNumber: NumberFormat
  merges: Merges
  add(row: Row): void
}

/** Columns that Excel has. */
const mostColumns = 16_384

/** Reads the rows of a sheet's XML, piece by piece, as the sheet shows them. */
export const sheetReader = ({ strings, showNumber, merges, add }: Options) => {
  let row = 0
  let column = -1
  let cells: Cell[] = []
  let kind = 'n'
  let style = '0'
  let value = ''
  let isValue = false
  let hasFormula = false
  let uncomputed = 0
  let beside = 0
  /** Merged cells that reach the row at hand, by column. */
  const reaching = new Map<number, { cell: Cell; last: number }>()

  const shown = (): string => {
    if (kind === 's') return strings[Number(value)] ?? ''
    if (kind === 'b') return value === '1' ? 'TRUE' : 'FALSE'
    if (kind === 'd') return value.replace(/T00:00:00(?:\.0+)?Z?$/, '')
    if (kind !== 'n' || value.trim() === '') return unescaped(value)
    const number = Number(value)
    return Number.isFinite(number) ? showNumber(number, Number(style)) : value
  }

  const openCell = (attributes: Readonly<Record<string, string>>) => {
    const letters = /^[A-Z]+/.exec(attributes.r ?? '')?.[0]
    column = letters ? columnNumber(letters) : column + 1
    kind = attributes.t ?? 'n'
    style = attributes.s ?? '0'
    value = ''
    hasFormula = false
  }

  const closeCell = () => {
    if (hasFormula && value === '') uncomputed++
    if (value === '' || column < 0 || column >= mostColumns) return
    const cell = { column, text: shown(), style }
    if (cell.text.trim() === '') return
    cells.push(cell)
    const last = merges.get(`${row}:${column}`)
    if (last !== undefined) reaching.set(column, { cell, last })
  }

  const closeRow = () => {
    const own = cells
    cells = []
    if (own.length === 0) return
    const filled = new Set(own.map((cell) => cell.column))
    const merged = [...reaching].flatMap(([at, { cell, last }]) => {
      if (last < row) reaching.delete(at)
      return last < row || filled.has(at) ? [] : [cell]
    })
    add({ number: row, cells: [...own, ...merged].sort((a, b) => a.column - b.column) })
  }

  const reader = xmlReader({
    open(name, attributes) {
      if (name === 'row') {
        row = Number(attributes.r) || row + 1
        column = -1
      } else if (name === 'c') openCell(attributes)
      else if (name === 'f') hasFormula = true
      else if (name === 'rPh') beside++
      isValue = (name === 'v' || name === 't') && beside === 0
    },
    close(name) {
      if (name === 'c') closeCell()
      else if (name === 'row') closeRow()
      else if (name === 'rPh') beside--
      isValue = false
    },
    text(piece) {
      if (isValue) value += piece
    },
  })

  return {
    write: reader.write,
    /** How many formulas had no value beside them. */
    end(): { uncomputed: number } {
      reader.end()
      return { uncomputed }
    },
  }
}
