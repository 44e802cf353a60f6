import type { LanguageModelV4Usage } from '@ai-sdk/provider'
import type { StepContent, ToolCall } from '../../shared/contract/tasks.ts'
import type { FullRunningStep, ModelTools, Said } from '../run-tools.ts'
import { withoutThinking } from './thinking.ts'

/** Milliseconds between two times that what was said by now is stored. */
const pause = 500
/** Characters of reasoning that are kept. */
const MAX_REASONING = 200_000

/** What is said in one step: shown as it comes, and stored now and then. */
export const modelSpeech = (model: Pick<ModelTools, 'show'>, step: Pick<FullRunningStep, 'id' | 'keep'>) => {
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
      ...(reasoning.trim() !== '' && { reasoning: reasoning.slice(0, MAX_REASONING).toWellFormed() }),
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
export type ModelSpeech = ReturnType<typeof modelSpeech>
