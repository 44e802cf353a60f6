import type { LanguageModelV4Message, LanguageModelV4Prompt, SharedV4ProviderOptions } from '@ai-sdk/provider'
import { renumbered } from '../../shared/citation-syntax.ts'
import type { Task } from '../../shared/contract/tasks.ts'
import type { Call, Turn } from './conversation.ts'

/** What the model is sent, in parts that can be shortened apart. */
export type Messages = {
  system: string
  /** Earlier prompts and answers, each pair two messages. */
  earlier: LanguageModelV4Prompt
  prompt: string
  turns: Turn[]
  /** What is said last, after everything that was done. */
  note?: string
}

/** As the protocol of language models has it. */
export const toPrompt = ({ system, earlier, prompt, turns, note }: Messages): LanguageModelV4Prompt => {
  const ids = uniqueIds(turns)
  return [
    { role: 'system', content: system },
    ...earlier,
    user(prompt),
    ...turns.flatMap((turn) => turnMessages(turn, ids)),
    ...(note === undefined ? [] : [user(note)]),
  ]
}

const user = (text: string): LanguageModelV4Message => ({ role: 'user', content: [{ type: 'text', text }] })

/** Tasks that this one follows up. Only the last one's references keep their numbers: they are this task's, too. */
export const earlierMessages = (tasks: readonly Task[]): LanguageModelV4Prompt =>
  tasks.flatMap(({ prompt, result }, at) => {
    const isLast = at === tasks.length - 1
    const answer = result && (isLast ? result.markdown : renumbered(result.markdown, () => undefined))
    const text = answer || '(This was not answered.)'
    return [user(prompt), { role: 'assistant' as const, content: [{ type: 'text' as const, text }] }]
  })

/** Some servers count calls anew with each answer, and then mix them up when they see their ids twice. */
const uniqueIds = (turns: readonly Turn[]): Map<string, string> => {
  const taken = new Set<string>()
  const ids = new Map<string, string>()
  for (const { key, id } of turns.flatMap(({ calls }) => calls)) {
    const isFree = /^[\w-]{1,64}$/.test(id) && !taken.has(id)
    // Nine letters and digits: the strictest servers take no other.
    const free = isFree ? id : `call${String(taken.size).padStart(5, '0')}`
    taken.add(free)
    ids.set(key, free)
  }
  return ids
}

const turnMessages = ({ text, calls }: Turn, ids: ReadonlyMap<string, string>): LanguageModelV4Prompt => {
  const idOf = ({ key, id }: Call) => ids.get(key) ?? id
  const said = text === '' ? [] : [{ type: 'text' as const, text }]
  const called = calls.map((call) => ({
    type: 'tool-call' as const,
    toolCallId: idOf(call),
    toolName: call.name,
    input: inputOf(call),
    ...(call.metadata !== undefined && { providerOptions: call.metadata as SharedV4ProviderOptions }),
  }))
  if (calls.length === 0) return [{ role: 'assistant', content: said }]
  const results = calls.map((call) => ({
    type: 'tool-result' as const,
    toolCallId: idOf(call),
    toolName: call.name,
    output: {
      type: call.outcome?.isError ? ('error-text' as const) : ('text' as const),
      value: call.outcome?.text ?? 'This call was not made.',
    },
  }))
  return [
    { role: 'assistant', content: [...said, ...called] },
    { role: 'tool', content: results },
  ]
}

/** Servers want an object, also where the model wrote none; what was wrong stands in the outcome. */
const inputOf = ({ arguments: written }: Call): unknown => {
  try {
    const value: unknown = JSON.parse(written)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
  } catch {
    return {}
  }
}
