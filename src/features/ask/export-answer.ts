import { matchOf } from '../../../extensions/backend/src/text/quote-match.ts'
import type { Task } from '../../api/tasks.ts'
import { text } from '../../strings/index.ts'

/** An answer as text to take along: the question, the answer, and every citation in full. */
export const answerAsMarkdown = ({ prompt, result }: Task): string => {
  if (!result) return prompt
  const citations = result.citations.map((citation, index) => {
    const { documentName, page, quote } = citation
    const line = text.ask.copyText(index + 1, documentName, page, quote.replace(/\s+/g, ' '))
    const note = text.ask.notes[matchOf(citation)]
    return note ? `${line} (${note})` : line
  })
  const made = result.mode === 'extractive' ? text.ask.extractive : text.ask.model
  return [`# ${prompt.replace(/\s+/g, ' ')}`, result.markdown, citations.join('\n'), `_${made}._`]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}
