import * as z from 'zod'
import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import { citationMark } from '../../shared/citation-syntax.ts'
import type { Document } from '../../shared/contract/documents.ts'
import { asData, othersWords } from './data.ts'
import { factsOf } from './facts.ts'
import { findDocument } from './find-document.ts'
import type { Tool, ToolContext } from './tool.ts'

/** Characters of text that one call gives at most, but for its first passage. */
const MAX_TEXT = 16_000

const input = z.object({
  document: z.string().trim().min(1).max(500).describe('Its id or its name'),
  page: z.int().min(1).describe('The page, or the first of several; 1 is the first of the document'),
  to: z.int().min(1).optional().describe('The last page, to read several in a row'),
  passage: z
    .int()
    .min(1)
    .optional()
    .describe('Start at this passage of the first page, to read on where a page was cut'),
})
type Input = z.infer<typeof input>

export const readPage: Tool<Input> = {
  ...factsOf('read_page'),
  repeatable: true,
  input,
  says: ({ document, page, to }) => words.tools.read.says(document, page, to ?? page),

  async run({ document: wanted, page: first, to = first, passage: from = 1 }, context) {
    const document = await findDocument(context, wanted)
    if (to < first) fail('page.invalid', words.tools.read.reversed(first, to))
    const last = Math.min(to, document.pages)
    if (first > last) fail('page.unknown', words.tools.read.noPage(document.name, first, document.pages))
    const { shown, next } = await read(document, { first, last, from }, context)
    const more = next ? `Page ${next.page} goes on: call again with page ${next.page} and passage ${next.passage}.` : ''
    return {
      text: [
        `Of ${words.count(document.pages, 'page')}. Cite a passage by its number, like [1]. ${othersWords}`,
        ...shown,
        more,
      ]
        .filter(Boolean)
        .join('\n\n'),
      title: words.tools.read.done(document.name, first, next?.page ?? last),
      detail: { document: document.name, from: first, to: next?.page ?? last, ...(next && { cut: true }) },
    }
  },
}

type Range = { first: number; last: number; from: number }
type Place = { page: number; passage: number }

/** The passages of these pages, as many as one call gives; `next` is the first that is left out. */
const read = async ({ id, name }: Document, { first, last, from }: Range, { page: pageOf, cite }: ToolContext) => {
  const shown: string[] = []
  let length = 0
  for (let page = first; page <= last; page++) {
    const { text = '', passages = [] } = (await pageOf(id, page)) ?? {}
    if (passages.length === 0) shown.push(`Page ${page} has no text.`)
    for (const [at, { id: passageId, start, end, heading }] of passages.entries()) {
      if (page === first && at + 1 < from) continue
      if (length > 0 && length + end - start > MAX_TEXT)
        return { shown, next: { page, passage: at + 1 } satisfies Place }
      const number = cite({ documentId: id, documentName: name, page, passageId, start, end })
      shown.push(
        asData('passage', { cite: citationMark(number), document: name, page, heading }, text.slice(start, end)),
      )
      length += end - start
    }
  }
  return { shown }
}
