import type { Hit } from '../contract/search.ts'
import type { Result, Task } from '../contract/tasks.ts'
import { composeAnswer } from '../text/answer.ts'
import type { Run, Tools } from './agent.ts'

/** How many passages are looked at for sentences to quote. */
const candidates = 24

/** Answers with the documents' own sentences: waits for what is still being indexed, searches, reads, quotes. */
export const answer: Run = async (task, { limits }, tools) => {
  await waitForDocuments(tools)
  const hits = await search(task, tools)
  const pages = await read(hits, tools)
  return quote(task, limits.quotes, hits, pages, tools)
}

const waitForDocuments = async ({ unfinished, documentChange, step }: Tools): Promise<void> => {
  const open = unfinished().length
  if (open === 0) return
  await step('wait', `Waiting for ${count(open, 'document')} to be indexed`, async ({ update }) => {
    let left = open
    while (left > 0) {
      await documentChange()
      const now = unfinished().length
      if (now !== left) update({ documents: open, left: now })
      left = now
    }
    return {
      value: undefined,
      title: `Waited for ${count(open, 'document')} to be indexed`,
      detail: { documents: open },
    }
  })
}

const search = ({ prompt }: Task, { step, search, documents }: Tools): Promise<Hit[]> =>
  step('search', 'Searching', async () => {
    const searched = documents().filter(({ status }) => status === 'ready').length
    const hits = await search(prompt, candidates)
    return {
      value: hits,
      title: `Searched ${count(searched, 'document')}, ${count(hits.length, 'passage')} found`,
      detail: { query: prompt, documents: searched, passages: hits.length },
    }
  })

const pageKey = ({ documentId, page }: Pick<Hit, 'documentId' | 'page'>) => `${documentId} ${page}`

const read = async (hits: Hit[], { step, pageText }: Tools): Promise<Map<string, string>> => {
  const pages = new Map<string, string>()
  if (hits.length === 0) return pages
  return step('read', 'Reading', async () => {
    for (const hit of hits) {
      const text = pageText(hit.documentId, hit.page)
      if (text !== undefined) pages.set(pageKey(hit), text)
    }
    const names = new Set(hits.map(({ documentName }) => documentName))
    return {
      value: pages,
      title: `Read ${count(pages.size, 'page')} of ${count(names.size, 'document')}`,
      detail: { pages: pages.size, documents: [...names] },
    }
  })
}

const quote = (
  { prompt }: Task,
  most: number,
  hits: Hit[],
  pages: Map<string, string>,
  { step }: Tools,
): Promise<Result> =>
  step('quote', 'Choosing quotes', async () => {
    const { markdown, citations } = composeAnswer(prompt, hits, (hit) => pages.get(pageKey(hit)), most)
    return {
      value: { mode: 'extractive', markdown, citations, artifacts: [] },
      title: citations.length > 0 ? `Chose ${count(citations.length, 'quote')}` : 'Found nothing to quote',
      detail: { quotes: citations.length, verified: citations.filter(({ verified }) => verified).length },
    }
  })

const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`
