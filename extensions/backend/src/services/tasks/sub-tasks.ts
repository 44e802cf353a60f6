import { ChildWaits, type ModelTools } from '../../agents/run-tools.ts'
import { fail } from '../../base/errors.ts'
import type { EventBus } from '../../base/events.ts'
import * as words from '../../base/words/index.ts'
import { renumbered } from '../../shared/citation-syntax.ts'
import type { Agent } from '../../shared/contract/agents.ts'
import type { Task } from '../../shared/contract/tasks.ts'
import { isOver, wasStopped } from '../../shared/task-states.ts'
import type { TaskStore } from '../../storage/tasks/tasks.ts'
import type { AgentService } from '../agents/agents.ts'
import { nextChange } from './next-change.ts'
import { tellOfTask } from './task-changes.ts'
import { lineOf } from './task-line.ts'
import type { Work } from './task-tools.ts'

type Parts = {
  tasks: TaskStore
  agents: AgentService
  events: EventBus
  /** Has the queue look for work. */
  wake(): void
  /** Cancels a task that has not ended. */
  cancel(id: string): void
}

type Launching = Pick<Work, 'task' | 'signal' | 'waiting'> & {
  cite: ModelTools['cite']
  /** @throws Stopped once the task that launches is not to go on */
  check(): void
  /** Documents that a task which it launches sees; undefined where they are all. */
  seenDocuments(): Promise<string[] | undefined>
}

/** How many tasks may launch one another, the first included. */
const MAX_DEPTH = 3

/** Tasks that a task launches, and waits for. */
export const subTasks = (
  { tasks: store, agents, events, wake, cancel }: Parts,
  { task, signal, waiting, cite, check, seenDocuments }: Launching,
) => {
  /** Agents that it may run. */
  const runnable = (): Agent[] => {
    const line = lineOf(store, task)
    const busy = new Set(line.map(({ agentId }) => agentId))
    if (line.length >= MAX_DEPTH) return []
    return (
      agents
        .all()
        // What a program does is for its user to begin.
        .filter(({ kind }) => kind !== 'external')
        .filter(({ id, scope }) => !busy.has(id) && (scope?.workspaceId ?? task.workspaceId) === task.workspaceId)
    )
  }

  /** The task that this call launches; after a crash it is the same one. */
  const launched = async (call: string, agentId: string, prompt: string): Promise<Task> => {
    const parent = { id: task.id, call }
    const found = store.ofCall(parent)
    if (found) {
      // One that was stopped together with this task goes on with it.
      if (wasStopped(found.status) && (found.finishedAt ?? '') < (task.startedAt ?? ''))
        store.again(found.id, { goesOn: agents.isModel(agentId) })
      return found
    }
    const isAllowed = runnable().some(({ id }) => id === agentId)
    if (!isAllowed) fail('agent.not-runnable', words.tasks.notRunnable)
    const documentIds = await seenDocuments()
    check() // it may have been stopped, or taken over, meanwhile
    return store.add({ agentId, workspaceId: task.workspaceId, prompt, ...(documentIds && { documentIds }) }, parent)
  }

  /** What it came to, in the numbers of the task that launched it; undefined while it has not ended. */
  const outcomeOf = ({ status, result, error, agentId }: Task): string | undefined => {
    if (!isOver(status)) return undefined
    if (status === 'succeeded' && result) {
      const numbers = result.citations.map((citation) => cite(citation))
      return renumbered(result.markdown, (number) => numbers[number - 1])
    }
    return fail(
      'agent.failed',
      words.tasks.subTaskEnded(agents.get(agentId).name, error ?? words.tasks.subTaskStatus(status)),
    )
  }

  return {
    runnable,

    /** Runs another agent as a task of its own, and gives back what it said. @throws ChildWaits where that waits for its user */
    async run(call: string, agentId: string, prompt: string, stop: AbortSignal): Promise<string> {
      check()
      const { id, workspaceId, status } = await launched(call, agentId, prompt)
      tellOfTask(events, { id, workspaceId, status: store.find(id)?.status ?? status })
      wake()
      await waiting(true)
      try {
        for (;;) {
          const child = store.find(id) ?? fail('agent.failed', words.tasks.subTaskRemoved)
          if (child.status === 'waiting') throw new ChildWaits(id)
          const outcome = outcomeOf(child)
          if (outcome !== undefined) return outcome
          await nextChange(events, (change) => change.type === 'task.changed' && change.id === id, stop)
        }
      } catch (error) {
        // Its time is over: nobody waits for the other any more.
        const child = store.find(id)
        if (stop.aborted && !signal.aborted && child && !isOver(child.status)) cancel(id)
        throw error
      } finally {
        await waiting(false)
      }
    },
  }
}
