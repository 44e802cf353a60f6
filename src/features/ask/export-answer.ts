import type { Task } from '../../api/tasks.ts'
import { text } from '../../strings/index.ts'

/** An answer as text to take along: the question, the answer, and every citation in full. */
export const answerAsMarkdown = ({ prompt, result }: Task): string => {
  if (!result) return prompt
  const citations = result.citations.map(({ documentName, page, quote, verified }, index) => {
    const line = text.ask.copyText(index + 1, documentName, page, quote.replace(/\s+/g, ' '))
    return verified ? line : `${line} (${text.ask.unverified})`
  })
  const made = result.mode === 'extractive' ? text.ask.extractive : text.ask.model
  return [`# ${prompt.replace(/\s+/g, ' ')}`, result.markdown, citations.join('\n'), `_${made}._`]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}
