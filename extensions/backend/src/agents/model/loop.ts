import type { LanguageModelV4FunctionTool } from '@ai-sdk/provider'
import * as z from 'zod'
import { ModelError } from '../../models/errors.ts'
import type { ModelAgent } from '../../shared/contract/agents.ts'
import type { Result, Task } from '../../shared/contract/tasks.ts'
import type { FullStep } from '../../storage/tasks/step-contents.ts'
import { parked, type RunAs } from '../agent.ts'
import type { AllTools } from '../run-tools.ts'
import type { Question, Tool } from '../tools/tool.ts'
import { waitForDocuments } from '../wait.ts'
import { charactersPerToken, fitted, roomOf, sizeOf } from './context-window.ts'
import { type Call, type Turn, turnsOf } from './conversation.ts'
import { systemPrompt } from './instructions.ts'
import { earlierMessages, type Messages, toPrompt } from './messages.ts'
import { modelResult, withTable } from './model-result.ts'
import { modelStep } from './model-step.ts'
import { rowsName, rowsTool } from './rows.ts'
import { type FindTool, type Settled, settle } from './settle.ts'
import { type Spent, spentBy, wrapUpReason } from './usage-of-steps.ts'

/**
 * Works on a task with a model: asks it, carries out what it calls, and asks again, until it answers. What comes next is
 * derived from the database each time, so a restart goes on where it stopped.
 */
export const work: RunAs<ModelAgent> = async (task, agent, tools) => {
  const { model } = tools
  if (model.steps().length === 0) {
    for (const citation of model.earlier().at(-1)?.result?.citations ?? []) model.cite(citation)
    await waitForDocuments(tools)
  }
  const find = finder(agent, tools)
  for (;;) {
    const steps = model.steps()
    const turns = turnsOf(steps, model.approvals())
    const spent = spentBy(steps, turns)
    const last = turns.at(-1)
    if (last && (last.calls.length === 0 || spent.isLast)) return finish(task, agent, turns, tools)
    if (spent.minutes >= agent.limits.minutes) return finish(task, agent, turns, tools, 'minutes')

    const left = agent.limits.minutes - spent.minutes
    const deadline = AbortSignal.timeout(Math.max(1, Math.round(left * 60_000)))
    const open = last?.calls.filter(({ outcome }) => !outcome) ?? []
    if (open.length === 0) await ask(task, agent, { turns, spent, deadline, find }, tools)
    else if (await settleAll(open, { agent, turns, tools, find, deadline })) return parked
    model.noteProgress()
  }
}

/** Only what stands in the agent's own list can be called, and what its table needs. */
const finder =
  ({ tools, outputSchema }: ModelAgent, { model }: AllTools): FindTool =>
  async (name) => {
    if (outputSchema && name === rowsName) return rowsTool(outputSchema) as Tool
    return tools.includes(name) ? model.tool(name) : undefined
  }

/** Carries out what it can of these calls; true when the task was put aside, as all that is left waits for somebody. */
const settleAll = async (calls: readonly Call[], context: Parameters<typeof settle>[1]): Promise<boolean> => {
  const { model } = context.tools
  const pending = () => model.approvals().filter(({ status }) => status === 'pending').length
  const seen = pending()
  const settled: Settled[] = []
  for (const call of calls) settled.push(await settle(call, context))
  if (settled.some((each) => each === 'done' || each === 'asked')) return false
  const children = settled.flatMap((each) => (typeof each === 'object' ? [each.waitsFor] : []))
  return model.park(() => pending() === seen && children.every(model.isWaiting))
}

type Asking = { turns: readonly Turn[]; spent: Spent; deadline: AbortSignal; find: FindTool }

/** Asks the model for the next turn. Where a server says that it was too much at once, it is sent less. */
const ask = async (
  task: Task,
  agent: ModelAgent,
  { turns, spent, deadline, find }: Asking,
  tools: AllTools,
): Promise<void> => {
  const [connected, { functions, missing }] = await Promise.all([tools.model.connect(), toolsOf(agent, find)])
  const reason = wrapUpReason(agent.limits, spent)
  const messages: Messages = {
    system: systemPrompt(agent),
    earlier: earlierMessages(tools.model.earlier()),
    prompt: task.prompt,
    turns: [...turns],
    ...(reason && turns.length > 0 && { note: lastWords }),
  }
  const toolsSize = JSON.stringify(functions).length
  const perToken = spent.charactersPerToken ?? charactersPerToken(`${task.prompt}${turns.at(-1)?.text ?? ''}`)
  let room = roomOf(connected.facts.contextLength) * perToken - toolsSize
  for (let tries = 1; ; tries++) {
    const fitting = fitted(messages, room)
    const characters = sizeOf(fitting) + toolsSize
    const toolChoice = reason ? ({ type: 'none' } as const) : ({ type: 'auto' } as const)
    const request = {
      prompt: toPrompt(fitting),
      tools: functions,
      toolChoice,
      characters,
      deadline,
      missing,
      last: reason,
    }
    try {
      await modelStep(connected, request, tools)
      return
    } catch (error) {
      if (!(error instanceof ModelError) || error.code !== 'model.full' || tries === MAX_SHRINKS) throw error
      room = Math.min(room, sizeOf(fitting)) * 0.6
    }
  }
}

/** How often less is sent to a server whose window is smaller than was known. */
const MAX_SHRINKS = 4

const lastWords =
  '(From AIOS: this is your last step. Call no more tools. Answer now with what you have found, and say what is missing.)'

const toolsOf = async ({ tools, outputSchema }: ModelAgent, find: FindTool) => {
  const names = [...new Set([...tools, ...(outputSchema ? [rowsName] : [])])]
  const found = await Promise.all(names.map(find))
  return {
    functions: found.filter((tool) => tool !== undefined).map(toFunction),
    missing: names.filter((_, at) => found[at] === undefined),
  }
}

const toFunction = (tool: Tool | Question): LanguageModelV4FunctionTool => {
  const { $schema: _, ...schema } = ('schema' in tool && tool.schema) || z.toJSONSchema(tool.input, { io: 'input' })
  const { name, description } = tool
  return { type: 'function', name, description, inputSchema: schema as LanguageModelV4FunctionTool['inputSchema'] }
}

const finish = async (
  task: Task,
  agent: ModelAgent,
  turns: readonly Turn[],
  tools: AllTools,
  limit?: 'minutes',
): Promise<Result> => {
  const { limits } = agent
  const detail = turns.at(-1)?.step.detail
  const isCut = detail?.finish === 'size' || detail?.finish === 'length'
  const stoppedBy = limit ?? (detail?.finish === 'minutes' ? 'minutes' : isCut ? 'size' : limitOf(detail, turns))
  const said = turns.findLast(({ text }) => text !== '')?.text ?? ''
  const text = agent.outputSchema ? await withTable(said, turns, task, tools) : said
  return modelResult(task, { text, stoppedBy, limits }, tools)
}

/** A model that may be asked once only was not stopped by that. */
const limitOf = (detail: FullStep['step']['detail'] | undefined, turns: readonly Turn[]) =>
  turns.length > 1 || (turns[0]?.calls.length ?? 0) > 0 ? (detail?.last as Result['stoppedBy']) : undefined

/** What a task had when it was stopped: the last that its model said, half of it, too. */
export const soFar = async (task: Task, { limits }: ModelAgent, tools: AllTools): Promise<Result | undefined> => {
  const steps = tools.model.steps()
  const text = steps.findLast(({ step, content }) => step.kind === 'model' && content.text)?.content.text
  if (text === undefined) return undefined
  return modelResult(task, { text, stoppedBy: 'cancel', limits }, tools)
}
