import type { Agent, ExtractiveAgent } from '../shared/contract/agents.ts'
import type { Result, Task } from '../shared/contract/tasks.ts'
import type { Parts as ExternalParts } from './acp/run.ts'
import type { Run, RunAs } from './agent.ts'
import type { AllTools } from './run-tools.ts'

const extractive: Record<ExtractiveAgent['kind'], () => Promise<RunAs<ExtractiveAgent>>> = {
  answer: async () => (await import('./extractive/answer.ts')).answer,
  summarize: async () => (await import('./extractive/summarize.ts')).summarize,
  extract: async () => (await import('./extractive/extract.ts')).extract,
}

/** How an agent works, loaded with the first task that needs it. */
export const runOf =
  (external: ExternalParts) =>
  async (agent: Agent): Promise<Run> => {
    if (agent.kind === 'external') {
      const { externalRun } = await import('./acp/run.ts')
      return (task, tools) => externalRun(external)(task, agent, tools)
    }
    if (agent.kind === 'model') {
      const { work } = await import('./model/loop.ts')
      return (task, tools) => work(task, agent, tools)
    }
    const run = await extractive[agent.kind]()
    return (task, tools) => run(task, agent, tools)
  }

/** What a task had when it was stopped; nothing of one that is run anew in any case. */
export const soFar = async (task: Task, agent: Agent, tools: AllTools): Promise<Result | undefined> => {
  if (agent.kind === 'external') return (await import('./acp/result.ts')).soFar(task, agent, tools)
  if (agent.kind === 'model') return (await import('./model/loop.ts')).soFar(task, agent, tools)
  return undefined
}
