import type { LanguageModelV4Usage } from '@ai-sdk/provider'
import * as words from '../../base/words/index.ts'
import type { ConnectedModel } from '../../models/connected-model.ts'
import { ModelError } from '../../models/errors.ts'
import { withRetries } from '../../models/retry.ts'
import type { Result, ToolCall } from '../../shared/contract/tasks.ts'
import type { AllTools, FullRunningStep, StepOutcome } from '../run-tools.ts'
import { type Heard, listen, type Prompt } from './listen.ts'
import { modelSpeech } from './model-speech.ts'

/** Characters of what was said that lists show. */
const shown = 500

/** Why the model ended; `size` and `minutes` where it was stopped by us. */
type Finish = Heard | 'minutes'

type Request = Prompt & {
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
    words.modelRuns.asking(facts.id),
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
  const speech = modelSpeech(tools.model, step)
  const once = async () => {
    speech.begin()
    const finish = await listen(connected.model, request, speech, signal)
    const { text, reasoning, calls } = speech.content()
    if (text === undefined && calls === undefined) throw saidNothing(facts.id, finish, reasoning)
    return finish
  }
  const onWait = ({ message }: Error, wait: number) =>
    step.update({ trouble: message }, words.modelRuns.retrying(Math.ceil(wait / 1000), message))
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
    title: calls ? words.modelRuns.called(facts.id, names(calls)) : words.modelRuns.answered(facts.id),
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
  const reasons = words.modelRuns.silentReasons
  const outOfTokens = reasoning ? reasons.tokensThinking : reasons.tokens
  const why = finish === 'content-filter' ? reasons.filter : finish === 'length' ? outOfTokens : reasons.unknown
  const isFinal = finish === 'length' || finish === 'content-filter'
  return new ModelError('model.silent', words.modelRuns.silent(model, why), { retryable: !isFinal })
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
