import { setImmediate } from 'node:timers/promises'
import { AppError } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import type { ExtractiveAgent } from '../../shared/contract/agents.ts'
import type { Document } from '../../shared/contract/documents.ts'
import type { Result } from '../../shared/contract/tasks.ts'
import { exact } from '../../shared/quote-match.ts'
import { plainMarkdown } from '../../text/answers/answer-markdown.ts'
import { readable } from '../../text/entities/calendar.ts'
import type { Kind } from '../../text/entities/entity.ts'
import { type ExtractRequest, readRequest } from '../../text/entities/request.ts'
import type { Find } from '../../workers/analysis-messages.ts'
import type { RunAs } from '../agent.ts'
import type { Tools } from '../common-tools.ts'
import { waitForDocuments } from '../wait.ts'
import { type Coverage, coverageNotes, readEach } from './coverage.ts'
import { MAX_ROWS, type Row, table } from './table.ts'

const { columns, kinds: names, kindsMany } = words.extractive

/** Finds that are taken at a time. */
const batch = 500

/** Lists what the prompt names in all documents: dates, amounts, addresses, numbers, identifiers. */
export const extract: RunAs<ExtractiveAgent> = async ({ prompt }, { limits }, tools) => {
  const request = readRequest(prompt)
  await waitForDocuments(tools)
  const rows = table(
    [columns.document, columns.page, columns.kind, columns.found, columns.value],
    [
      ...[columns.document, columns.folder, columns.page, columns.kind, columns.found, columns.value],
      ...[columns.sentence, columns.start, columns.end],
    ],
    limits.quotes,
  )
  const counts = new Map<Kind, number>()
  let more = 0
  await using analyser = await tools.analyser()
  await analyser.prepare(request)
  const coverage = await readEach(
    tools,
    ({ id, name }) =>
      analyser
        .extract({ documentId: id, request, most: MAX_ROWS - rows.size })
        .catch((error: unknown) => blamePattern(error, request, name)),
    async (document, found) => {
      more += found.more
      for (const [at, find] of found.finds.entries()) {
        counts.set(find.kind, (counts.get(find.kind) ?? 0) + 1)
        rows.add(rowOf(document, find))
        if (at % batch === batch - 1) await setImmediate() // others have their turn
      }
    },
  )
  return write(prompt, request, rows, { coverage, counts, more }, tools)
}

/** A regular expression of the user's own that does not end would not end in the next document either. */
const blamePattern = (error: unknown, { patterns }: ExtractRequest, document: string): never => {
  const slow = patterns.find(({ kind }) => kind === 'expression')
  if (!slow || !(error instanceof AppError) || error.code !== 'document.stuck') throw error
  throw new AppError('pattern.slow', words.extractive.slowPattern(slow.written, document), { cause: error })
}

const rowOf = ({ id, name, folder }: Document, find: Find): Row => {
  const { kind, page, passageId, start, end, text, sentence } = find
  const value = kind === 'date' && find.value !== undefined ? readable(find.value) : find.value
  return {
    csv: [name, folder, page, names[kind], text, value, sentence, start, end],
    cells: (number) => [
      plainMarkdown(name),
      String(page),
      names[kind],
      `${plainMarkdown(text)} ${number}`,
      plainMarkdown(value ?? ''),
    ],
    citation: () => ({ documentId: id, documentName: name, page, passageId, quote: text, start, end, ...exact }),
  }
}

type Found = { coverage: Coverage; counts: ReadonlyMap<Kind, number>; more: number }

const write = (
  prompt: string,
  { kinds, patterns }: ExtractRequest,
  rows: ReturnType<typeof table>,
  { coverage, counts, more }: Found,
  tools: Tools,
): Promise<Result> =>
  tools.step('quote', words.steps.listing, async () => {
    const { sentence, notes } = coverageNotes(coverage)
    const found = kinds.filter((kind) => counts.has(kind)).map((kind) => counted(counts.get(kind) as number, kind))
    const shapes = patterns.map(({ written }) => `\`${written.replaceAll('`', "'")}\``)
    const intro = [
      sentence,
      found.length > 0
        ? words.extractive.found(words.listed(found))
        : words.extractive.foundNone(words.listed(kinds.map((kind) => kindsMany[kind]))),
      shapes.length > 0 ? words.extractive.shapes(words.listed(shapes)) : '',
      more > 0 ? words.extractive.tooMany(more, MAX_ROWS) : '',
    ]
    const result = await rows.result(tools, prompt, { intro: intro.filter(Boolean).join(' '), notes })
    return {
      value: result,
      title: rows.size > 0 ? words.steps.listed(rows.size) : words.steps.nothingToList,
      detail: { ...Object.fromEntries(counts), shown: result.citations.length },
    }
  })

const counted = (n: number, kind: Kind) => words.extractive.counted(n, kind)
