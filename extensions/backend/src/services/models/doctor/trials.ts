import {
  InvalidResponseDataError,
  type LanguageModelV4,
  type LanguageModelV4CallOptions,
  type LanguageModelV4FunctionTool,
} from '@ai-sdk/provider'
import * as words from '../../../base/words/index.ts'
import type { Connected } from '../../../models/connect.ts'
import type { Finding } from '../../../shared/contract/probe.ts'

/** What a trial came to: in words, and what is now known of the model. */
export type Outcome = { status: Finding['status']; message: string; tools?: boolean }

const says = (text: string): LanguageModelV4CallOptions['prompt'] => [
  { role: 'user', content: [{ type: 'text', text }] },
]

export const tryAnswer = async (model: LanguageModelV4, abortSignal: AbortSignal): Promise<Outcome> => {
  const { content } = await model.doGenerate({ prompt: says('Say "ready".'), abortSignal })
  const isEmpty = !content.some((part) => (part.type === 'text' || part.type === 'reasoning') && part.text.trim())
  if (isEmpty) return { status: 'warning', message: words.checkup.emptyAnswer(model.modelId) }
  return { status: 'ok', message: words.checkup.modelAnswers(model.modelId) }
}

/** So many pieces of an answer show that it is streamed. */
const enoughPieces = 3

const notStreamed: Outcome = {
  status: 'failed',
  message: words.checkup.notStreamed,
}

export const tryStream = async (model: LanguageModelV4, abortSignal: AbortSignal): Promise<Outcome> => {
  const { stream } = await model.doStream({ prompt: says('Count from 1 to 5.'), abortSignal })
  let pieces = 0
  for await (const part of stream) {
    if (part.type === 'error') {
      if (pieces === 0 && InvalidResponseDataError.isInstance(part.error)) return notStreamed
      throw part.error
    }
    if (part.type === 'text-delta' || part.type === 'reasoning-delta') pieces++
    if (pieces === enoughPieces) break // which closes the connection
  }
  if (pieces === 0) {
    return {
      status: 'warning',
      message: words.checkup.wholeOnly,
    }
  }
  return { status: 'ok', message: words.checkup.streams }
}

const add: LanguageModelV4FunctionTool = {
  type: 'function',
  name: 'add',
  description: 'Adds two numbers.',
  inputSchema: {
    type: 'object',
    properties: { a: { type: 'number' }, b: { type: 'number' } },
    required: ['a', 'b'],
    additionalProperties: false,
  },
}

export const tryTools = async (model: LanguageModelV4, abortSignal: AbortSignal): Promise<Outcome> => {
  const { content } = await model.doGenerate({
    prompt: says('What is 2 plus 3? Call the tool "add" to find out.'),
    tools: [add],
    toolChoice: { type: 'auto' },
    abortSignal,
  })
  const call = content.find((part) => part.type === 'tool-call')
  if (!call) {
    const message = words.checkup.ignoresTools(model.modelId)
    return { status: 'warning', message, tools: false }
  }
  if (call.toolName !== 'add' || !isSum(call.input)) {
    const message = words.checkup.badToolCalls(model.modelId)
    return { status: 'warning', message, tools: true }
  }
  return { status: 'ok', message: words.checkup.callsTools(model.modelId), tools: true }
}

const isSum = (input: string): boolean => {
  try {
    const { a, b } = JSON.parse(input) as { a: unknown; b: unknown }
    return typeof a === 'number' && typeof b === 'number'
  } catch {
    return false // arguments that are no JSON
  }
}

export const tryEmbeddings = async (
  { embeddingModel }: Connected,
  id: string,
  abortSignal: AbortSignal,
): Promise<Outcome> => {
  const model = embeddingModel(id)
  if (!model) return { status: 'skipped', message: words.checkup.noEmbeddings }
  const { embeddings } = await model.doEmbed({ values: ['harbour', 'mooring'], abortSignal })
  const [first = [], second = []] = embeddings
  if (first.length === 0 || first.length !== second.length) {
    return {
      status: 'warning',
      message: words.checkup.unevenVectors(id),
    }
  }
  return { status: 'ok', message: words.checkup.embeds(id, first.length) }
}
