import { parked, type Run, Unfinished } from '../../agents/agent.ts'
import type { AllTools } from '../../agents/run-tools.ts'
import { insist } from '../../base/background.ts'
import { AppError } from '../../base/errors.ts'
import type { EventBus } from '../../base/events.ts'
import { jobQueue } from '../../base/job-queue.ts'
import type { Logger } from '../../base/log.ts'
import { slots } from '../../base/slots.ts'
import { Stopped } from '../../base/stopped.ts'
import { isFull } from '../../base/store-failures.ts'
import * as words from '../../base/words/index.ts'
import type { Agent } from '../../shared/contract/agents.ts'
import type { Provider } from '../../shared/contract/providers.ts'
import type { QueueSettings } from '../../shared/contract/queue.ts'
import type { Result, Task } from '../../shared/contract/tasks.ts'
import { type FinalStatus, wasStopped } from '../../shared/task-states.ts'
import type { TaskStore } from '../../storage/tasks/tasks.ts'
import type { AgentService } from '../agents/agents.ts'
import type { RoomService } from '../system/room.ts'
import { withinScope } from './agent-scope.ts'
import { tellHowTaskIs } from './task-changes.ts'
import { reasonOf, type ToolsFor } from './task-tools.ts'

type Parts = {
  store: TaskStore
  agents: AgentService
  room: RoomService
  events: EventBus
  log: Logger
  toolsFor: ToolsFor
  settings(): QueueSettings
  /** The provider whose model an agent uses; nothing where it uses none. */
  providerOf(agent: Agent): Provider | undefined
  /** How an agent works; loaded when the first task of its kind runs. */
  runOf(agent: Agent): Promise<Run>
  /** What a task of an agent with a model had when it was stopped. */
  soFar(task: Task, agent: Agent, tools: AllTools): Promise<Result | undefined>
}

/** Tasks that are held in memory at the same time: those that work, and those that wait for documents. */
const MAX_RUNNING = 200
/** How often a server may crash over a task before it is left alone. */
const MAX_CRASHES = 2

type Claim = NonNullable<ReturnType<TaskStore['claim']>>

/** The queue of tasks. */
export const taskRunner = (parts: Parts) => {
  const { store, agents, room, events, log, toolsFor, settings, providerOf, runOf, soFar } = parts
  /** Whoever works has a place; who waits for documents gives it back meanwhile. */
  const places = slots(() => settings().tasksAtOnce)
  /** Providers that working tasks use, by their leases. */
  const used = new Map<string, string>()

  const changed = (id: string) => tellHowTaskIs(events, store, id)

  /** Agents whose provider has as many tasks as it may. */
  const busyAgents = (): string[] => {
    if (used.size === 0) return []
    const { tasksPerProvider } = settings()
    const tasksOf = (id: string) => [...used.values()].filter((each) => each === id).length
    const isBusy = (agent: Agent) => {
      const provider = providerOf(agent)
      return provider !== undefined && tasksOf(provider.id) >= Math.min(tasksPerProvider, provider.limits.parallel)
    }
    return agents
      .all()
      .filter(isBusy)
      .map(({ id }) => id)
  }

  /**
   * The next start takes it up by itself: with a model where it was, without one anew, which costs nobody anything. What a
   * program had in mind is lost with it.
   */
  const leaveBehind = (id: string, lease: string) => {
    const task = store.find(id)
    if (task && agents.isExternal(task.agentId)) store.end(id, 'interrupted', { lease, error: programEnded })
    else store.leave(id, lease)
  }

  /** A task that was cancelled, or cut off with its program, keeps what it had. */
  const keepWhatThereIs = async (id: string) => {
    const task = store.find(id)
    if (!task || !wasStopped(task.status) || task.result || !agents.isModel(task.agentId)) return
    try {
      const agent = agents.get(task.agentId)
      const { signal } = new AbortController()
      const result = await soFar(
        task,
        agent,
        toolsFor({ task, agent, lease: '', signal, waiting: async () => undefined }),
      )
      if (result && store.keepResult(id, task.attempt, result)) changed(id)
    } catch (error) {
      if (!(error instanceof Stopped)) log.warn({ task: id, err: error }, 'what a task had was not kept')
    }
  }

  const useProvider = (agent: Agent, lease: string) => {
    const provider = providerOf(agent)
    if (provider) used.set(lease, provider.id)
  }

  const work = async ({ task, lease, crashes }: Claim, { signal }: AbortController, place: () => void) => {
    let leave = place
    const end = (status: FinalStatus, outcome: Parameters<TaskStore['end']>[2] = {}) =>
      insist(log, queue.closing, () => void store.end(task.id, status, { ...outcome, lease }))
    const waiting = async (isWaiting: boolean) => {
      if (!isWaiting) {
        leave = await places.enter(signal)
        useProvider(agents.get(task.agentId), lease)
        return
      }
      leave()
      used.delete(lease) // what it waits for may need that provider
      queue.wake()
    }
    try {
      if (crashes >= MAX_CRASHES) throw crashedTooOften
      const agent = agents.get(task.agentId)
      useProvider(agent, lease)
      const run = await runOf(agent)
      const seen = withinScope(task, agent)
      const result = await run(seen, toolsFor({ task: seen, agent, lease, signal, waiting }))
      if (result === parked) return
      if (signal.aborted) throw new Stopped()
      await end('succeeded', { result })
    } catch (error) {
      if (queue.closing.aborted) await insist(log, queue.closing, () => leaveBehind(task.id, lease))
      if (signal.aborted) await keepWhatThereIs(task.id)
      if (signal.aborted || error instanceof Stopped) return
      log.warn({ task: task.id, err: error }, 'a task failed')
      if (isFull(error) && !agents.isExternal(task.agentId)) {
        room.failed()
        return await insist(log, queue.closing, () => void store.leave(task.id, lease))
      }
      if (error instanceof Unfinished) {
        const { status, result } = error.end
        await end(status, { error: error.message, ...(result && { result }) })
      } else await end('failed', { error: reasonOf(error) })
    } finally {
      leave()
      used.delete(lease)
    }
  }

  const queue = jobQueue({
    of: 'tasks',
    log,
    changed,
    hasRoom: (running) => running < MAX_RUNNING && !room.isFull(),
    next() {
      const leave = places.tryEnter()
      if (!leave) return undefined
      let claim: Claim | undefined
      try {
        claim = store.claim({ busy: busyAgents(), paused: settings().paused })
      } finally {
        if (!claim) leave()
      }
      return claim && { id: claim.task.id, lease: claim.lease, run: ({ abort }) => work(claim, abort, leave) }
    },
    heartbeat: store.heartbeat,
    leave: ({ id, lease }) => leaveBehind(id, lease),
  })

  return {
    /** Takes up what may begin now. */
    wake(): void {
      places.look()
      queue.wake()
    },
    start: queue.start,
    /** Ends the work on a task whose row was ended already. */
    stop(id: string): void {
      const jobs = queue.jobsOf([id])
      for (const { abort } of jobs) abort.abort()
      if (jobs.length > 0) return
      void keepWhatThereIs(id)
    },
    async idle(ids: readonly string[]): Promise<void> {
      await Promise.all(queue.jobsOf(ids).map(({ ended }) => ended))
    },
    /** Leaves what runs for the next start, or as `interrupted`, and takes no more; waits at most a second. */
    close: queue.close,
  }
}
export type Runner = ReturnType<typeof taskRunner>

const programEnded = words.tasks.programClosed

const crashedTooOften = new AppError('task.hurts', words.tasks.crashes(MAX_CRASHES))
