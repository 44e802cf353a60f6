import { setTimeout as delay } from 'node:timers/promises'
import type { Run, Tools } from '../agents/agent.ts'
import type { Agent } from '../contract/agents.ts'
import type { Step, Task } from '../contract/tasks.ts'
import { AppError } from '../errors.ts'
import type { Logger } from '../log.ts'
import type { DocumentStore } from '../storage/documents.ts'
import { heartbeatTime } from '../storage/lease.ts'
import type { FinalStatus, TaskStore } from '../storage/tasks.ts'
import type { WorkspaceStore } from '../storage/workspaces.ts'
import type { AgentService } from './agents.ts'
import type { EventBus } from './events.ts'
import type { Searching } from './search.ts'

type Parts = {
  store: TaskStore
  workspaces: WorkspaceStore
  documents: DocumentStore
  searching: Searching
  events: EventBus
  log: Logger
  agents: AgentService
  /** How agents of a mode work; loaded when the first task of that kind runs. */
  runOf(mode: Agent['mode']): Promise<Run>
}

/** Tasks that run at the same time. */
const mostRunning = 4

/** Thrown through a task's work once it was cancelled or AIOS ends. */
class Stopped extends Error {}

/** The queue of tasks. As with documents, the database has the truth and claims are leases. */
export const taskRunner = ({ store, workspaces, documents, searching, events, log, agents, runOf }: Parts) => {
  const running = new Map<string, { abort: AbortController; ended: Promise<void> }>()
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const tell = (id: string) => {
    const task = store.find(id)
    if (task) events.emit({ type: 'task.changed', id, workspaceId: task.workspaceId, status: task.status })
  }

  const toolsFor = (task: Task, signal: AbortSignal): Tools => {
    const check = () => {
      if (signal.aborted) throw new Stopped()
    }
    const scope = task.documentIds
    const step: Tools['step'] = async (kind, title, work) => {
      check()
      const id = store.startStep(task.id, { kind, title, detail: {} })
      if (id === undefined) throw new Stopped()
      tell(task.id)
      const change = (status: Step['status'], words: string, detail: Step['detail']) => {
        if (!store.changeStep(task.id, id, { status, title: words, detail })) throw new Stopped()
        tell(task.id)
      }
      try {
        const done = await work({ update: (detail) => change('running', title, detail) })
        check()
        change('done', done.title, done.detail)
        return done.value
      } catch (error) {
        if (signal.aborted || error instanceof Stopped) throw new Stopped()
        change('failed', title, { error: reasonOf(error) })
        throw error
      }
    }
    return {
      signal,
      step,
      unfinished: () => documents.unfinished(task.workspaceId, scope),
      documents: () => {
        const all = documents.ofWorkspace(task.workspaceId)
        return scope ? all.filter((document) => scope.includes(document.id)) : all
      },
      documentChange: () => documentChange(events, task.workspaceId, signal),
      async search(query, limit) {
        check()
        const workspaceNumber = workspaces.find(task.workspaceId)?.number
        if (workspaceNumber === undefined) throw new Stopped()
        return searching.search(
          { workspaceId: task.workspaceId, workspaceNumber, q: query, limit, ...(scope && { documentIds: scope }) },
          signal,
        )
      },
      pageText: (documentId, page) => documents.page(documentId, page)?.text,
    }
  }

  const work = async (task: Task, signal: AbortSignal) => {
    const end = (status: FinalStatus, outcome?: Parameters<TaskStore['end']>[2]) => store.end(task.id, status, outcome)
    try {
      const agent = agents.get(task.agentId)
      const run = await runOf(agent.mode)
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

/** Milliseconds after which a waiting agent looks at the documents even if nothing was said. */
const longestWait = 3000

const documentChange = (events: EventBus, workspaceId: string, signal: AbortSignal) => {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const stopped = () => reject(new Stopped())
  const timer = setTimeout(resolve, longestWait)
  const unlisten = events.listen((event) => {
    const isOurs = 'workspaceId' in event ? event.workspaceId === workspaceId : event.type === 'workspace.changed'
    if (isOurs && event.type !== 'task.changed') resolve()
  })
  signal.addEventListener('abort', stopped)
  if (signal.aborted) stopped()
  return promise.finally(() => {
    clearTimeout(timer)
    unlisten()
    signal.removeEventListener('abort', stopped)
  })
}

const reasonOf = (error: unknown) =>
  error instanceof AppError ? error.message : 'It failed for a reason that AIOS does not know; the log says more.'
