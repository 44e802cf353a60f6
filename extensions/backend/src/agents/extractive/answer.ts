import type { Hit } from '../../shared/contract/search.ts'
import type { Result, Task } from '../../shared/contract/tasks.ts'
import { pageKey } from '../../shared/page-key.ts'
import { isExhaustive } from '../../text/answers/exhaustive.ts'
import type { Extractive } from '../agent.ts'
import type { Tools } from '../common-tools.ts'
import { waitForDocuments } from '../wait.ts'
import { count } from '../words.ts'
import { exhaustive } from './exhaustive.ts'

type Asked = Pick<Task, 'prompt'>

/** How many passages are looked at for sentences to quote. */
const candidates = 24

/**
 * Answers with the documents' own sentences: waits for what is still being indexed, searches, reads, quotes. A question
 * that only every document together can answer is answered by checking them all.
 */
export const answer: Extractive = async (task, agent, tools) => {
  if (task.exhaustive ?? isExhaustive(task.prompt)) return exhaustive(task, agent, tools)
  const { limits } = agent
  await waitForDocuments(tools)
  const hits = await search(task, tools)
  const pages = await read(hits, tools)
  return quote(task, limits.quotes, hits, pages, tools)
}

const search = ({ prompt }: Asked, { step, search, ready }: Tools): Promise<Hit[]> =>
  step('search', 'Searching', async () => {
    const searched = await ready()
    const { hits, corrections, notes, meaning } = await search(prompt, candidates)
    const instead = corrections.map(({ word, instead }) => `“${instead}” for “${word}”`)
    const byMeaning = hits.filter(({ found }) => found === 'meaning').length
    const title = [
      `Searched ${count(searched, 'document')}, ${count(hits.length, 'passage')} found`,
      byMeaning > 0 ? `, ${byMeaning} of them by meaning alone` : '',
      instead.length > 0 ? `, with ${instead.join(', ')}` : '',
      notes.length > 0 ? `; ${notes.map(({ filter }) => filter).join(', ')} means nothing here` : '',
      withoutMeaning[meaning],
    ]
    return {
      value: hits,
      title: title.join(''),
      detail: {
        query: prompt,
        documents: searched,
        passages: hits.length,
        ...(meaning !== 'off' && { meaning, byMeaning }),
        ...(instead.length > 0 && { instead }),
        ...(notes.length > 0 && { notes: notes.map(({ filter, message }) => `${filter}: ${message}`) }),
      },
    }
  })

/** What the step says when the model for embeddings was asked in vain. */
const withoutMeaning = {
  off: '',
  used: '',
  late: '; by words only, as the model for meanings was too slow',
  failed: '; by words only, as the model for meanings failed',
}

const read = async (hits: Hit[], { step, pageText }: Tools): Promise<Map<string, string>> => {
  const pages = new Map<string, string>()
  if (hits.length === 0) return pages
  return step('read', 'Reading', async () => {
    for (const hit of hits) {
      const text = await pageText(hit.documentId, hit.page)
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
  { prompt: question }: Asked,
  most: number,
  hits: Hit[],
  pages: Map<string, string>,
  { step, quote }: Tools,
): Promise<Result> =>
  step('quote', 'Choosing quotes', async () => {
    const { markdown, citations } = await quote({ question, hits, pages, most })
    return {
      value: { mode: 'extractive', markdown, citations, artifacts: [] },
      title: citations.length > 0 ? `Chose ${count(citations.length, 'quote')}` : 'Found nothing to quote',
      detail: { quotes: citations.length, verified: citations.filter(({ verified }) => verified).length },
    }
  })
