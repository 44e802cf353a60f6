import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider'
import type { ModelSpeech } from './model-speech.ts'

/** Characters that one answer may have, its calls included; a model that goes on and on is stopped there. */
const MAX_SAID = 1_000_000

export type Prompt = Pick<LanguageModelV4CallOptions, 'prompt' | 'tools' | 'toolChoice'>

/** Why the model ended; `size` where it was stopped because it had said too much. */
export type Heard = 'stop' | 'length' | 'content-filter' | 'tool-calls' | 'other' | 'size'

/** Asks the model, and hears it out. Aborted where the signal is. */
export const listen = async (
  model: LanguageModelV4,
  { prompt, tools, toolChoice }: Prompt,
  speech: ModelSpeech,
  signal: AbortSignal,
): Promise<Heard> => {
  const { stream } = await model.doStream({
    prompt,
    ...(tools && tools.length > 0 && { tools, ...(toolChoice && { toolChoice }) }),
    abortSignal: signal,
  })
  const writing = new Map<string, { name: string; arguments: string }>()
  let finish: Heard = 'other'
  for await (const part of stream) {
    if (part.type === 'error') throw part.error
    if (part.type === 'text-delta') speech.add((said) => ({ ...said, text: said.text + part.delta }))
    if (part.type === 'reasoning-delta') speech.add((said) => ({ ...said, reasoning: said.reasoning + part.delta }))
    if (part.type === 'tool-input-start') {
      const call = { name: part.toolName, arguments: '' }
      writing.set(part.id, call)
      speech.add((said) => ({ ...said, calls: [...said.calls, call] }))
    }
    if (part.type === 'tool-input-delta') {
      const call = writing.get(part.id)
      if (call) call.arguments += part.delta
      speech.add((said) => said)
    }
    if (part.type === 'tool-call') {
      const { toolCallId, toolName, input, providerMetadata } = part
      const metadata = providerMetadata && { metadata: providerMetadata }
      speech.called({ id: toolCallId, name: toolName, arguments: input.toWellFormed(), ...metadata })
    }
    if (part.type === 'finish') {
      speech.usage = part.usage
      const { unified } = part.finishReason
      finish = unified === 'error' || unified === 'interrupted' ? 'other' : unified
    }
    if (speech.size() > MAX_SAID) return 'size' // which closes the connection
  }
  signal.throwIfAborted()
  return finish
}
