import * as words from '../../base/words/index.ts'
import type { Hit } from '../../shared/contract/search.ts'
import type { Result, Task } from '../../shared/contract/tasks.ts'
import { pageKey } from '../../shared/page-key.ts'
import { isExhaustive } from '../../text/answers/exhaustive.ts'
import type { Extractive } from '../agent.ts'
import type { Tools } from '../common-tools.ts'
import { waitForDocuments } from '../wait.ts'
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
  step('search', words.steps.searching, async () => {
    const searched = await ready()
    const { hits, corrections, notes, meaning } = await search(prompt, candidates)
    const instead = corrections.map(({ word, instead }) => words.steps.instead(word, instead))
    const byMeaning = hits.filter(({ found }) => found === 'meaning').length
    const title = [
      words.steps.searched(searched, hits.length),
      byMeaning > 0 ? words.steps.byMeaning(byMeaning) : '',
      instead.length > 0 ? words.steps.corrected(instead) : '',
      notes.length > 0 ? words.steps.ignored(notes.map(({ filter }) => filter)) : '',
      words.steps.withoutMeaning[meaning],
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

const read = async (hits: Hit[], { step, pageText }: Tools): Promise<Map<string, string>> => {
  const pages = new Map<string, string>()
  if (hits.length === 0) return pages
  return step('read', words.steps.reading, async () => {
    for (const hit of hits) {
      const text = await pageText(hit.documentId, hit.page)
      if (text !== undefined) pages.set(pageKey(hit), text)
    }
    const names = new Set(hits.map(({ documentName }) => documentName))
    return {
      value: pages,
      title: words.steps.read(pages.size, names.size),
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
  step('quote', words.steps.choosingQuotes, async () => {
    const { markdown, citations } = await quote({ question, hits, pages, most })
    return {
      value: { mode: 'extractive', markdown, citations, artifacts: [] },
      title: citations.length > 0 ? words.steps.chose(citations.length) : words.steps.nothingToQuote,
      detail: { quotes: citations.length, verified: citations.filter(({ verified }) => verified).length },
    }
  })
