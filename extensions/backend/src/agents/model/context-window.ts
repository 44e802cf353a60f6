import type { LanguageModelV4Message } from '@ai-sdk/provider'
import { AppError } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import type { Call, Turn } from './conversation.ts'
import { type Messages, toPrompt } from './messages.ts'

/** Characters of a tool's output, and of what the model wrote, that stay when they are shortened. */
const shortOutput = 600
const shortText = 300

/** Characters of the messages as they are sent. */
export const sizeOf = (messages: Messages): number => JSON.stringify(toPrompt(messages)).length

/**
 * The messages within `room` characters: first the outputs of older calls are shortened, then what the model wrote in
 * them, then those of the latest calls; then the oldest turns, and what was said before the task, are left out. All of it
 * stays in the database.
 * @throws AppError `model.full` where not even the prompt has room
 */
export const fitted = (messages: Messages, room: number): Messages => {
  // Each turn is measured by itself, and anew only when it changes: all of them together may be tens of megabytes.
  const turns = [...messages.turns]
  const sizes = turns.map(sizeOfTurn)
  let inTurns = sizes.reduce((sum, size) => sum + size, 0)
  let rest: Messages = { ...messages, turns: [] }
  let inRest = sizeOf(rest)
  const isTooLong = () => inRest + inTurns > room
  const change = (at: number, change: (turn: Turn) => Turn) => {
    const changed = change(turns[at] as Turn)
    const size = sizeOfTurn(changed)
    inTurns += size - (sizes[at] ?? 0)
    turns[at] = changed
    sizes[at] = size
  }
  const changeRest = (change: Partial<Messages>) => {
    rest = { ...rest, ...change }
    inRest = sizeOf(rest)
  }
  const dropTurn = () => {
    if (turns.length === messages.turns.length) changeRest({ prompt: `${messages.prompt}\n\n${leftOut}` })
    turns.shift()
    inTurns -= sizes.shift() ?? 0
  }

  if (!isTooLong()) return messages
  const last = turns.length - 1
  for (let at = 0; at < last && isTooLong(); at++) change(at, (turn) => withOutputs(turn, shortOutput))
  for (let at = 0; at < last && isTooLong(); at++) change(at, withShortText)
  for (let most = room / 2; last >= 0 && isTooLong() && most > shortOutput; most /= 2) {
    change(last, (turn) => withOutputs(turn, Math.floor(most / Math.max(turn.calls.length, 1))))
  }
  if (isTooLong()) changeRest({ earlier: rest.earlier.map(withShortContent) })
  while (isTooLong() && rest.earlier.length > 0) changeRest({ earlier: rest.earlier.slice(2) })
  // Ids that are given anew make a turn longer among others than by itself.
  while ((isTooLong() || sizeOf({ ...rest, turns }) > room) && turns.length > 1) dropTurn()
  if (isTooLong() && last >= 0) change(0, withShortText)
  if (isTooLong()) {
    throw new AppError('model.full', words.modelRuns.promptTooLong)
  }
  return { ...rest, turns }
}

/** Characters that a turn adds to messages. */
const sizeOfTurn = (turn: Turn): number => sizeOf({ ...nothing, turns: [turn] }) - sizeOf(nothing)
const nothing: Messages = { system: '', earlier: [], prompt: '', turns: [] }

const leftOut = '(Your first steps are left out here, as there is no room for them.)'

const withOutputs = (turn: Turn, most: number): Turn => ({
  ...turn,
  calls: turn.calls.map((call): Call => {
    if (!call.outcome || call.outcome.text.length <= most) return call
    return { ...call, outcome: { ...call.outcome, text: `${cut(call.outcome.text, most)}\n${shortened}` } }
  }),
})

const shortened = '[… shortened, as there is no room for all of it. Make the call again to read it.]'

/** Characters of each earlier prompt and answer. */
const shortEarlier = 2000

const withShortContent = (message: LanguageModelV4Message): LanguageModelV4Message =>
  message.role === 'user' || message.role === 'assistant'
    ? ({ ...message, content: message.content.map(withShortPart) } as LanguageModelV4Message)
    : message

const withShortPart = <T extends { type: string }>(part: T): T => {
  if (!('text' in part) || typeof part.text !== 'string' || part.text.length <= shortEarlier) return part
  return { ...part, text: `${cut(part.text, shortEarlier)} …` }
}

const withShortText = (turn: Turn): Turn => ({
  ...turn,
  text: turn.text.length <= shortText ? turn.text : `${cut(turn.text, shortText)} …`,
  calls: turn.calls.map((call) => ({ ...call, arguments: withShortValues(call.arguments) })),
})

const withShortValues = (written: string): string => {
  if (written.length <= shortText) return written
  try {
    return JSON.stringify(JSON.parse(written), (_, value: unknown) =>
      typeof value === 'string' && value.length > shortText ? `${cut(value, shortText)} …` : value,
    )
  } catch {
    return '{}' // no JSON, which the outcome says
  }
}

const cut = (text: string, most: number) => text.slice(0, most).toWellFormed()

/** Tokens that a model is taken to hold where nobody knows. */
const usualWindow = 32_768
/** The most tokens that are kept free for an answer, and the most of the window. */
const MAX_ANSWER = 4096
const MAX_SHARE = 0.25

/** Tokens of a model's window that a request may fill. */
export const roomOf = (contextLength = usualWindow): number =>
  contextLength - Math.min(MAX_ANSWER, contextLength * MAX_SHARE)

/** Characters a token, where no request has shown it: fewer than in English prose, many fewer in scripts like Chinese. */
export const charactersPerToken = (text: string): number => {
  const dense = text.match(/[\u2e80-\u9fff\uac00-\ud7af]/g)?.length ?? 0
  return dense > text.length * 0.3 ? 1.2 : 3.5
}
