import type { Citation, Result } from '../contract/tasks.ts'
import { type Cell, csvWriter } from '../text/csv.ts'
import { markdownTable } from '../text/markdown.ts'
import type { Tools } from './agent.ts'

/** A row of a result: its cells as Markdown, in which `%` is where its citation's number goes, and as the CSV has it. */
export type Row = { cells: readonly string[]; citation: Citation; csv: readonly Cell[] }

/** Rows that an answer shows at most; the CSV has them all. */
export const mostShown = 200
/** Rows that a result has at most. */
export const mostRows = 100_000

/** Gathers a result that is a table: its first rows are shown, each with its citation, all of them go into a CSV. */
export const table = (head: readonly string[], csvHead: readonly string[], most = mostShown) => {
  const csv = csvWriter(csvHead)
  const shown: Row[] = []
  let size = 0
  return {
    add(row: Row): void {
      if (shown.length < most) shown.push(row)
      csv.add(row.csv)
      size++
    },
    /** A row that is in the CSV only. */
    addHidden: (cells: readonly Cell[]): void => csv.add(cells),
    get size(): number {
      return size
    },
    /** The result, with the CSV kept as an artifact named after the question. */
    async result(tools: Tools, name: string, { intro, notes }: { intro: string; notes: string }): Promise<Result> {
      const artifact = await tools.addArtifact({ name: fileName(name), mediaType: 'text/csv', bytes: csv.bytes() })
      const rows = shown.map(({ cells }, index) => cells.map((cell) => cell.replace('%', `[${index + 1}]`)))
      const left = size - shown.length
      const more = left > 0 ? `${left} more ${left === 1 ? 'row is' : 'rows are'} in the CSV.` : ''
      const body = shown.length > 0 ? markdownTable(head, rows) : ''
      return {
        mode: 'extractive',
        markdown: [intro, body, more, notes].filter(Boolean).join('\n\n'),
        citations: shown.map(({ citation }) => citation),
        artifacts: [artifact],
      }
    },
  }
}

const fileName = (name: string) => `${name.replace(/\s+/g, ' ').trim().slice(0, 60).toWellFormed().trim()}.csv`
