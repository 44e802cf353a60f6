import { setTimeout as delay } from 'node:timers/promises'
import type { Run } from '../agents/agent.ts'
import type { Agent } from '../contract/agents.ts'
import type { Task } from '../contract/tasks.ts'
import { AppError } from '../errors.ts'
import type { Logger } from '../log.ts'
import { endLease, heartbeatTime } from '../storage/lease.ts'
import type { FinalStatus, TaskStore } from '../storage/tasks.ts'
import type { AgentService } from './agents.ts'
import { background, insist } from './background.ts'
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

/** Tasks that work at the same time; those that wait for documents do not count, up to a bound. */
const mostWorking = 4
const mostRunning = 200
/** How often a server may crash over a task before it is left alone. */
const mostCrashes = 2

type Job = { task: Task; lease: string; abort: AbortController; ended: Promise<void>; isWaiting: boolean }
type Claim = NonNullable<ReturnType<TaskStore['claim']>>

/** The queue of tasks. As with documents, the database has the truth and claims are leases. */
export const taskRunner = ({ store, agents, events, log, toolsFor, runOf }: Parts) => {
  /** By lease: a task that is tried again may start before its last run has quite ended. */
  const running = new Map<string, Job>()
  const closing = new AbortController()
  let timer: NodeJS.Timeout | undefined

  const tell = (id: string) => {
    const task = store.find(id)
    if (task) events.emit({ type: 'task.changed', id, workspaceId: task.workspaceId, status: task.status })
  }

  const work = async ({ task, lease, crashes }: Claim, job: Job) => {
    const { signal } = job.abort
    const end = (status: FinalStatus, outcome: Parameters<TaskStore['end']>[2] = {}) =>
      insist(log, closing.signal, () => void store.end(task.id, status, { ...outcome, lease }))
    try {
      if (crashes >= mostCrashes) throw hurts
      const agent = agents.get(task.agentId)
      const run = await runOf(agent)
      const waiting = (isWaiting: boolean) => {
        job.isWaiting = isWaiting
        if (isWaiting) wake()
      }
      const result = await run(task, agent, toolsFor({ task, lease, signal, waiting }))
      if (signal.aborted) throw new Stopped()
      await end('succeeded', { result })
    } catch (error) {
      if (closing.signal.aborted) await end('interrupted')
      if (signal.aborted || error instanceof Stopped) return
      log.warn({ task: task.id, err: error }, 'a task failed')
      await end('failed', { error: reasonOf(error) })
    }
  }

  const take = (claim: Claim) => {
    const { task, lease } = claim
    const job: Job = { task, lease, abort: new AbortController(), ended: Promise.resolve(), isWaiting: false }
    running.set(lease, job)
    job.ended = work(claim, job)
      .catch((error: unknown) => log.error({ task: task.id, err: error }, 'a task ended without a result'))
      .finally(() => {
        running.delete(lease)
        endLease(lease)
        tell(task.id)
        wake()
      })
    tell(task.id)
  }

  const hasRoom = () =>
    running.size < mostRunning && [...running.values()].filter(({ isWaiting }) => !isWaiting).length < mostWorking

  const takeAll = () => {
    while (!closing.signal.aborted && hasRoom()) {
      const claim = store.claim()
      if (!claim) return
      take(claim)
    }
  }
  /** Keeps the claims of what runs here, and stops what another instance cancelled. */
  const keepClaims = () => {
    for (const { task, lease, abort } of running.values()) if (!store.heartbeat(task.id, lease)) abort.abort()
  }
  const queue = background('the queue of tasks could not be looked at', log, takeAll)
  const beat = background('claims on tasks could not be kept', log, keepClaims)
  const wake = queue.run
  const jobsOf = (ids: readonly string[]) => [...running.values()].filter(({ task }) => ids.includes(task.id))

  return {
    wake,
    start(): void {
      timer = setInterval(() => {
        beat.run()
        wake()
      }, heartbeatTime).unref()
      wake()
    },
    /** Ends the work on a task whose row was ended already. */
    stop(id: string): void {
      for (const { abort } of jobsOf([id])) abort.abort()
    },
    async idle(ids: readonly string[]): Promise<void> {
      await Promise.all(jobsOf(ids).map(({ ended }) => ended))
    },
    /** Stores what runs as `interrupted` and takes no more; waits at most a second. */
    async close(): Promise<void> {
      closing.abort()
      clearInterval(timer)
      queue.stop()
      beat.stop()
      const jobs = [...running.values()]
      for (const { task, lease, abort } of jobs) {
        store.end(task.id, 'interrupted', { lease })
        abort.abort()
      }
      await Promise.race([Promise.all(jobs.map(({ ended }) => ended)), delay(1000, undefined, { ref: false })])
    },
  }
}
export type Runner = ReturnType<typeof taskRunner>

const hurts = new AppError(
  'task.hurts',
  `Working on it ended the program ${mostCrashes} times, so it is left alone. Retry it, or ask for less.`,
)
