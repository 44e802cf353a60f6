import type { ContentBlock } from '@agentclientprotocol/sdk'
import { citationMark } from '../../shared/citation-syntax.ts'
import type { ExternalAgent } from '../../shared/contract/agents.ts'
import type { External } from '../../shared/contract/external.ts'
import type { Task } from '../../shared/contract/tasks.ts'
import type { FullStep } from '../../storage/tasks/step-contents.ts'
import type { AllTools } from '../run-tools.ts'
import { asData, othersWords } from '../tools/data.ts'

/** Characters of documents that are handed over with a prompt, and of what was said before. */
const MAX_TEXT = 200_000
const MAX_BEFORE = 50_000

type How = {
  external: External
  /** It takes whole contents beside the prompt. */
  embeds: boolean
  /** It has the session of an earlier attempt before it. */
  isResumed: boolean
  /** It can search the documents. */
  hasLibrary: boolean
}

/** What an agent is given to begin with. */
export const promptOf = async (
  task: Task,
  agent: ExternalAgent,
  tools: AllTools,
  how: How,
): Promise<ContentBlock[]> => {
  if (how.isResumed) return [text(`${goOn}\n\n${task.prompt}`)]
  const before = saidBefore(tools.model.steps(), task.attempt)
  const handed = await handedOver(task, tools, how)
  const intro = [
    agent.instructions,
    ...tools.model
      .earlier()
      .map(({ prompt, result }) => `Earlier I asked: ${prompt}\n\nYou answered: ${result?.markdown ?? 'nothing'}`),
    before &&
      `You worked on this before and were cut off. Look at what is done already; do nothing twice. So far:\n\n${before}`,
    (handed.blocks.length > 0 || how.hasLibrary) && citing,
    handed.left > 0 && `${handed.left} of my documents are too long to be handed over with this.`,
    task.prompt,
  ]
  return [text(intro.filter(Boolean).join('\n\n')), ...handed.blocks]
}

const text = (value: string): ContentBlock => ({ type: 'text', text: value })

const goOn = 'You were cut off. Look at what is done already; do nothing twice. Go on with what I asked for:'

const citing =
  'Passages of my documents have numbers. Where you rely on one, cite its number, like [1], and quote it word for word in quotation marks.'

/** What an earlier attempt said and did, the latest at the end. */
const saidBefore = (steps: readonly FullStep[], attempt: number): string =>
  steps
    .filter(({ step }) => step.attempt < attempt && (step.kind === 'model' || step.kind === 'tool'))
    .map(({ step, content }) => (step.kind === 'tool' ? `(${step.title}: ${step.status})` : (content.text ?? '')))
    .filter(Boolean)
    .join('\n\n')
    .slice(-MAX_BEFORE)
    .toWellFormed()

/** Documents as contents of their own, or as text where the agent takes no others. */
const handedOver = async (task: Task, tools: AllTools, { external, embeds }: How) => {
  const { page: pageOf, cite } = tools.model.context('handed-over', tools.signal, () => undefined)
  const isWanted = external.documents === 'all' || (external.documents === 'named' && task.documentIds !== undefined)
  const documents = isWanted ? (await tools.documents()).filter(({ status }) => status === 'ready') : []
  const blocks: ContentBlock[] = []
  let room = MAX_TEXT
  for (const { id, name, pages } of documents) {
    const parts: string[] = []
    let length = 0
    for (let page = 1; page <= pages && length <= room; page++) {
      const { text = '', passages = [] } = (await pageOf(id, page)) ?? {}
      for (const { id: passageId, start, end, heading } of passages) {
        length += end - start
        if (length > room) break
        const number = cite({ documentId: id, documentName: name, page, passageId, start, end })
        parts.push(
          asData('passage', { cite: citationMark(number), document: name, page, heading }, text.slice(start, end)),
        )
      }
    }
    if (length > room) continue
    room -= length
    const whole = [othersWords, ...parts].join('\n\n')
    const resource = { uri: `aios://documents/${id}`, mimeType: 'text/plain', text: whole }
    blocks.push(embeds ? { type: 'resource', resource } : text(whole))
  }
  return { blocks, left: documents.length - blocks.length }
}
