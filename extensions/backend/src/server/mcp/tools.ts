import * as z from 'zod'
import { asData, othersWords } from '../../agents/tools/data.ts'
import { findDocument } from '../../agents/tools/find-document.ts'
import { listed } from '../../agents/tools/list-documents.ts'
import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import type { LibraryService } from '../../services/agents/mcp-library.ts'
import { citationMark } from '../../shared/citation-syntax.ts'

/** Characters of text that reading gives at most at once. */
const mostText = 40_000

type Call = { signal: AbortSignal; onProgress(words: string): void }

/** A tool that other programs are offered; all of them only read. */
type LibraryTool<Input extends z.ZodObject = z.ZodObject> = {
  name: string
  title: string
  description: string
  input: Input
  run(library: LibraryService, input: z.infer<Input>, call: Call): Promise<string>
}

const tool = <Input extends z.ZodObject>(each: LibraryTool<Input>) => each as unknown as LibraryTool

const workspace = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .optional()
  .describe('Name or id of the workspace; may be left out where there is only one')

const search = tool({
  name: 'search_documents',
  title: 'Search documents',
  description:
    "Finds the passages of the user's documents that fit a query best, with the document, page and heading each stands under. Quotation marks around an exact phrase, a hyphen before a word that must not occur; filters are type:pdf, in:name, before:2024-01-01, after:2024.",
  input: z.object({
    workspace,
    query: z.string().trim().min(1).max(500).describe('The words to look for'),
    limit: z.int().min(1).max(50).default(10).describe('Passages to give at most'),
  }),
  async run(library, { workspace, query, limit }, { signal }) {
    const open = await library.open(workspace)
    const { hits, corrections, notes: unsound } = await open.search(query, limit, signal)
    const notes = [
      ...corrections.map(({ word, instead }) => `No document has “${word}”; searched for “${instead}”.`),
      ...unsound.map(({ filter, message }) => `${filter}: ${message}`),
      stillIndexing(await open.unfinished()),
      hits.length === 0 ? 'No passage has these words.' : `${words.count(hits.length, 'passage')}. ${othersWords}`,
    ]
    const passages = hits.map(({ documentName: document, documentId: id, page, heading, text }) =>
      asData('passage', { document, id, page, heading }, text),
    )
    return [...notes, ...passages].filter(Boolean).join('\n\n')
  },
})

const read = tool({
  name: 'read_document',
  title: 'Read pages of a document',
  description: "Gives the text of a page of one of the user's documents, or of several pages in a row.",
  input: z.object({
    workspace,
    document: z.string().trim().min(1).max(500).describe('Its id or its name'),
    page: z.int().min(1).default(1).describe('The page, or the first of several'),
    to: z.int().min(1).optional().describe('The last page'),
  }),
  async run(library, { workspace, document: wanted, page: first, to = first }) {
    const open = await library.open(workspace)
    const document = await findDocument(open, wanted)
    const last = Math.min(to, document.pages)
    if (first > last) fail('page.unknown', words.tools.read.noPage(document.name, first, document.pages))
    const pages: string[] = []
    let length = 0
    for (let page = first; page <= last; page++) {
      const text = (await open.page(document.id, page))?.text ?? ''
      if (length > 0 && length + text.length > mostText) {
        pages.push(`It goes on at page ${page}.`)
        break
      }
      length += text.length
      const isCut = text.length > mostText
      pages.push(asData('document', { name: document.name, page, of: document.pages }, text.slice(0, mostText)))
      if (isCut) pages.push(`Page ${page} is longer; this is its beginning.`)
    }
    return [othersWords, ...pages].join('\n\n')
  },
})

const list = tool({
  name: 'list_documents',
  title: 'List workspaces and documents',
  description:
    "Lists the documents of a workspace of the user's library: id, name, pages. Without a workspace, where there are several, lists these.",
  input: z.object({
    workspace,
    name: z.string().trim().max(200).optional().describe('Only those with this in their name or folder'),
    limit: z.int().min(1).max(200).default(100),
    offset: z.int().min(0).default(0).describe('How many to leave out at the start'),
  }),
  async run(library, { workspace, ...input }) {
    const all = await library.workspaces()
    if (workspace === undefined && all.length !== 1) {
      const lines = all.map(({ id, name, documents }) => `${id} | ${name} | ${words.count(documents, 'document')}`)
      return `${words.count(all.length, 'workspace')}.\n\n${asData('documents', {}, lines.join('\n'))}`
    }
    return listed(input, await (await library.open(workspace)).documents()).text
  },
})

const ask = tool({
  name: 'ask_documents',
  title: 'Ask the documents',
  description:
    "Answers a question in sentences that stand word for word in the user's documents, each with its document and page. Questions like “how many”, “which of” and “list all” are answered by checking every document. No model is asked.",
  input: z.object({ workspace, question: z.string().trim().min(1).max(2000) }),
  async run(library, { workspace, question }, call) {
    const open = await library.open(workspace)
    const { markdown, citations } = await open.ask(question, call)
    const sources = citations.map(
      ({ documentName, documentId, page }, at) =>
        `${citationMark(at + 1)} ${documentName}, page ${page} (${documentId})`,
    )
    const answer = asData('answer', {}, [markdown, sources.join('\n')].filter(Boolean).join('\n\n'))
    return [stillIndexing(await open.unfinished()), othersWords, answer].filter(Boolean).join('\n\n')
  },
})

const stillIndexing = (left: number) =>
  left > 0 ? `${words.count(left, 'document')} ${left === 1 ? 'is' : 'are'} not indexed yet, and not in this.` : ''

export const libraryTools: readonly LibraryTool[] = [search, read, list, ask]
