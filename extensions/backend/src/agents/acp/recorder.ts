import type { ContentBlock, SessionUpdate, ToolCall, ToolCallUpdate } from '@agentclientprotocol/sdk'
import * as words from '../../base/words/index.ts'
import type { AllTools, FullRunningStep, Said, StepOutcome } from '../run-tools.ts'
import { bounded, outputOf, shortened, shown, textOf } from './contents.ts'

type Parts = {
  tools: AllTools
  /** Of the agent, for people. */
  name: string
  /** It said or did more than a task can hold. */
  onTooMuch(): void
  /** A step could not be stored, or the task is over. */
  onFailure(error: unknown): void
}

/** Milliseconds between two times that what was said by now is stored. */
const pause = 500
/** Characters that may be said in all, and tool calls and messages of one run. */
const MAX_SAID = 1_000_000
const MAX_STEPS = 2000
const MAX_PLAN = 50

type Open = { step: FullRunningStep; end(outcome: StepOutcome<undefined>): void }
type Message = Open & { text: string; reasoning: string; stored: number }
type Call = Partial<Open> & { facts: ToolCallUpdate }

/** Turns what an agent tells into steps of the task, and into text that is shown as it comes. */
export const recorder = ({ tools, name, onTooMuch, onFailure }: Parts) => {
  const calls = new Map<string, Call>()
  const running = new Set<Promise<unknown>>()
  const changed = new Set<string>()
  let message: Message | undefined
  let plan: Open | undefined
  let last = ''
  let said = 0
  let steps = 0

  const open = (kind: 'model' | 'tool', title: string, detail = {}): Open | undefined => {
    if (++steps > MAX_STEPS) return void onTooMuch()
    const { promise, resolve } = Promise.withResolvers<StepOutcome<undefined>>()
    let step: FullRunningStep | undefined
    const ended = tools
      .step(
        kind,
        shortened(title),
        (begun) => {
          step = begun
          return promise
        },
        detail,
      )
      .catch(onFailure)
      .finally(() => running.delete(ended))
    running.add(ended)
    return step && { step, end: resolve }
  }

  const keep = ({ step, text, reasoning }: Message) =>
    step.keep({ ...(text && { text: text.toWellFormed() }), ...(reasoning && { reasoning: reasoning.toWellFormed() }) })

  const endMessage = () => {
    if (!message) return
    const { text, step, end } = message
    keep(message)
    tools.model.show(step.id, undefined)
    end({
      value: undefined,
      title: (text ? words.externalAgents.answered : words.externalAgents.thought)(name),
      detail: { text: shortened(text) },
    })
    if (text.trim()) last = text
    message = undefined
  }

  const say = (channel: 'text' | 'reasoning', content: ContentBlock) => {
    const begun = message ?? open('model', words.externalAgents.answering(name))
    if (!begun) return
    const now = performance.now()
    const current: Message = message ?? Object.assign(begun, { text: '', reasoning: '', stored: now })
    message = current
    const piece = textOf(content)
    said += piece.length
    if (said > MAX_SAID) return onTooMuch()
    current[channel] += piece
    tools.model.show(current.step.id, (): Said => ({ text: current.text, reasoning: current.reasoning, calls: [] }))
    if (now - current.stored < pause) return
    current.stored = now
    keep(current)
  }

  const heard = (update: ToolCall | ToolCallUpdate) => {
    const told = Object.entries(update).filter(([, value]) => value !== undefined && value !== null)
    const call = calls.get(update.toolCallId) ?? begin(update)
    Object.assign(call.facts, Object.fromEntries(told))
    const { status, title } = call.facts
    if (!call.step) return
    if (status !== 'completed' && status !== 'failed') return call.step.update({}, shortened(title ?? name))
    endCall(call, status === 'failed' ? 'failed' : 'done')
  }

  const begin = ({ toolCallId, title, kind }: ToolCall | ToolCallUpdate): Call => {
    endMessage()
    const detail = { call: toolCallId.slice(0, 200), tool: kind ?? 'other' }
    const call: Call = { ...open('tool', title ?? words.externalAgents.working, detail), facts: { toolCallId } }
    calls.set(toolCallId, call)
    return call
  }

  const endCall = (call: Call, status: 'done' | 'failed' | 'interrupted') => {
    const { step, end, facts } = call
    if (!step || !end) return
    const text = outputOf(facts)
    step.keep({ arguments: bounded(facts.rawInput), text, ...(status === 'failed' && { isError: true }) })
    const paths = status === 'done' ? changedBy(facts) : []
    for (const path of paths) changed.add(path)
    const detail = {
      call: facts.toolCallId.slice(0, 200),
      tool: facts.kind ?? 'other',
      arguments: shown(facts.rawInput),
      ...(paths.length > 0 && { changed: paths.slice(0, MAX_PLAN) }),
      ...(text && { [status === 'failed' ? 'error' : 'output']: shortened(text) }),
    }
    end({ value: undefined, title: shortened(facts.title ?? name), detail, status })
    call.step = undefined
  }

  const planned = (entries: readonly { content: string; status: string }[]) => {
    const done = entries.filter(({ status }) => status === 'completed').length
    const title = words.externalAgents.plan(done, entries.length)
    plan ??= open('model', title)
    const listed = entries.slice(0, MAX_PLAN).map(({ content, status }) => ({ content: shortened(content), status }))
    plan?.step.update({ plan: listed }, title)
    latestPlan = { title, detail: { plan: listed } }
  }
  let latestPlan = { title: '', detail: {} }

  return {
    /** What is known of a call that the agent told of. */
    call: (id: string): ToolCallUpdate | undefined => calls.get(id)?.facts,
    /** The last that it said to its user. */
    last: (): string => message?.text || last,
    /** Files that it has changed through AIOS, or says it has. */
    changed: (): string[] => [...changed],
    wrote: (path: string): void => void changed.add(path),

    hear(update: SessionUpdate): void {
      if (tools.signal.aborted) return
      const { sessionUpdate: kind } = update
      if (kind === 'agent_message_chunk') say('text', update.content)
      else if (kind === 'agent_thought_chunk') say('reasoning', update.content)
      else if (kind === 'tool_call' || kind === 'tool_call_update') heard(update)
      else if (kind === 'plan') planned(update.entries)
    },

    /** Ends what is still open, and waits until it is stored. */
    async close(): Promise<void> {
      endMessage()
      for (const call of calls.values()) endCall(call, 'interrupted')
      plan?.end({ value: undefined, ...latestPlan })
      await Promise.all(running)
    },
  }
}
export type Recorder = ReturnType<typeof recorder>

const changedBy = ({ kind, content, locations }: ToolCallUpdate): string[] => {
  const diffs = (content ?? []).flatMap((each) => (each.type === 'diff' ? [each.path] : []))
  const isChange = kind === 'edit' || kind === 'delete' || kind === 'move'
  return [...diffs, ...(isChange ? (locations ?? []).map(({ path }) => path) : [])]
}
