import { Readable } from 'node:stream'
import type { AllTools } from '../../agents/run-tools.ts'
import { AppError } from '../../base/errors.ts'
import type { Change, EventBus } from '../../base/events.ts'
import { safeName } from '../../base/file-names.ts'
import { Stopped } from '../../base/stopped.ts'
import { diskFull, isFull } from '../../base/store-failures.ts'
import * as words from '../../base/words/index.ts'
import type { Agent } from '../../shared/contract/agents.ts'
import type { Step, Task } from '../../shared/contract/tasks.ts'
import { databaseDamaged, isDamage } from '../../storage/database/corruption.ts'
import type { Library } from '../../storage/library/library.ts'
import type { JournalStore } from '../../storage/tasks/file-changes.ts'
import type { StepContentStore } from '../../storage/tasks/step-contents.ts'
import type { TaskFiles } from '../../storage/tasks/task-files.ts'
import type { TaskStore } from '../../storage/tasks/tasks.ts'
import type { Analysing } from '../../workers/analysis-threads.ts'
import type { Searching } from '../../workers/search-thread.ts'
import { nextChange } from './next-change.ts'
import { tellOfTask } from './task-changes.ts'
import { taskScope } from './task-scope.ts'

type Parts = {
  tasks: TaskStore
  library: Library
  changes: JournalStore
  files: TaskFiles
  searching: Searching
  analysing: Analysing
  contentsOfSteps: StepContentStore
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
  return words.tasks.failed
}

/** What all agents work with. */
export type CommonTools = Omit<AllTools, 'model'>

/** What agents work with. Each use looks whether the task is still to go on. */
export const taskTools = (parts: Parts) => {
  const { tasks: store, library, changes, files, searching, analysing, contentsOfSteps, events } = parts
  const { workspaces, documents, claims, pages } = library
  // One that waits for its user under its claim may go on in what needs no answer.
  const tell = ({ id, workspaceId }: Task) =>
    tellOfTask(events, { id, workspaceId, status: store.find(id)?.status ?? 'running' })

  return ({ task, lease, signal, waiting }: Omit<Work, 'agent'>): CommonTools => {
    const check = () => {
      if (signal.aborted) throw new Stopped()
    }
    const workspaceNumber = async () => {
      check()
      const number = (await workspaces.find(task.workspaceId))?.number
      if (number === undefined) throw new Stopped()
      return number
    }
    const scope = () => taskScope(task, workspaceNumber, documents.searched)
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
      unfinished: async () => claims.unfinished(task.workspaceId, await scope()),
      documents: async () => {
        const all = await documents.ofWorkspace(task.workspaceId)
        const ids = await scope()
        const inScope = ids && new Set(ids)
        return inScope ? all.filter(({ id }) => inScope.has(id)) : all
      },
      ready: async () => documents.countReady(task.workspaceId, await scope()),
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
        const documentIds = await scope()
        const wanted = { workspaceId, workspaceNumber: await workspaceNumber(), q: query, limit }
        return searching.search({ ...wanted, ...(documentIds && { documentIds }) }, signal)
      },
      quote: (request) => searching.quote(request, signal),
      analyser: async () => analysing.open({ signal, workspaceNumber: await workspaceNumber() }),
      async addArtifact({ name, mediaType, bytes }) {
        check()
        const incoming = await files.receive(Readable.from([bytes]))
        return files.keep(incoming, ({ sha256, size }) => {
          if (!store.isOurs(task.id, lease)) throw new Stopped()
          return changes.write({ taskId: task.id, name: safeName(name).name, mediaType, size, sha256 })
        })
      },
      async noteFile({ path, before, after }) {
        check()
        const receive = (bytes: Uint8Array) => files.receive(Readable.from([bytes]))
        const [then, now] = [before && (await receive(before)), await receive(after)]
        const note = () => {
          if (!store.isOurs(task.id, lease)) throw new Stopped()
          changes.noteFile({ taskId: task.id, path, before: then, after: now })
        }
        files.keep(now, () => (then ? files.keep(then, note) : note()))
      },
      changedFiles: () =>
        changes.ofTask(task.id).flatMap(({ artifactId, restores, name }) => (artifactId || restores ? [] : [name])),
      pageText: async (documentId, page) => (await pages.page(documentId, page))?.text,
    }
  }
}
/** Makes what an agent works with, for one run. */
export type ToolsFor = (work: Work) => AllTools

const isDocumentOf = (workspaceId: string) => (change: Change) => {
  const isOurs = 'workspaceId' in change ? change.workspaceId === workspaceId : change.type === 'workspace.changed'
  return isOurs && change.type !== 'task.changed'
}
