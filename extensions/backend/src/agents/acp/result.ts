import { relative } from 'node:path'
import * as words from '../../base/words/index.ts'
import type { ExternalAgent } from '../../shared/contract/agents.ts'
import type { Result, Task } from '../../shared/contract/tasks.ts'
import { plainMarkdown } from '../../text/answers/answer-markdown.ts'
import { modelResult, type StoppedBy } from '../model/model-result.ts'
import type { AllTools } from '../run-tools.ts'

/** Files that are named in a result. */
const MAX_FILES = 50

type Ended = { said: string; changed: readonly string[]; stoppedBy?: StoppedBy | undefined; note?: string | undefined }

/** What an agent's task came to: the last that it said, with its quotations checked, and the files that it changed. */
export const externalResult = (
  task: Task,
  { limits, external }: ExternalAgent,
  { said, changed, stoppedBy, note }: Ended,
  tools: AllTools,
): Promise<Result> => {
  const text = [said, note, changedFiles(changed, external.folder)].filter(Boolean).join('\n\n')
  return modelResult(task, { text, stoppedBy, limits }, tools)
}

const changedFiles = (paths: readonly string[], folder = '') => {
  if (paths.length === 0) return undefined
  const lines = paths.slice(0, MAX_FILES).map((path) => {
    const way = relative(folder, path)
    return `- ${plainMarkdown(way.startsWith('..') ? path : way)}`
  })
  const left = paths.length - lines.length
  const head = words.externalAgents.changed(paths.length, folder && plainMarkdown(folder))
  return [head, '', ...lines, ...(left > 0 ? [`- ${words.externalAgents.more(left)}`] : [])].join('\n')
}

/** What a task had when it was cancelled or cut off, from its steps; nothing where nothing was said or done. */
export const soFar = async (task: Task, agent: ExternalAgent, tools: AllTools): Promise<Result | undefined> => {
  const steps = tools.model.steps().filter(({ step }) => step.attempt === task.attempt)
  const said = steps.findLast(({ step, content }) => step.kind === 'model' && content.text)?.content.text
  const told = steps.flatMap(({ step }) => (Array.isArray(step.detail.changed) ? step.detail.changed : []))
  const changed = [...new Set([...told.map(String), ...tools.changedFiles()])]
  if (said === undefined && changed.length === 0) return undefined
  const stoppedBy = task.status === 'cancelled' ? ('cancel' as const) : undefined
  return externalResult(task, agent, { said: said ?? '', changed, stoppedBy }, tools)
}
