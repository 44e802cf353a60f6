import type { AgentLimits } from '../../shared/contract/agents.ts'
import type { Step } from '../../shared/contract/tasks.ts'
import type { FullStep } from '../../storage/tasks/step-contents.ts'
import type { Turn } from './conversation.ts'

export type Spent = {
  steps: number
  minutes: number
  tokens: number
  /** As the last request showed, where it did. */
  charactersPerToken?: number
  /** The model was told that it was its last step, or was stopped in it. */
  isLast: boolean
}

/** What a task has used of its limits, from its steps that count. Waiting for its user is no work. */
export const spentBy = (steps: readonly FullStep[], turns: readonly Turn[]): Spent => {
  const work = steps.map(({ step }) => step).filter(({ kind }) => kind === 'model' || kind === 'tool')
  const tokens = work.reduce((sum, { detail }) => sum + numberIn(detail.inputTokens) + numberIn(detail.outputTokens), 0)
  const last = turns.at(-1)?.step.detail
  const perToken = turns.map(({ step }) => measured(step.detail)).findLast((each) => each !== undefined)
  return {
    steps: turns.length,
    minutes: work.reduce((sum, step) => sum + minutesOf(step), 0),
    tokens,
    ...(perToken !== undefined && { charactersPerToken: perToken }),
    isLast: last?.last !== undefined || last?.finish === 'minutes' || last?.finish === 'size',
  }
}

const numberIn = (value: unknown) => (typeof value === 'number' ? value : 0)

/** What a crash cut off has no end of its own. */
const minutesOf = ({ status, startedAt, finishedAt }: Step): number => {
  if (finishedAt === undefined || status === 'interrupted') return 0
  return Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt)) / 60_000
}

/** Requests that are too small say nothing of the model's tokens. */
const enoughTokens = 200

const measured = ({ characters, inputTokens, estimated }: Step['detail']): number | undefined => {
  if (estimated === true || numberIn(inputTokens) < enoughTokens) return undefined
  return Math.min(Math.max(numberIn(characters) / numberIn(inputTokens), 1), 6)
}

/** The share of tokens and minutes after which the model is asked for an answer, while there is room for one. */
const nearlyAll = 0.85

/** The limit for which the next step must be the last one; undefined while there is more. */
export const wrapUpReason = (
  limits: AgentLimits,
  { steps, minutes, tokens }: Spent,
): 'steps' | 'tokens' | 'minutes' | undefined => {
  if (steps + 1 >= limits.steps) return 'steps'
  if (tokens >= limits.tokens * nearlyAll) return 'tokens'
  if (minutes >= limits.minutes * nearlyAll) return 'minutes'
  return undefined
}
