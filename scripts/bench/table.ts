export type Row = {
  name: string
  value: number
  unit: string
  /** The same for the bare server, where it has that. */
  bare?: number
  /** What is to be reached: a bound on the value, or on its ratio to the bare server's. */
  reach?: { below: number; ratio?: boolean }
}

/** One line for each measurement: value, ratio to the bare server, and how it stands to what is to be reached. */
export const table = (rows: readonly Row[]): string => {
  const cells = rows.map((row) => [row.name, number(row.value, row.unit), ratio(row), standing(row)])
  const all = [['', 'median', 'to bare', 'reach'], ...cells]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((line) => line[column]?.length ?? 0)))
  return all.map((line) => line.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join('  ')).join('\n')
}

const number = (value: number, unit: string) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`

const ratioOf = ({ value, bare }: Row) => (bare ? value / bare : undefined)

const ratio = (row: Row) => ratioOf(row)?.toFixed(2) ?? ''

const standing = (row: Row) => {
  if (!row.reach) return ''
  const { below, ratio } = row.reach
  const isReached = (ratio ? (ratioOf(row) ?? Number.NaN) : row.value) < below
  return `${isReached ? 'yes' : 'NO'}, below ${below}${ratio ? ' times' : ` ${row.unit}`}`
}

const pad = (cell: string, width: number, column: number) =>
  column === 1 || column === 2 ? cell.padStart(width) : cell.padEnd(width)
