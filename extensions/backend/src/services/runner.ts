import { setTimeout as delay } from 'node:timers/promises'
import type { Run } from '../agents/agent.ts'
import type { Agent } from '../contract/agents.ts'
import type { Task } from '../contract/tasks.ts'
import type { Logger } from '../log.ts'
import { heartbeatTime } from '../storage/lease.ts'
import type { FinalStatus, TaskStore } from '../storage/tasks.ts'
import type { AgentService } from './agents.ts'
import type { EventBus } from './events.ts'
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

/** Tasks that run at the same time. */
const mostRunning = 4

/** The queue of tasks. As with documents, the database has the truth and claims are leases. */
export const taskRunner = ({ store, agents, events, log, toolsFor, runOf }: Parts) => {
  const running = new Map<string, { abort: AbortController; ended: Promise<void> }>()
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const tell = (id: string) => {
    const task = store.find(id)
    if (task) events.emit({ type: 'task.changed', id, workspaceId: task.workspaceId, status: task.status })
  }

  const work = async (task: Task, signal: AbortSignal) => {
    const end = (status: FinalStatus, outcome?: Parameters<TaskStore['end']>[2]) => store.end(task.id, status, outcome)
    try {
      const agent = agents.get(task.agentId)
      const run = await runOf(agent)
      const result = await run(task, agent, toolsFor(task, signal))
      if (signal.aborted) throw new Stopped()
      end('succeeded', { result })
    } catch (error) {
      if (closed) end('interrupted')
      if (signal.aborted || error instanceof Stopped) return
      end('failed', { error: reasonOf(error) })
      log.warn({ task: task.id, err: error }, 'a task failed')
    }
  }

  const take = (task: Task) => {
    const abort = new AbortController()
    const ended = work(task, abort.signal)
      .catch((error: unknown) => log.error({ task: task.id, err: error }, 'a task ended without a result'))
      .finally(() => {
        running.delete(task.id)
        tell(task.id)
        wake()
      })
    running.set(task.id, { abort, ended })
    tell(task.id)
  }

  const wake = () => {
    while (!closed && running.size < mostRunning) {
      const task = store.claim()
      if (!task) return
      take(task)
    }
  }

  /** Stops what another instance cancelled, keeps the leases of what runs here. */
  const beat = () => {
    for (const [id, { abort }] of running) if (!store.isOurs(id)) abort.abort()
    if (running.size > 0) store.heartbeat()
    wake()
  }

  return {
    wake,
    start(): void {
      timer = setInterval(beat, heartbeatTime).unref()
      wake()
    },
    /** Ends the work on a task whose row was ended already. */
    stop: (id: string) => running.get(id)?.abort.abort(),
    async idle(ids: readonly string[]): Promise<void> {
      await Promise.all(ids.map((id) => running.get(id)?.ended))
    },
    /** Stores what runs as `interrupted` and takes no more; waits at most a second. */
    async close(): Promise<void> {
      closed = true
      clearInterval(timer)
      const open = [...running]
      for (const [id, { abort }] of open) {
        store.end(id, 'interrupted')
        abort.abort()
      }
      await Promise.race([Promise.all(open.map(([, { ended }]) => ended)), delay(1000, undefined, { ref: false })])
    },
  }
}
export type Runner = ReturnType<typeof taskRunner>
