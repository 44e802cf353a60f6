import * as z from 'zod'
import * as words from '../../base/words/index.ts'
import { citationMark } from '../../shared/citation-syntax.ts'
import type { Hit } from '../../shared/contract/search.ts'
import { asData, othersWords } from './data.ts'
import { factsOf } from './facts.ts'
import type { Tool, ToolContext } from './tool.ts'

const input = z.object({
  query: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .describe(
      'The words to look for. May also have "a phrase", -without, and filters: type:pdf, in:"document or folder", before:2024-01-01, after:2024, date:2024-05, each turned round by a minus',
    ),
  limit: z.int().min(1).max(20).default(8).describe('Passages to give at most'),
})

export const searchDocuments: Tool<z.infer<typeof input>> = {
  ...factsOf('search_documents'),
  repeatable: true,
  input,
  says: ({ query }) => words.tools.search.says(query),

  async run({ query, limit }, context) {
    const { hits, corrections, notes: unsound } = await context.search(query, limit)
    const instead = corrections.map(({ word, instead }) => `“${instead}” for “${word}”`)
    const notes = [
      ...unsound.map(({ filter, message }) => `${filter}: ${message}`),
      instead.length > 0 ? `No document has some of the words; searched for ${instead.join(', ')}.` : '',
      hits.length === 0 ? 'No passage has these words. Try others, or list_documents to see what there is.' : '',
      await stillIndexing(context),
      hits.length > 0
        ? `${words.count(hits.length, 'passage')}, the best first. Cite one by its number, like [1]. ${othersWords}`
        : '',
    ]
    return {
      text: [...notes, ...hits.map((hit) => shown(hit, context))].filter(Boolean).join('\n\n'),
      title: words.tools.search.done(query, hits.length),
      detail: { query, passages: hits.length, ...(instead.length > 0 && { instead }) },
    }
  },
}

const shown = (hit: Hit, { cite }: ToolContext) =>
  asData(
    'passage',
    {
      cite: citationMark(cite(hit)),
      document: hit.documentName,
      id: hit.documentId,
      page: hit.page,
      heading: hit.heading,
    },
    hit.text,
  )

const stillIndexing = async ({ unfinished }: ToolContext) => {
  const { length } = await unfinished()
  return length > 0
    ? `${words.count(length, 'document')} ${length === 1 ? 'is' : 'are'} still being indexed and not searched.`
    : ''
}
