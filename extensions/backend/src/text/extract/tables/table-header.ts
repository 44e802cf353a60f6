/** A filled cell; `style` is any name that equal looks share. */
export type Cell = { column: number; text: string; style?: string | undefined }
/** Its number as people see it in their program, and its filled cells in the order of columns. */
export type Row = { number: number; cells: readonly Cell[] }

export type Labels = ReadonlyMap<number, string>
/** What the columns are called, and how many rows at the top say so. */
type Header = { labels: Labels; rows: number }

type Options = {
  /** The format has a header by custom, so that text above text is taken for one. */
  isExpected?: boolean
  /** Only where the values below are of another kind, or look different. */
  isStrict?: boolean
}

const longestLabel = 80

/**
 * Finds the header of a table by its first rows: labels above values of another kind or look, in one row or in two where
 * the upper one groups columns. Undefined where the first row may as well be a row like the others: a label that is
 * none would say what no sheet says.
 */
export const headerOf = (rows: readonly Row[], options: Options = {}): Header | undefined => {
  const [first, second, ...others] = rows
  if (!first || !second) return undefined
  if (others.length > 0 && groupsColumns(first, second) && isHeader(second, others, { ...options, isStrict: true })) {
    return { labels: groupLabels(first, second), rows: 2 }
  }
  if (!isHeader(first, [second, ...others], options)) return undefined
  return { labels: new Map(first.cells.map(({ column, text }) => [column, text])), rows: 1 }
}

const isHeader = (row: Row, below: readonly Row[], { isExpected = false, isStrict = false }: Options): boolean => {
  const isLabelled = row.cells.every((cell) => isLabel(cell.text) || (isYear(cell.text) && !isYearColumn(cell, below)))
  if (!isLabelled || !coversMost(row, below)) return false
  const onValues = row.cells.filter((cell) => standsOnValues(cell, below)).length
  const isNarrow = row.cells.length < 3
  const isList = row.cells.some((cell) => standsOnAList(cell, below))
  const hasContrast = isNarrow ? isList || (onValues === 2 && row.cells.length === 2) : onValues > 0
  if (hasContrast || looksDifferent(row, below)) return true
  if (isStrict || row.cells.some((cell) => valuesBelow(cell, below).includes(cell.text))) return false
  return isExpected || (row.cells.length >= 3 && new Set(row.cells.map(({ text }) => text)).size === row.cells.length)
}

/** Text that names something, rather than a number, a date, an amount or a sentence. */
export const isLabel = (text: string): boolean => text.length <= longestLabel && /\p{L}/u.test(text) && !isValue(text)

const isValue = (text: string): boolean =>
  startsWithNumber.test(text)
    ? (text.match(/\p{L}/gu)?.length ?? 0) <= 4 || quantity.test(text) || longDate.test(text)
    : currencyAmount.test(text) || longDate.test(text) || /^(?:true|false)$/i.test(text) || text.includes('@')

/** A number and what it counts; `1st` and the like count nothing. */
const quantity = /^[\d.,]+\s\p{L}+\.?$/u
const startsWithNumber = /^[\s(+\-–−~<>≤≥]*\p{Sc}?\s?[\d.,]*\d/u
const currencyAmount = /^[A-Z]{3}\s?[-–−]?\d/
const longDate = /^(?:\p{L}{3,9}\.?,?\s+)?(?:\d{1,2}\.?\s+\p{L}{3,9}|\p{L}{3,9}\.?\s+\d{1,2}),?\s+\d{4}/u

const isDate = (text: string) => /^\d{1,4}([-./])\d{1,2}\1\d{1,4}/.test(text) || longDate.test(text)

const isYear = (text: string) => /^(?:19|20)\d\d$/.test(text)

const isYearColumn = (cell: Cell, below: readonly Row[]) => {
  const values = valuesBelow(cell, below)
  return values.length === 0 || values.some(isYear)
}

const valuesBelow = ({ column }: Cell, below: readonly Row[]): string[] =>
  below.flatMap((row) => row.cells.find((cell) => cell.column === column)?.text ?? [])

/** A label whose values below are of another kind than text, most of them. */
const standsOnValues = (cell: Cell, below: readonly Row[]): boolean => {
  const values = valuesBelow(cell, below)
  return values.length > 0 && isLabel(cell.text) && values.filter(isValue).length >= values.length * 0.6
}

/**
 * One or two columns may be names and their values, as in a form, where the first row is no header. A list shows in values that
 * are all of one kind.
 */
const standsOnAList = (cell: Cell, below: readonly Row[]): boolean => {
  const values = valuesBelow(cell, below)
  const kinds = new Set(values.map((value) => (isValue(value) ? (isDate(value) ? 'date' : 'number') : 'text')))
  return values.length >= 2 && kinds.size === 1 && !kinds.has('text') && isLabel(cell.text) && !/\d/.test(cell.text)
}

const coversMost = (row: Row, below: readonly Row[]): boolean => {
  const named = new Set(row.cells.map(({ column }) => column))
  const used = new Set(below.flatMap(({ cells }) => cells.map(({ column }) => column)))
  return [...used].filter((column) => named.has(column)).length >= used.size / 2
}

/** Formatted unlike the row below it, which is formatted like the one after. */
const looksDifferent = (row: Row, [next, after]: readonly Row[]): boolean => {
  if (!next || !after || row.cells.some(({ style }) => style === undefined)) return false
  const styleIn = (other: Row, column: number) => other.cells.find((cell) => cell.column === column)?.style
  const shared = row.cells.filter(({ column }) => styleIn(next, column) !== undefined)
  const differs = shared.every(({ column, style }) => styleIn(next, column) !== style)
  const isRegular = shared.filter(({ column }) => styleIn(next, column) === styleIn(after, column)).length
  return shared.length >= 2 && differs && isRegular >= shared.length / 2
}

/** Whether the upper of two rows of labels leaves gaps that the lower one fills. */
const groupsColumns = (upper: Row, lower: Row): boolean => {
  const named = new Set(upper.cells.map(({ column }) => column))
  const left = upper.cells[0]?.column ?? 0
  const filled = lower.cells.filter(({ column }) => column > left && !named.has(column))
  const areLabels = [...upper.cells, ...lower.cells].every(({ text }) => isLabel(text) || isYear(text))
  return areLabels && filled.length > 0 && upper.cells.length >= 2 && lower.cells.length > upper.cells.length
}

/** A group's name goes on to the right until the next one. */
const groupLabels = (upper: Row, lower: Row): Labels => {
  const labels = new Map(upper.cells.map(({ column, text }) => [column, text]))
  for (const { column, text } of lower.cells) {
    const group = upper.cells.findLast((cell) => cell.column <= column)?.text
    labels.set(column, group && group !== text ? `${group} ${text}` : text)
  }
  return labels
}
