import * as z from 'zod'
import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import { citationMark } from '../../shared/citation-syntax.ts'
import type { Document } from '../../shared/contract/documents.ts'
import { soughtBy } from '../../text/answers/exhaustive.ts'
import type { Passing } from '../../workers/analysis-messages.ts'
import type { Tools } from '../common-tools.ts'
import { coverageNotes, readEach } from '../extractive/coverage.ts'
import { waitForDocuments } from '../wait.ts'
import { asData, othersWords } from './data.ts'
import { factsOf } from './facts.ts'
import type { Tool, ToolContext } from './tool.ts'

const input = z.object({
  question: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .describe('What each document is checked for, in the words that it would use'),
  limit: z.int().min(1).max(200).default(60).describe('Sentences to give at most, shared out among the documents'),
})
type Input = z.infer<typeof input>

/** Documents that a result lists. */
const MAX_LISTED = 300

type Found = { document: Document; matches: Passing[]; more: number }

/** Has no answer of its own: the model reads what stands in the documents, and how complete it is. */
export const checkEveryDocument: Tool<Input> = {
  ...factsOf('check_every_document'),
  repeatable: true,
  input,
  says: ({ question }) => words.tools.check.says(question),

  async run({ question, limit }, context) {
    if (soughtBy(question).terms.length === 0) fail('question.empty', words.tools.check.noSubject)
    const tools = { ...context, step: stepOf(context) }
    await waitForDocuments(tools)
    await using analyser = await context.analyser()
    const having: Found[] = []
    // What is not shown is only counted: of many documents one sentence each is enough.
    const ready = Math.max(1, (await context.documents()).filter(({ status }) => status === 'ready').length)
    const most = Math.min(limit, Math.ceil((4 * limit) / ready))
    const coverage = await readEach(
      tools,
      ({ id, name }) => analyser.check({ documentId: id, name, question, most }),
      (document, { matches, more }) => {
        if (matches.length > 0) having.push({ document, matches, more })
      },
    )
    const { sentence, notes } = coverageNotes(coverage)
    const all = having.reduce((sum, { matches, more }) => sum + matches.length + more, 0)
    const shown = shareOut(having, limit)
    const told =
      having.length > 0
        ? `${words.count(having.length, 'document')} with ${words.count(all, 'sentence')} with its words.`
        : 'None has a sentence with its words.'
    const left = all - shown.reduce((sum, { matches }) => sum + matches.length, 0)
    return {
      text: [
        `${sentence} ${told}`,
        left > 0 ? `${words.count(left, 'sentence')} more ${left === 1 ? 'is' : 'are'} left out below.` : '',
        having.length > 0 ? `Cite a sentence by its number, like [1]. ${othersWords}` : '',
        having.length > 0 ? asData('documents', {}, listOf(having)) : '',
        ...shown.flatMap((each) => passagesOf(each, context)),
        notes === '' ? '' : asData('documents', { note: 'not, or not wholly, checked' }, notes),
      ]
        .filter(Boolean)
        .join('\n\n'),
      title: words.tools.check.done(coverage.checked.length, coverage.of, having.length),
      detail: {
        question,
        checked: coverage.checked.length,
        of: coverage.of,
        found: having.length,
        ...(coverage.unchecked.length > 0 && { unchecked: coverage.unchecked.map(({ document }) => document.name) }),
      },
    }
  },
}

/** Steps of the work are what the one call says on its way. */
const stepOf = ({ progress }: ToolContext): Tools['step'] => {
  return async (_, title, work) => {
    progress(title)
    return (await work({ update: (detail, words = title) => progress(words, detail) })).value
  }
}

/** The same number of sentences of each document, as many as fit; at least one of each of the first. */
const shareOut = (found: readonly Found[], limit: number): Found[] => {
  const each = Math.max(1, Math.floor(limit / Math.max(1, found.length)))
  return found
    .slice(0, limit)
    .map(({ document, matches, more }) => ({ document, matches: matches.slice(0, each), more }))
}

const listOf = (found: readonly Found[]) => {
  const lines = found
    .slice(0, MAX_LISTED)
    .map(
      ({ document: { id, name }, matches, more }) =>
        `${id} | ${name} | ${words.count(matches.length + more, 'sentence')}`,
    )
  const rest = found.length - lines.length
  return [...lines, ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n')
}

const passagesOf = ({ document: { id, name }, matches }: Found, { cite }: ToolContext) =>
  matches.map(({ page, passageId, start, end, text }) => {
    const number = cite({ documentId: id, documentName: name, page, passageId, start, end })
    return asData('passage', { cite: citationMark(number), document: name, page }, text)
  })
