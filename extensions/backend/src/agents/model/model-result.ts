import { AppError } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import { citationMark, renumbered } from '../../shared/citation-syntax.ts'
import type { Agent } from '../../shared/contract/agents.ts'
import type { Result, Task } from '../../shared/contract/tasks.ts'
import { pageKey } from '../../shared/page-key.ts'
import { markdownTable, plainMarkdown } from '../../text/answers/answer-markdown.ts'
import { csvWriter } from '../../text/answers/csv-writer.ts'
import type { Source, Verified } from '../../text/answers/verify-quotes.ts'
import { fileNameFor } from '../plain-text.ts'
import type { AllTools } from '../run-tools.ts'
import type { Turn } from './conversation.ts'
import { type GivenRow, rowsOf } from './rows.ts'

export type StoppedBy = NonNullable<Result['stoppedBy']>

/** What a task came to, or had come to when it was stopped: every quotation is checked against the stored pages. */
export const modelResult = async (
  { prompt }: Task,
  { text, stoppedBy, limits }: { text: string; stoppedBy: StoppedBy | undefined; limits: Agent['limits'] },
  tools: Pick<AllTools, 'pageText' | 'model' | 'analyser'>,
): Promise<Result> => {
  const { markdown, citations, unsourced, isUnchecked } = await checked(text, prompt, tools)
  const notes = [isUnchecked && words.modelRuns.unchecked, stoppedBy && noteOf(stoppedBy, limits)]
  return {
    mode: 'model',
    markdown: [markdown.trim() || words.modelRuns.noAnswer, ...notes].filter(Boolean).join('\n\n'),
    citations,
    ...(unsourced.length > 0 && { unsourced }),
    artifacts: tools.model.artifacts(),
    ...(stoppedBy && { stoppedBy }),
  }
}

/** The answer with its citations, checked off the server's thread: what a model says may take long to look up. */
const checked = async (
  text: string,
  question: string,
  { pageText, model, analyser: open }: Pick<AllTools, 'pageText' | 'model' | 'analyser'>,
): Promise<Verified & { isUnchecked?: true }> => {
  const sources = await model.sources()
  // With the pages beside them: a quotation may go over from one to the next.
  const pages = new Map(
    sources.flatMap(({ documentId, page }) =>
      [page - 1, page, page + 1].map((page) => [pageKey({ documentId, page }), { documentId, page }]),
    ),
  )
  const read = await Promise.all(
    [...pages.values()].map(async (page) => ({ ...page, text: await pageText(page.documentId, page.page) })),
  )
  const texts = read.flatMap(({ text, ...page }) => (text === undefined ? [] : [{ ...page, text }]))
  await using analyser = await open()
  try {
    return await analyser.verify({ markdown: text, sources, texts, question })
  } catch (error) {
    if (!(error instanceof AppError) || !['document.stuck', 'document.memory'].includes(error.code)) throw error
    return { ...asSaid(text, sources), isUnchecked: true }
  }
}

/** The answer with its citations as the model gives them, none of them verified. */
const asSaid = (text: string, sources: readonly Source[]): Verified => {
  const numbers = new Map<Source, number>()
  const markdown = renumbered(text, (number) => {
    const source = sources[number - 1]
    if (source && !numbers.has(source)) numbers.set(source, numbers.size + 1)
    return source && numbers.get(source)
  })
  const citations = [...numbers.keys()].map((source) => ({ ...source, verified: false, match: 'unverified' as const }))
  return { markdown, citations, unsourced: [] }
}

const { stopped } = words.modelRuns

const noteOf = (stoppedBy: StoppedBy, { steps, minutes, tokens }: Agent['limits']): string | undefined =>
  ({
    steps: stopped.steps(steps),
    minutes: stopped.minutes(minutes),
    tokens: stopped.tokens(tokens),
    size: stopped.size,
    cancel: undefined,
  })[stoppedBy]

/** Rows of a table that are shown; the files have them all. */
const MAX_SHOWN = 100
const MAX_CELL = 300

/** The text of an agent that gives a table: what the model says of it, and the first rows; all are kept as CSV and JSON. */
export const withTable = async (
  text: string,
  turns: readonly Turn[],
  { prompt }: Task,
  tools: AllTools,
): Promise<string> => {
  const rows = rowsOf(turns)
  if (rows.length === 0) return text
  const head = [...new Set(rows.flatMap(({ row }) => Object.keys(row)))]
  const csv = csvWriter(head)
  for (const { row } of rows) csv.add(head.map((name) => cellOf(row[name])))
  const name = fileNameFor(prompt)
  const json = `${JSON.stringify(
    rows.map(({ row }) => row),
    undefined,
    2,
  )}\n`
  await tools.addArtifact({ name: `${name}.csv`, mediaType: 'text/csv', bytes: csv.bytes() })
  await tools.addArtifact({ name: `${name}.json`, mediaType: 'application/json', bytes: Buffer.from(json) })
  const left = rows.length - MAX_SHOWN
  const shown = markdownTable(
    [...head.map(plainMarkdown), words.modelRuns.source],
    rows.slice(0, MAX_SHOWN).map((row) => shownRow(head, row)),
  )
  return [text, shown, left > 0 && words.modelRuns.rowsInFiles(left)].filter(Boolean).join('\n\n')
}

const shownRow = (head: readonly string[], { row, sources }: GivenRow) => [
  ...head.map((name) =>
    plainMarkdown(
      String(cellOf(row[name]) ?? '')
        .slice(0, MAX_CELL)
        .toWellFormed(),
    ),
  ),
  sources.map(citationMark).join(' '),
]

const cellOf = (value: unknown): string | number | undefined => {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number' || typeof value === 'string') return value
  return JSON.stringify(value)
}
