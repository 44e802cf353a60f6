import * as z from 'zod'
import { AppError } from '../../base/errors.ts'
import { orAborted } from '../../base/until.ts'
import * as words from '../../base/words/index.ts'
import type { Agent } from '../../shared/contract/agents.ts'
import type { Asked } from '../../storage/tasks/approvals.ts'
import { plainLine } from '../plain-text.ts'
import { type AllTools, ChildWaits, type StepOutcome } from '../run-tools.ts'
import type { Question, Tool } from '../tools/tool.ts'
import { type Call, type Turn, timesInARow } from './conversation.ts'

/** The same call so often in a row is asked about. */
const MAX_IN_A_ROW = 3
/** Characters of a tool's output that are kept, and of it and of the arguments that lists show. */
const MAX_OUTPUT = 1_000_000
const shown = 500

/** What became of a call: it is settled, the user was asked, or it waits for the user or for a task that waits for him. */
export type Settled = 'done' | 'asked' | 'pending' | { waitsFor: string }

type Context = { agent: Agent; turns: readonly Turn[]; tools: AllTools; find: FindTool; deadline: AbortSignal }
/** Only what this gives can be called: never what stands in a document. */
export type FindTool = (name: string) => Promise<Tool | Question | undefined>

/** Carries out one call of the model, as far as agent and user allow it. */
export const settle = async (call: Call, context: Context): Promise<Settled> => {
  const { agent, turns, tools, find } = context
  if (call.approvals.some(({ status }) => status === 'pending')) return 'pending'
  const tool = await find(call.name)
  if (!tool) return refuse(call, words.modelRuns.unknownTool(call.name), unknownTool(call, agent), tools)
  const read = readArguments(call, tool)
  if ('problem' in read) return refuse(call, words.modelRuns.badArguments(call.name), read.problem, tools)
  const { input } = read
  const says = plainLine((tool as Tool).says(input))
    .slice(0, shown)
    .toWellFormed()
  const { identity } = tool
  const allowed = tool.always?.(input as never) ?? call.name
  const ask = (kind: Asked['kind'], title: string, choices?: string[]): Settled => {
    tools.model.ask({
      call: call.key,
      kind,
      tool: allowed,
      title,
      risk: tool.risk,
      arguments: input,
      choices,
      identity,
    })
    return 'asked'
  }
  const isApproved = (kind: Asked['kind']) =>
    call.approvals.some((each) => each.kind === kind && each.status === 'approved' && each.identity === identity)

  if (timesInARow(turns, call) >= MAX_IN_A_ROW && !isApproved('loop')) return ask('loop', says)
  if ('asks' in tool) {
    const { question, choices } = input as Parameters<Question['says']>[0]
    return ask('question', question, choices)
  }
  const rule = tools.model.rule(tool.risk)
  if (rule === 'deny') return refuse(call, words.modelRuns.notAllowed(says), notAllowed(agent), tools)
  if (rule === 'ask' && !isApproved('call') && !tools.model.isGranted(allowed, identity)) return ask('call', says)
  if (!tool.repeatable && reruns(call) < call.cutOff) return ask('rerun', says)
  return carryOut(call, tool, { input, says }, context)
}

const reruns = ({ approvals }: Call) =>
  approvals.filter(({ kind, status }) => kind === 'rerun' && status === 'approved').length

const unknownTool = ({ name }: Call, { tools }: Agent) =>
  `There is no tool ${name}. ${tools.length > 0 ? `You have: ${tools.join(', ')}.` : 'You have none: answer without.'}`

const notAllowed = ({ name }: Agent) =>
  `${name} may not make calls like this one: its user has forbidden them. Go on without it, and do not try the same in another way.`

type Arguments = { input: unknown } | { problem: string }

const readArguments = ({ arguments: written }: Call, { input: schema }: Tool | Question): Arguments => {
  let value: unknown
  try {
    value = written.trim() === '' ? {} : JSON.parse(written)
  } catch (error) {
    const start = written.slice(0, shown).toWellFormed()
    return { problem: `The arguments are not JSON (${(error as Error).message}). You wrote: ${start}` }
  }
  const checked = (schema as z.ZodType).safeParse(value)
  if (checked.success) return { input: checked.data }
  return { problem: `The arguments do not fit:\n${z.prettifyError(checked.error)}\nCall again with better ones.` }
}

const detailOf = ({ key, name, arguments: written }: Call) => ({
  call: key,
  tool: name,
  arguments: written.slice(0, shown).toWellFormed(),
})

/** Tells the model what was wrong with its call, as a step. */
const refuse = (call: Call, title: string, problem: string, { step }: AllTools): Promise<Settled> =>
  step(
    'tool',
    title.slice(0, shown).toWellFormed(),
    async ({ keep }) => {
      keep({ text: problem, arguments: call.arguments, isError: true })
      return {
        value: 'done',
        title: title.slice(0, shown).toWellFormed(),
        detail: { error: problem },
        status: 'failed',
      }
    },
    detailOf(call),
  )

const carryOut = (call: Call, tool: Tool, { input, says }: { input: unknown; says: string }, context: Context) => {
  const { tools, deadline } = context
  const signal = AbortSignal.any([tools.signal, deadline])
  const detail = detailOf(call)
  return tools.step<Settled>(
    'tool',
    says,
    async ({ keep, update }): Promise<StepOutcome<Settled>> => {
      keep({ arguments: input })
      const progress = (title: string, facts = {}) => update(facts, title)
      try {
        // A tool that does not heed its signal must not hold up the end of a task.
        const output = await orAborted(tool.run(input, tools.model.context(call.key, signal, progress)), signal)
        const text = output.text.slice(0, MAX_OUTPUT).toWellFormed()
        keep({ arguments: input, text })
        return { value: 'done', title: output.title, detail: { ...output.detail, ...detail, output: preview(text) } }
      } catch (error) {
        tools.signal.throwIfAborted()
        if (error instanceof ChildWaits)
          return { value: { waitsFor: error.taskId }, title: error.message, detail, status: 'interrupted' }
        const text = problemOf(error, deadline, tools)
        keep({ arguments: input, text, isError: true })
        return { value: 'done', title: says, detail: { error: preview(text) }, status: 'failed' }
      }
    },
    detail,
  )
}

const preview = (text: string) => text.slice(0, shown).toWellFormed()

const problemOf = (error: unknown, deadline: AbortSignal, { model }: AllTools): string => {
  if (deadline.aborted) return 'It was stopped: the time for this task is over.'
  if (error instanceof AppError) return error.message
  model.log(error)
  return 'It failed for a reason that AIOS does not know. Do not simply call it again.'
}
