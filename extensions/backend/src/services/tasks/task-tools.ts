import { Readable } from 'node:stream'
import type { AllTools } from '../../agents/run-tools.ts'
import { AppError } from '../../base/errors.ts'
import type { Change, EventBus } from '../../base/events.ts'
import { safeName } from '../../base/file-names.ts'
import { Stopped } from '../../base/stopped.ts'
import { diskFull, isFull } from '../../base/store-failures.ts'
import type { Agent } from '../../shared/contract/agents.ts'
import type { Step, Task } from '../../shared/contract/tasks.ts'
import { databaseDamaged, isDamage } from '../../storage/database/corruption.ts'
import type { DocumentStore } from '../../storage/library/documents.ts'
import type { SearchedDocuments } from '../../storage/library/searched-documents.ts'
import type { WorkspaceStore } from '../../storage/library/workspaces.ts'
import type { BlobStore } from '../../storage/originals/blobs.ts'
import type { ContentStore } from '../../storage/originals/contents.ts'
import type { JournalStore } from '../../storage/tasks/file-changes.ts'
import type { StepContentStore } from '../../storage/tasks/step-contents.ts'
import type { TaskStore } from '../../storage/tasks/tasks.ts'
import type { Analysing } from '../../workers/analysis-threads.ts'
import type { Searching } from '../../workers/search-thread.ts'
import { nextChange } from './next-change.ts'
import { taskScope } from './task-scope.ts'

type Parts = {
  tasks: TaskStore
  workspaces: WorkspaceStore
  documents: DocumentStore
  changes: JournalStore
  blobs: BlobStore
  contents: ContentStore
  searching: Searching
  analysing: Analysing
  contentsOfSteps: StepContentStore
  searched: SearchedDocuments
  events: EventBus
}

/** One run of a task, under its claim; `waiting` hears whether it only waits for documents just now, and waits for its turn to go on. */
export type Work = {
  task: Task
  agent: Agent
  lease: string
  signal: AbortSignal
  waiting: (isWaiting: boolean) => Promise<void>
}

/** What a person is told of why a task or step failed. */
export const reasonOf = (error: unknown) => {
  if (error instanceof AppError) return error.message
  if (isDamage(error)) return databaseDamaged(error).message
  if (isFull(error)) return diskFull(error).message
  return 'It failed for a reason that AIOS does not know; the log says more.'
}

/** What all agents work with. */
export type CommonTools = Omit<AllTools, 'model'>

/** What agents work with. Each use looks whether the task is still to go on. */
export const taskTools = (parts: Parts) => {
  const { tasks: store, workspaces, documents, changes, blobs, contents, searching, analysing, events } = parts
  const { contentsOfSteps } = parts
  // One that waits for its user under its claim may go on in what needs no answer.
  const tell = ({ id, workspaceId }: Task) =>
    events.emit({ type: 'task.changed', id, workspaceId, status: store.find(id)?.status ?? 'running' })

  return ({ task, lease, signal, waiting }: Omit<Work, 'agent'>): CommonTools => {
    const check = () => {
      if (signal.aborted) throw new Stopped()
    }
    const workspaceNumber = () => {
      check()
      const number = workspaces.find(task.workspaceId)?.number
      if (number === undefined) throw new Stopped()
      return number
    }
    const scope = () => taskScope(task, workspaceNumber, parts.searched)
    const step: AllTools['step'] = async (kind, title, work, detail = {}) => {
      check()
      const id = store.startStep(task.id, lease, { kind, title, detail })
      if (id === undefined) throw new Stopped()
      tell(task)
      const change = (status: Step['status'], words: string, detail: Step['detail']) => {
        if (!store.changeStep(task.id, lease, { id, status, title: words, detail })) throw new Stopped()
        tell(task)
      }
      try {
        const done = await work({
          id,
          keep: (content) => contentsOfSteps.put(id, content),
          update: (facts, words = title) => change('running', words, { ...detail, ...facts }),
        })
        check()
        change(done.status ?? 'done', done.title, { ...detail, ...done.detail })
        return done.value
      } catch (error) {
        if (signal.aborted || error instanceof Stopped) throw new Stopped()
        change('failed', title, { ...detail, error: reasonOf(error) })
        throw error
      }
    }
    return {
      signal,
      step,
      unfinished: () => documents.unfinished(task.workspaceId, scope()),
      documents: () => {
        const all = documents.ofWorkspace(task.workspaceId)
        const ids = scope()
        const inScope = ids && new Set(ids)
        return inScope ? all.filter(({ id }) => inScope.has(id)) : all
      },
      ready: () => documents.countReady(task.workspaceId, scope()),
      async documentChange() {
        await waiting(true)
        try {
          await nextChange(events, isDocumentOf(task.workspaceId), signal)
        } finally {
          await waiting(false)
        }
      },
      async search(query, limit) {
        const { workspaceId } = task
        const documentIds = scope()
        const wanted = { workspaceId, workspaceNumber: workspaceNumber(), q: query, limit }
        return searching.search({ ...wanted, ...(documentIds && { documentIds }) }, signal)
      },
      quote: (request) => searching.quote(request, signal),
      analyser: () => analysing.open({ signal, workspaceNumber: workspaceNumber() }),
      async addArtifact({ name, mediaType, bytes }) {
        check()
        const incoming = await blobs.receive(Readable.from([bytes]))
        return contents.keep(incoming, ({ sha256, size }) => {
          if (!store.isOurs(task.id, lease)) throw new Stopped()
          return changes.write({ taskId: task.id, name: safeName(name).name, mediaType, size, sha256 })
        })
      },
      async noteFile({ path, before, after }) {
        check()
        const receive = (bytes: Uint8Array) => blobs.receive(Readable.from([bytes]))
        const [then, now] = [before && (await receive(before)), await receive(after)]
        const note = () => {
          if (!store.isOurs(task.id, lease)) throw new Stopped()
          changes.noteFile({ taskId: task.id, path, before: then, after: now })
        }
        contents.keep(now, () => (then ? contents.keep(then, note) : note()))
      },
      changedFiles: () =>
        changes.ofTask(task.id).flatMap(({ artifactId, restores, name }) => (artifactId || restores ? [] : [name])),
      pageText: (documentId, page) => documents.page(documentId, page)?.text,
    }
  }
}
/** Makes what an agent works with, for one run. */
export type ToolsFor = (work: Work) => AllTools

const isDocumentOf = (workspaceId: string) => (change: Change) => {
  const isOurs = 'workspaceId' in change ? change.workspaceId === workspaceId : change.type === 'workspace.changed'
  return isOurs && change.type !== 'task.changed'
}
