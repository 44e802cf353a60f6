import { describe, expect, it } from 'vitest'
import { TableText } from '../../../extensions/backend/src/text/extract/tables/table.ts'
import { headerOf, isLabel, type Row } from '../../../extensions/backend/src/text/extract/tables/table-header.ts'

/** Rows of cells; a second list gives their looks. */
const rowsOf = (table: readonly (readonly string[])[], styles?: readonly (readonly string[])[]): Row[] =>
  table.map((texts, at) => ({
    number: at + 1,
    cells: texts.flatMap((text, column) => (text ? [{ column, text, style: styles?.[at]?.[column] }] : [])),
  }))

const labelsOf = (...table: readonly (readonly string[])[]) => {
  const header = headerOf(rowsOf(table))
  return header && [...header.labels.values()]
}

describe('a header', () => {
  it('is taken for one above values of another kind', () => {
    expect(labelsOf(['Item', 'Price'], ['Rope', '12'], ['Net', '40'])).toEqual(['Item', 'Price'])
    expect(labelsOf(['Depth'], ['7.5'], ['12'])).toEqual(['Depth'])
    expect(labelsOf(['Boat', 'Owner', 'Since'], ['Auk', 'Marta', '2019-05-17'])).toEqual(['Boat', 'Owner', 'Since'])
    expect(labelsOf(['Crew', '2023', '2024'], ['North', '12', '31'], ['South', '4', '6'])).toEqual([
      'Crew',
      '2023',
      '2024',
    ])
  })

  it('may group columns in a row above', () => {
    const table = [
      ['', 'North', '', 'South'],
      ['Month', 'In', 'Out', 'In'],
      ['May', '1', '2', '3'],
    ]
    const header = headerOf(rowsOf(table))
    expect([0, 1, 2, 3].map((column) => header?.labels.get(column))).toEqual([
      'Month',
      'North In',
      'North Out',
      'South In',
    ])
    expect(header?.rows).toBe(2)
  })

  it('is not made of a form, nor of rows that are all alike', () => {
    expect(labelsOf(['Tenant', 'Anna Meier'], ['City', 'Bern'], ['Phone', '555 0142'])).toBeUndefined()
    expect(labelsOf(['Tenant', 'Anna Meier'], ['Rent', '1200'], ['City', 'Bern'])).toBeUndefined()
    expect(labelsOf(['Anna', 'Bern', 'Nurse'], ['Beat', 'Bern', 'Cook'])).toBeUndefined()
    expect(labelsOf(['1', '2', '3'], ['4', '5', '6'])).toBeUndefined()
    expect(labelsOf(['Remarks'], ['None so far'], ['7'])).toBeUndefined()
    expect(labelsOf(['Name', 'Fee', 'Paid'])).toBeUndefined()
  })

  it('shows by its look where all is text', () => {
    const table = [
      ['Name', 'City'],
      ['Anna', 'Bern'],
      ['Beat', 'Chur'],
    ]
    expect(
      headerOf(
        rowsOf(table, [
          ['bold', 'bold'],
          ['', ''],
          ['', ''],
        ]),
      )?.rows,
    ).toBe(1)
    expect(
      headerOf(
        rowsOf(table, [
          ['bold', ''],
          ['bold', ''],
          ['bold', ''],
        ]),
      ),
    ).toBeUndefined()
  })

  it.each([
    ['Annual fee', true],
    ['Q1', true],
    ['FY2023', true],
    ['2nd quarter', true],
    ['1,200.50', false],
    ['-12 %', false],
    ['CHF 1200', false],
    ['€ 12', false],
    ['12 kg', false],
    ['2 colours', false],
    ['1st place', true],
    ['2024-03-14', false],
    ['14 March 2024', false],
    ['March 14, 2024', false],
    ['TRUE', false],
    ['anna@harbour.example', false],
  ])('has labels such as %s: %s', (text, expected) => {
    expect(isLabel(text)).toBe(expected)
  })
})

const textOf = (table: TableText) => table.take(true).map(({ text }) => text)

describe('a table as text', () => {
  it('keeps tables apart that stand one below the other, and goes on below a gap', () => {
    const table = new TableText({ title: 'Budget' })
    const add = (number: number, ...texts: string[]) =>
      table.add({ number, cells: texts.flatMap((text, column) => (text ? [{ column, text }] : [])) })
    add(1, 'Income')
    add(2, 'Source', 'Amount')
    add(3, 'Fees', '340')
    add(4, 'Fines', '20')
    add(6, 'Total', '360')
    add(9, 'Costs')
    add(10, 'What', 'Who', 'Euros')
    add(11, 'Paint', 'Auk', '75')
    expect(textOf(table)).toEqual([
      'Budget\n\nIncome\nSource: Fees | Amount: 340\nSource: Fines | Amount: 20\nSource: Total | Amount: 360\n\nCosts\nWhat: Paint | Who: Auk | Euros: 75',
    ])
  })

  it('writes wide rows on several lines, each with the name of the row', () => {
    const table = new TableText({ hasHeader: true })
    const cells = (make: (column: number) => string) =>
      Array.from({ length: 200 }, (_, column) => ({ column, text: make(column) }))
    table.add({ number: 1, cells: cells((column) => `Label${column}x`) })
    table.add({ number: 2, cells: cells((column) => `${column}`) })
    const lines = textOf(table).join('\n').split('\n')
    expect(lines.length).toBeGreaterThan(2)
    for (const line of lines) expect(line).toMatch(/^Label0x: 0 \| /)
    expect(lines.at(-1)).toContain('Label199x: 199')
  })

  it('is cut into sections between rows, each under a heading that says which rows', () => {
    const table = new TableText({ title: 'Log' })
    for (let number = 1; number <= 500; number++) {
      table.add({
        number,
        cells: [0, 1, 2].map((column) => ({ column, text: number === 1 ? `C${column}` : `${number}` })),
      })
    }
    const sections = table.take(true)
    expect(sections.length).toBeGreaterThan(1)
    expect(sections.map(({ headings }) => headings[0]?.text)[1]).toMatch(/^Log, rows \d+–\d+$/)
    expect(sections.at(-1)?.headings[0]?.text).toMatch(/–500$/)
    for (const { text } of sections)
      for (const line of text.split('\n').slice(1)) expect(line).toMatch(/^C0: (\d+) \| C1: \1 \| C2: \1$/)
  })
})
