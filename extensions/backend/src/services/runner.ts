import type { Run } from '../agents/agent.ts'
import type { Agent } from '../contract/agents.ts'
import { AppError } from '../errors.ts'
import type { Logger } from '../log.ts'
import type { FinalStatus, TaskStore } from '../storage/tasks.ts'
import type { AgentService } from './agents.ts'
import { insist } from './background.ts'
import type { EventBus } from './events.ts'
import { jobQueue } from './job-queue.ts'
import { reasonOf, Stopped, type ToolsFor } from './tools.ts'

type Parts = {
  store: TaskStore
  agents: AgentService
  events: EventBus
  log: Logger
  toolsFor: ToolsFor
  /** How an agent works; loaded when the first task of its kind runs. */
  runOf(agent: Agent): Promise<Run>
}

/** Tasks that work at the same time; those that wait for documents do not count, up to a bound. */
const mostWorking = 4
const mostRunning = 200
/** How often a server may crash over a task before it is left alone. */
const mostCrashes = 2

type Claim = NonNullable<ReturnType<TaskStore['claim']>>

/** The queue of tasks. */
export const taskRunner = ({ store, agents, events, log, toolsFor, runOf }: Parts) => {
  /** Leases of the tasks that wait for documents. */
  const waiting = new Set<string>()

  const changed = (id: string) => {
    const task = store.find(id)
    if (task) events.emit({ type: 'task.changed', id, workspaceId: task.workspaceId, status: task.status })
  }

  const work = async ({ task, lease, crashes }: Claim, { signal }: AbortController) => {
    const end = (status: FinalStatus, outcome: Parameters<TaskStore['end']>[2] = {}) =>
      insist(log, queue.closing, () => void store.end(task.id, status, { ...outcome, lease }))
    const wait = (isWaiting: boolean) => {
      if (!isWaiting) return void waiting.delete(lease)
      waiting.add(lease)
      queue.wake()
    }
    try {
      if (crashes >= mostCrashes) throw hurts
      const agent = agents.get(task.agentId)
      const run = await runOf(agent)
      const result = await run(task, agent, toolsFor({ task, lease, signal, waiting: wait }))
      if (signal.aborted) throw new Stopped()
      await end('succeeded', { result })
    } catch (error) {
      if (queue.closing.aborted) await end('interrupted')
      if (signal.aborted || error instanceof Stopped) return
      log.warn({ task: task.id, err: error }, 'a task failed')
      await end('failed', { error: reasonOf(error) })
    } finally {
      waiting.delete(lease)
    }
  }

  const queue = jobQueue({
    of: 'tasks',
    log,
    changed,
    hasRoom: (running) => running < mostRunning && running - waiting.size < mostWorking,
    next() {
      const claim = store.claim()
      return claim && { id: claim.task.id, lease: claim.lease, run: ({ abort }) => work(claim, abort) }
    },
    heartbeat: store.heartbeat,
    leave: ({ id, lease }) => void store.end(id, 'interrupted', { lease }),
  })

  return {
    wake: queue.wake,
    start: queue.start,
    /** Ends the work on a task whose row was ended already. */
    stop(id: string): void {
      for (const { abort } of queue.jobsOf([id])) abort.abort()
    },
    async idle(ids: readonly string[]): Promise<void> {
      await Promise.all(queue.jobsOf(ids).map(({ ended }) => ended))
    },
    /** Stores what runs as `interrupted` and takes no more; waits at most a second. */
    close: queue.close,
  }
}
export type Runner = ReturnType<typeof taskRunner>

const hurts = new AppError(
  'task.hurts',
  `Working on it ended the program ${mostCrashes} times, so it is left alone. Retry it, or ask for less.`,
)
