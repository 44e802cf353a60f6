import Papa from 'papaparse'
import { fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import { csvWriter } from '../../../text/answers/csv-writer.ts'

/**
 * A CSV from a model, written anew: no cell of it runs as a formula where it is opened, and Excel reads its characters.
 * @throws AppError `artifact.invalid`
 */
export const guardedCsv = (content: string): Uint8Array => {
  const { data, errors } = Papa.parse<string[]>(content.trim(), { delimiter: ',', skipEmptyLines: true })
  const [error] = errors
  if (error) fail('artifact.invalid', words.tools.write.badCsv((error.row ?? 0) + 1, error.message))
  const [head = [], ...rows] = data
  const wrong = rows.findIndex(({ length }) => length > head.length)
  if (wrong >= 0) {
    fail('artifact.invalid', words.tools.write.badRow(wrong + 2, rows[wrong]?.length ?? 0, head.length))
  }
  const csv = csvWriter(head)
  for (const row of rows) csv.add(row)
  return csv.bytes()
}
