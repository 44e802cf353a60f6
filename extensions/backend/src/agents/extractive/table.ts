import * as words from '../../base/words/index.ts'
import { citationMark } from '../../shared/citation-syntax.ts'
import type { Citation, Result } from '../../shared/contract/tasks.ts'
import { markdownTable } from '../../text/answers/answer-markdown.ts'
import { type Cell, csvWriter } from '../../text/answers/csv-writer.ts'
import type { Tools } from '../common-tools.ts'
import { fileNameFor } from '../plain-text.ts'

/** A row of a result as the CSV has it, and as it is shown: cells of Markdown, given the number of its citation. */
export type Row = { csv: readonly Cell[]; cells(number: string): readonly string[]; citation(): Citation }

/** Rows that an answer shows at most; the CSV has them all. */
export const MAX_SHOWN = 200
/** Rows that a result has at most. */
export const MAX_ROWS = 100_000

/** Gathers a result that is a table: its first rows are shown, each with its citation, all of them go into a CSV. */
export const table = (head: readonly string[], csvHead: readonly string[], most = MAX_SHOWN) => {
  const csv = csvWriter(csvHead)
  const shown: (readonly string[])[] = []
  const citations: Citation[] = []
  let size = 0
  return {
    add(row: Row): void {
      csv.add(row.csv)
      size++
      if (shown.length >= most) return
      shown.push(row.cells(citationMark(size)))
      citations.push(row.citation())
    },
    /** A row that is in the CSV only. */
    addHidden: (cells: readonly Cell[]): void => csv.add(cells),
    get size(): number {
      return size
    },
    /** The result, with the CSV kept as an artifact named after the question. */
    async result(tools: Tools, name: string, { intro, notes }: { intro: string; notes: string }): Promise<Result> {
      const artifact = await tools.addArtifact({
        name: `${fileNameFor(name)}.csv`,
        mediaType: 'text/csv',
        bytes: csv.bytes(),
      })
      const left = size - shown.length
      const more = left > 0 ? words.modelRuns.rowsInCsv(left) : ''
      const body = shown.length > 0 ? markdownTable(head, shown) : ''
      return {
        mode: 'extractive',
        markdown: [intro, body, more, notes].filter(Boolean).join('\n\n'),
        citations,
        artifacts: [artifact],
      }
    },
  }
}
