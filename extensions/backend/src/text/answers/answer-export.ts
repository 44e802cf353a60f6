import * as words from '../../base/words/index.ts'
import { citationMark } from '../../shared/citation-syntax.ts'
import type { Citation, Result } from '../../shared/contract/tasks.ts'
import { matchOf } from '../../shared/quote-match.ts'
import { csvWriter } from './csv-writer.ts'

/** What leaves of a task as its answer: the question, and what came of it. */
export type Answered = { prompt: string; result: Result }

const { exported } = words.answers

/** How a citation stands to its page, in words. */
export const standing = (citation: Citation): string =>
  citation.isQuoted === false ? exported.noQuote : exported.matches[matchOf(citation)]

/** How the answer was made, in words. */
export const howMade = ({ result }: Answered): string => exported[result.mode]

/** The question on one line. */
export const titleOf = ({ prompt }: Answered): string => prompt.replace(/\s+/g, ' ').trim()

/** The question, the answer, and every citation in full, as Markdown. */
export const answerAsMarkdown = (answered: Answered): string => {
  const { markdown, citations, unsourced = [] } = answered.result
  const lines = citations.map((citation, index) => {
    const { documentName, page, quote } = citation
    const note = matchOf(citation) === 'exact' && citation.isQuoted !== false ? '' : ` (${standing(citation)})`
    return `${citationMark(index + 1)} ${exported.source(documentName, page)}: “${quote.replace(/\s+/g, ' ')}”${note}  `
  })
  const missing = unsourced.map((quote) => `- “${quote.replace(/\s+/g, ' ')}”`)
  return [
    `# ${titleOf(answered)}`,
    markdown,
    missing.length > 0 ? `${exported.unsourced}:\n\n${missing.join('\n')}` : '',
    lines.join('\n'),
    `_${howMade(answered)}._`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}

/** Every citation as a row. */
export const citationsAsCsv = ({ result }: Answered): Uint8Array => {
  const csv = csvWriter(exported.columns)
  for (const [index, citation] of result.citations.entries()) {
    const { documentName, page, quote, start, end } = citation
    csv.add([index + 1, documentName, page, quote, standing(citation), start, end])
  }
  return csv.bytes()
}
