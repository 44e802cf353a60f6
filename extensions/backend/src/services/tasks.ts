import type { RunRequest } from '../contract/agents.ts'
import type { Task, TaskQuery, TaskWithSteps } from '../contract/tasks.ts'
import { fail } from '../errors.ts'
import type { ArtifactStore } from '../storage/artifacts.ts'
import type { BlobStore } from '../storage/blobs.ts'
import type { DocumentStore } from '../storage/documents.ts'
import type { TaskStore } from '../storage/tasks.ts'
import type { WorkspaceStore } from '../storage/workspaces.ts'
import type { AgentService } from './agents.ts'
import type { EventBus } from './events.ts'
import type { Runner } from './runner.ts'
import { findWorkspace } from './workspaces.ts'

type Parts = {
  store: TaskStore
  workspaces: WorkspaceStore
  documents: DocumentStore
  artifacts: ArtifactStore
  blobs: BlobStore
  agents: AgentService
  runner: Runner
  events: EventBus
}

/** Runs of agents: launched, watched, stopped, tried again. */
export const taskService = ({ store, workspaces, documents, artifacts, blobs, agents, runner, events }: Parts) => {
  /** @throws AppError `task.unknown` (404) */
  const find = (id: string): Task => store.find(id) ?? fail('task.unknown', `There is no task ${id}.`, { status: 404 })

  const tell = (task: Task): Task => {
    events.emit({ type: 'task.changed', id: task.id, workspaceId: task.workspaceId, status: task.status })
    return task
  }

  const cancel = (id: string): Task => {
    const task = find(id)
    if (!store.end(id, 'cancelled')) {
      return fail('task.ended', `The task has ended already: it is ${task.status}.`, { status: 409 })
    }
    runner.stop(id)
    return tell(find(id))
  }

  return {
    find,
    get: (id: string): TaskWithSteps => ({ ...find(id), steps: store.steps(id) }),
    list: (query: TaskQuery): Task[] => store.list(query),
    since: store.since,

    /** @throws AppError `agent.unknown`, `workspace.unknown`, `document.unknown` (404) */
    run(request: RunRequest): Task {
      agents.get(request.agentId)
      findWorkspace(workspaces, request.workspaceId)
      for (const id of request.documentIds ?? []) {
        if (documents.find(id)?.workspaceId === request.workspaceId) continue
        fail('document.unknown', `There is no document ${id} in this workspace.`, { status: 404 })
      }
      const task = tell(store.add(request))
      runner.wake()
      return task
    },

    cancel,

    /** The bytes of a file that the task made. @throws AppError `artifact.unknown` (404) */
    artifact(taskId: string, id: string) {
      const { sha256, ...artifact } =
        artifacts.find(find(taskId).id, id) ??
        fail('artifact.unknown', `The task has no artifact ${id}.`, { status: 404 })
      return { ...artifact, read: () => blobs.read(sha256) }
    },

    /** Queues an ended task once more; what it did before stays in its steps. */
    retry(id: string): Task {
      const task = find(id)
      if (!store.again(id)) {
        fail('task.open', `The task is still ${task.status}. Cancel it first, or wait for its end.`, { status: 409 })
      }
      runner.wake()
      return tell(find(id))
    },

    /** Cancels whatever a workspace has open. */
    async stopAll(workspaceId: string): Promise<void> {
      const open = store.list({ workspaceId }).filter(({ status }) => ['queued', 'running', 'waiting'].includes(status))
      for (const { id } of open) if (store.end(id, 'cancelled')) runner.stop(id)
      await runner.idle(open.map(({ id }) => id))
    },
  }
}
export type TaskService = ReturnType<typeof taskService>
