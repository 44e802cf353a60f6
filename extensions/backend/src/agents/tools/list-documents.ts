import * as z from 'zod'
import * as words from '../../base/words/index.ts'
import type { Document } from '../../shared/contract/documents.ts'
import { inOrder } from '../extractive/coverage.ts'
import { asData, othersWords } from './data.ts'
import { factsOf } from './facts.ts'
import type { Tool, ToolOutput } from './tool.ts'

const input = z.object({
  name: z.string().trim().max(200).optional().describe('Only those with this in their name or folder'),
  limit: z.int().min(1).max(200).default(100).describe('Documents to list at most'),
  offset: z.int().min(0).default(0).describe('How many to leave out at the start, to see the next'),
})

export const listDocuments: Tool<z.infer<typeof input>> = {
  ...factsOf('list_documents'),
  repeatable: true,
  input,
  says: ({ name }) => words.tools.list.says(name),

  run: async (input, { documents }) => listed(input, await documents()),
}

/** A part of the list, in the order of folders. */
export const listed = ({ name = '', limit, offset }: z.infer<typeof input>, all: readonly Document[]): ToolOutput => {
  const wanted = name.toLowerCase()
  const found = inOrder(all).filter((document) => pathOf(document).toLowerCase().includes(wanted))
  const shown = found.slice(offset, offset + limit)
  const rest = found.length - offset - shown.length
  const intro = [
    `${words.count(all.length, 'document')}${name ? `, ${found.length} of them with this in their name` : ''}.`,
    rest > 0 ? `${rest} more follow: call again with offset ${offset + shown.length}.` : '',
    shown.length > 0 ? othersWords : '',
  ]
  const list = shown.length > 0 ? `\n\n${asData('documents', {}, shown.map(line).join('\n'))}` : ''
  return {
    text: `${intro.filter(Boolean).join(' ')}${list}`,
    title: words.tools.list.done(name, found.length, shown.length),
    detail: { documents: found.length, shown: shown.length },
  }
}

const pathOf = ({ folder, name }: Document) => (folder ? `${folder}/${name}` : name)

const line = (document: Document) => `${document.id} | ${pathOf(document)} | ${stateOf(document)}`

const stateOf = ({ status, pages, error }: Document) => {
  if (status === 'ready') return words.count(pages, 'page')
  return status === 'failed' ? `could not be read: ${error ?? ''}` : 'still being indexed'
}
