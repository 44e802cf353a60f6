import { Readable } from 'node:stream'
import type { Tools } from '../agents/agent.ts'
import type { Step, Task } from '../contract/tasks.ts'
import { AppError } from '../errors.ts'
import type { ArtifactStore } from '../storage/artifacts.ts'
import type { BlobStore } from '../storage/blobs.ts'
import type { ContentStore } from '../storage/contents.ts'
import type { DocumentStore } from '../storage/documents.ts'
import type { TaskStore } from '../storage/tasks.ts'
import type { WorkspaceStore } from '../storage/workspaces.ts'
import type { Analysing } from './analysing.ts'
import type { EventBus } from './events.ts'
import { safeName } from './names.ts'
import type { Searching } from './search.ts'

type Parts = {
  tasks: TaskStore
  workspaces: WorkspaceStore
  documents: DocumentStore
  artifacts: ArtifactStore
  blobs: BlobStore
  contents: ContentStore
  searching: Searching
  analysing: Analysing
  events: EventBus
}

/** One run of a task, under its claim; `waiting` hears whether it only waits for documents just now. */
export type Work = { task: Task; lease: string; signal: AbortSignal; waiting: (isWaiting: boolean) => void }

/** Thrown through a task's work once it was cancelled or AIOS ends. */
export class Stopped extends Error {}

/** What a person is told of why a task or step failed. */
export const reasonOf = (error: unknown) =>
  error instanceof AppError ? error.message : 'It failed for a reason that AIOS does not know; the log says more.'

/** What agents work with. Each use looks whether the task is still to go on. */
export const taskTools = (parts: Parts) => {
  const { tasks: store, workspaces, documents, artifacts, blobs, contents, searching, analysing, events } = parts
  const tell = ({ id, workspaceId }: Task) => events.emit({ type: 'task.changed', id, workspaceId, status: 'running' })

  return ({ task, lease, signal, waiting }: Work): Tools => {
    const check = () => {
      if (signal.aborted) throw new Stopped()
    }
    const scope = task.documentIds
    const inScope = scope && new Set(scope)
    const workspaceNumber = () => {
      check()
      const number = workspaces.find(task.workspaceId)?.number
      if (number === undefined) throw new Stopped()
      return number
    }
    const step: Tools['step'] = async (kind, title, work) => {
      check()
      const id = store.startStep(task.id, lease, { kind, title, detail: {} })
      if (id === undefined) throw new Stopped()
      tell(task)
      const change = (status: Step['status'], words: string, detail: Step['detail']) => {
        if (!store.changeStep(task.id, lease, { id, status, title: words, detail })) throw new Stopped()
        tell(task)
      }
      try {
        const done = await work({ update: (detail, words = title) => change('running', words, detail) })
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
        return inScope ? all.filter(({ id }) => inScope.has(id)) : all
      },
      async documentChange() {
        waiting(true)
        try {
          await documentChange(events, task.workspaceId, signal)
        } finally {
          waiting(false)
        }
      },
      search: async (query, limit) =>
        searching.search(
          {
            workspaceId: task.workspaceId,
            workspaceNumber: workspaceNumber(),
            q: query,
            limit,
            ...(scope && { documentIds: scope }),
          },
          signal,
        ),
      analyser: () => analysing.open({ signal, workspaceNumber: workspaceNumber() }),
      async addArtifact({ name, mediaType, bytes }) {
        check()
        const incoming = await blobs.receive(Readable.from([bytes]))
        return contents.keep(incoming, ({ sha256, size }) => {
          if (!store.isOurs(task.id, lease)) throw new Stopped()
          return artifacts.add({ taskId: task.id, name: safeName(name).name, mediaType, size, sha256 })
        })
      },
      pageText: (documentId, page) => documents.page(documentId, page)?.text,
    }
  }
}
export type ToolsFor = ReturnType<typeof taskTools>

/** Milliseconds after which a waiting agent looks at the documents even if nothing was said. */
const longestWait = 3000

const documentChange = (events: EventBus, workspaceId: string, signal: AbortSignal) => {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const stopped = () => reject(new Stopped())
  const timer = setTimeout(resolve, longestWait)
  const unlisten = events.watch((event) => {
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
