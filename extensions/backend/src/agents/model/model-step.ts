import type { LanguageModelV4CallOptions, LanguageModelV4Usage } from '@ai-sdk/provider'
import type { ConnectedModel } from '../../models/connected-model.ts'
import { ModelError } from '../../models/errors.ts'
import { withRetries } from '../../models/retry.ts'
import type { Result, StepContent, ToolCall } from '../../shared/contract/tasks.ts'
import type { AllTools, FullRunningStep, Said, StepOutcome } from '../run-tools.ts'
import { count } from '../words.ts'
import { withoutThinking } from './thinking.ts'

/** Characters that one answer may have, its calls included; a model that goes on and on is stopped there. */
export const mostSaid = 1_000_000
/** Milliseconds between two times that what was said by now is stored. */
const pause = 500
/** Characters of what was said, and of reasoning, that lists show and that are kept. */
const shown = 500
const mostReasoning = 200_000

/** Why the model ended; `size` and `minutes` where it was stopped by us. */
export type Finish = 'stop' | 'length' | 'content-filter' | 'tool-calls' | 'other' | 'size' | 'minutes'

type Request = Pick<LanguageModelV4CallOptions, 'prompt' | 'tools' | 'toolChoice'> & {
  /** Characters of it. */
  characters: number
  /** Aborted when the task's time is over. */
  deadline: AbortSignal
  /** Tools of the agent that are not there just now. */
  missing: readonly string[]
  /** The limit for which it is the last one. */
  last: Result['stoppedBy']
}

/** Asks the model once, as a step that shows and keeps what it says while it comes. Tries again what may pass. */
export const modelStep = (connected: ConnectedModel, request: Request, tools: AllTools): Promise<Finish> => {
  const { facts, provider } = connected
  const { last, missing } = request
  const detail = {
    ...{ model: facts.id, provider: provider.name },
    ...(last && { last }),
    ...(missing.length > 0 && { missing }),
  }
  return tools.step(
    'model',
    `Asking ${facts.id}`,
    (step) => answerOf(connected, request, tools, step).finally(() => tools.model.show(step.id, undefined)),
    detail,
  )
}

const answerOf = async (
  connected: ConnectedModel,
  request: Request,
  tools: AllTools,
  step: FullRunningStep,
): Promise<StepOutcome<Finish>> => {
  const { facts } = connected
  const signal = AbortSignal.any([tools.signal, request.deadline])
  const speech = hear(tools, step)
  const once = async () => {
    speech.begin()
    const finish = await listen(connected, request, signal, speech)
    const { text, reasoning, calls } = speech.content()
    if (text === undefined && calls === undefined) throw saidNothing(facts.id, finish, reasoning)
    return finish
  }
  const onWait = ({ message }: Error, wait: number) =>
    step.update({ trouble: message }, `Trying again in ${count(Math.ceil(wait / 1000), 'second')}: ${message}`)
  let finish: Finish
  try {
    finish = await withRetries(once, { signal, onWait })
  } catch (error) {
    if (!request.deadline.aborted || tools.signal.aborted) throw error
    finish = 'minutes'
  } finally {
    speech.keep()
  }
  const { text, calls } = speech.content()
  return {
    value: finish,
    title: calls ? `${facts.id} called ${names(calls)}` : `${facts.id} answered`,
    detail: {
      finish,
      characters: request.characters,
      ...tokensOf(speech.usage, request.characters, speech.size()),
      ...(text !== undefined && { text: text.slice(0, shown).toWellFormed() }),
      ...(calls && { calls: calls.map(({ name }) => name) }),
    },
  }
}

const names = (calls: readonly ToolCall[]) => [...new Set(calls.map(({ name }) => name))].join(', ').slice(0, 200)

/** Small models fall silent now and then, and speak when they are asked again. */
const saidNothing = (model: string, finish: Finish, reasoning: string | undefined): ModelError => {
  const why =
    finish === 'content-filter'
      ? 'its filter stopped the answer'
      : finish === 'length'
        ? `it ran out of tokens${reasoning ? ' while it was thinking' : ''}`
        : 'it gave no reason'
  return new ModelError(
    'model.silent',
    `${model} answered with nothing: ${why}. Try again, ask in other words, or choose another model.`,
    { retryable: finish !== 'length' && finish !== 'content-filter' },
  )
}

/** Where the server does not count, four characters are taken for a token. */
const tokensOf = (usage: LanguageModelV4Usage | undefined, sent: number, said: number) => {
  const [input, output] = [usage?.inputTokens.total, usage?.outputTokens.total]
  return {
    inputTokens: input ?? Math.ceil(sent / 4),
    outputTokens: output ?? Math.ceil(said / 4),
    ...((input === undefined || output === undefined) && { estimated: true }),
  }
}

type Speech = ReturnType<typeof hear>

/** What is said in one step: shown as it comes, and stored now and then. */
const hear = ({ model }: AllTools, step: FullRunningStep) => {
  let said: Said = { text: '', reasoning: '', calls: [] }
  let calls: ToolCall[] = []
  let stored = performance.now()

  const parted = (): Said => {
    const { text, thought } = withoutThinking(said.text)
    return { ...said, text, reasoning: said.reasoning + thought }
  }
  const content = (): StepContent => {
    const { text, reasoning } = parted()
    return {
      ...(text.trim() !== '' && { text: text.toWellFormed() }),
      ...(reasoning.trim() !== '' && { reasoning: reasoning.slice(0, mostReasoning).toWellFormed() }),
      ...(calls.length > 0 && { calls }),
    }
  }
  const keep = () => {
    stored = performance.now()
    step.keep(content())
  }

  return {
    usage: undefined as LanguageModelV4Usage | undefined,
    content,
    keep,
    size: () =>
      said.text.length + said.reasoning.length + said.calls.reduce((sum, call) => sum + call.arguments.length, 0),
    /** A try that failed left half an answer: the next one begins with none. */
    begin(): void {
      said = { text: '', reasoning: '', calls: [] }
      calls = []
      model.show(step.id, parted)
    },
    add(change: (said: Said) => Said): void {
      said = change(said)
      model.show(step.id, parted)
      if (performance.now() - stored > pause) keep()
    },
    called: (call: ToolCall): void => void calls.push(call),
  }
}

const listen = async (
  { model }: ConnectedModel,
  { prompt, tools, toolChoice }: Request,
  signal: AbortSignal,
  speech: Speech,
): Promise<Finish> => {
  const { stream } = await model.doStream({
    prompt,
    ...(tools && tools.length > 0 && { tools, ...(toolChoice && { toolChoice }) }),
    abortSignal: signal,
  })
  const writing = new Map<string, { name: string; arguments: string }>()
  let finish: Finish = 'other'
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
    if (speech.size() > mostSaid) return 'size' // which closes the connection
  }
  signal.throwIfAborted()
  return finish
}
