import * as words from '../../base/words/index.ts'
import { citationMark } from '../../shared/citation-syntax.ts'
import type { ExtractiveAgent } from '../../shared/contract/agents.ts'
import type { Document } from '../../shared/contract/documents.ts'
import type { Citation, Result } from '../../shared/contract/tasks.ts'
import { exact } from '../../shared/quote-match.ts'
import { plainMarkdown } from '../../text/answers/answer-markdown.ts'
import { fairShares } from '../../text/answers/shares.ts'
import { repeats, type Sentence } from '../../text/answers/summary.ts'
import { readSummaryRequest } from '../../text/answers/summary-request.ts'
import type { Analyser } from '../../workers/analysis-threads.ts'
import type { RunAs } from '../agent.ts'
import { waitForDocuments } from '../wait.ts'
import { type Coverage, coverageNotes, namedList, readEach } from './coverage.ts'

/** Sentences that each of several documents has room for, and that a summary has at most. */
const each = 3
const MAX_SENTENCES = 60
/** Sentences beyond a document's share, to take the place of those that another document has, too. */
const spare = 3

type Summed = { document: Document; sentences: Sentence[]; room: number; isAsked: boolean }

/** Sums up the documents in sentences of their own, word for word, each document with a fair share. */
export const summarize: RunAs<ExtractiveAgent> = async ({ prompt }, { limits }, tools) => {
  await waitForDocuments(tools)
  const request = readSummaryRequest(prompt)
  const ready = Math.max(1, await tools.ready())
  const total = request.most ?? Math.min(MAX_SENTENCES, Math.max(limits.quotes, each * ready))
  const most = Math.min(total, Math.ceil((4 * total) / ready)) + spare
  const read: Summed[] = []
  const silent: Document[] = []
  await using analyser = await tools.analyser()
  const coverage = await readEach(
    tools,
    ({ id }) => analyser.summarize({ documentId: id, topic: [...request.topic], most }),
    (document, { sentences, fit, isAsked }) => {
      const room = request.most === undefined ? fit : sentences.length
      if (sentences.length > 0) read.push({ document, sentences, room, isAsked })
      else silent.push(document)
    },
  )
  // Where some speak of what was asked for, the others have nothing to say.
  const asked = read.filter(({ isAsked }) => isAsked)
  const speaking = asked.length > 0 ? asked : read
  const topic = request.topic.size === 0 ? 'none' : asked.length > 0 ? 'found' : 'missing'
  // Awaited here: the analyser ends with this function.
  return await tools.step('quote', words.steps.choosingSentences, async () => {
    const chosen = choose(await representatives(speaking, total, analyser), total)
    const quoted = chosen.reduce((sum, { sentences }) => sum + sentences.length, 0)
    return {
      value: write(chosen, { coverage, topic, speaking: speaking.length, silent }),
      title: quoted > 0 ? words.steps.choseSentences(quoted, chosen.length) : words.steps.nothingToQuote,
      detail: { quotes: quoted, documents: chosen.length },
    }
  })
}

/** The documents themselves, or where they are more than sentences, those that speak for most of the others. */
const representatives = async (
  read: readonly Summed[],
  most: number,
  analyser: Analyser,
): Promise<readonly Summed[]> => {
  if (read.length <= most) return read
  const best = await analyser.choose({ sentences: read.map(({ sentences }) => sentences[0] as Sentence), most })
  const kept = new Set(best.map(({ passageId }) => passageId))
  return read.filter(({ sentences }) => kept.has(sentences[0]?.passageId ?? ''))
}

/** Each document's share of its best sentences, none of which another document has before, in reading order. */
const choose = (read: readonly Summed[], total: number): Summed[] => {
  const shares = fairShares(
    read.map(({ sentences, room }) => Math.min(sentences.length, room)),
    total,
  )
  const taken: Sentence[] = []
  return read.flatMap(({ sentences, ...summed }, at) => {
    const own: Sentence[] = []
    for (const sentence of sentences) {
      if (own.length >= (shares[at] as number)) break
      if (taken.some((other) => repeats(other, sentence))) continue
      own.push(sentence)
    }
    taken.push(...own)
    own.sort((a, b) => a.order - b.order)
    return own.length > 0 ? [{ ...summed, sentences: own }] : []
  })
}

type Facts = { coverage: Coverage; topic: 'none' | 'found' | 'missing'; speaking: number; silent: Document[] }

const write = (chosen: readonly Summed[], { coverage, topic, speaking, silent }: Facts): Result => {
  const { sentence: checked, notes } = coverageNotes(coverage)
  const citations: Citation[] = []
  const parts = chosen.map(({ document: { id, name }, sentences }) => {
    const quotes = sentences.map(({ page, passageId, start, end, text }) => {
      citations.push({ documentId: id, documentName: name, page, passageId, quote: text, start, end, ...exact })
      return `> ${plainMarkdown(text)} ${citationMark(citations.length)}`
    })
    return [...(coverage.of > 1 ? [`**${plainMarkdown(name)}**`] : []), ...quotes].join('\n\n')
  })
  const intro = [
    coverage.of > 1 ? checked : '',
    chosen.length === 0 ? words.extractive.noSentences : '',
    chosen.length > 0 && topic === 'missing' ? words.extractive.otherTopic : '',
    topic === 'found' && coverage.of > 1 ? words.extractive.onTopic(speaking) : '',
    chosen.length < speaking ? words.extractive.representative(chosen.length, speaking) : '',
  ]
  const without = namedList(
    words.extractive.withoutSentences,
    silent.map(({ name }) => name),
  )
  return {
    mode: 'extractive',
    markdown: [intro.filter(Boolean).join(' '), ...parts, without, notes].filter(Boolean).join('\n\n'),
    citations,
    artifacts: [],
  }
}
