import * as words from '../../base/words/index.ts'
import type { Document } from '../../shared/contract/documents.ts'
import type { Result, Task } from '../../shared/contract/tasks.ts'
import { exact } from '../../shared/quote-match.ts'
import { markdownTable, plainMarkdown } from '../../text/answers/answer-markdown.ts'
import { soughtBy } from '../../text/answers/exhaustive.ts'
import type { Passing } from '../../workers/analysis-messages.ts'
import type { Extractive } from '../agent.ts'
import type { Tools } from '../common-tools.ts'
import { waitForDocuments } from '../wait.ts'
import { type Coverage, coverageNotes, inOrder, readEach } from './coverage.ts'
import { MAX_ROWS, MAX_SHOWN, type Row, table } from './table.ts'

const { columns } = words.extractive

/** Answers by checking every document: a table of what each says, word for word, and how many were checked. */
export const exhaustive: Extractive = async (task, _, tools) => {
  await waitForDocuments(tools)
  return soughtBy(task.prompt).terms.length > 0 ? check(task, tools) : listDocuments(tools)
}

const check = async ({ prompt }: Pick<Task, 'prompt'>, tools: Tools): Promise<Result> => {
  const rows = table(
    [columns.document, columns.page, columns.quote],
    [columns.document, columns.folder, columns.result, columns.page, columns.quote, columns.start, columns.end],
  )
  const having = new Set<string>()
  let more = 0
  await using analyser = await tools.analyser()
  const coverage = await readEach(
    tools,
    (document) =>
      analyser.check({ documentId: document.id, name: document.name, question: prompt, most: MAX_ROWS - rows.size }),
    (document, found) => {
      more += found.more
      if (found.matches.length > 0) having.add(document.id)
      for (const match of found.matches) rows.add(rowOf(document, match))
    },
  )
  // Evidence of completeness: those without a match stand in the CSV, too.
  for (const { id, name, folder } of coverage.checked)
    if (!having.has(id)) rows.addHidden([name, folder, words.extractive.noMatch])
  for (const { document, reason } of coverage.unchecked) {
    rows.addHidden([document.name, document.folder, words.extractive.notChecked(reason)])
  }
  return write(prompt, rows, { coverage, having: having.size, more }, tools)
}

const rowOf = ({ id, name, folder }: Document, { page, passageId, start, end, text }: Passing): Row => ({
  csv: [name, folder, words.extractive.match, page, text, start, end],
  cells: (number) => [plainMarkdown(name), String(page), `${plainMarkdown(text)} ${number}`],
  citation: () => ({ documentId: id, documentName: name, page, passageId, quote: text, start, end, ...exact }),
})

const write = (
  prompt: string,
  rows: ReturnType<typeof table>,
  { coverage, having, more }: { coverage: Coverage; having: number; more: number },
  tools: Tools,
): Promise<Result> =>
  tools.step('quote', words.steps.listingQuotes, async () => {
    const { sentence, notes } = coverageNotes(coverage)
    const told = having > 0 ? words.extractive.passages(having, rows.size) : words.extractive.noPassages
    const cut = more > 0 ? ` ${words.extractive.leftOut(more)}` : ''
    const result = await rows.result(tools, prompt, { intro: `${sentence} ${told}${cut}`, notes })
    return {
      value: result,
      title: rows.size > 0 ? words.steps.listedQuotes(rows.size, having) : words.steps.nothingToQuote,
      detail: { quotes: rows.size, documents: having, shown: result.citations.length },
    }
  })

/** The answer to a question about the documents themselves: "How many documents are there?" */
const listDocuments = ({ step, documents }: Tools): Promise<Result> =>
  step('answer', words.steps.counting, async () => {
    const all = inOrder(await documents())
    const rows = all
      .slice(0, MAX_SHOWN)
      .map(({ name, pages, status }) => [
        plainMarkdown(name),
        status === 'ready' ? String(pages) : '',
        words.extractive.states[status],
      ])
    const more = all.length - rows.length
    const markdown = [
      words.extractive.documents(all.length),
      rows.length > 0 ? markdownTable([columns.document, columns.pages, columns.state], rows) : '',
      more > 0 ? words.extractive.moreDocuments(more) : '',
    ]
    return {
      value: { mode: 'extractive', markdown: markdown.filter(Boolean).join('\n\n'), citations: [], artifacts: [] },
      title: words.steps.counted(all.length),
      detail: { documents: all.length },
    }
  })
