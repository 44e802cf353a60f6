import { createReadStream } from 'node:fs'
import { fail } from '../../base/errors.ts'
import type { EventBus } from '../../base/events.ts'
import * as words from '../../base/words/index.ts'
import type { RunRequest } from '../../shared/contract/agents.ts'
import type { StepWithContent, Task, TaskChange, TaskQuery, TaskWithSteps } from '../../shared/contract/tasks.ts'
import { isOver } from '../../shared/task-states.ts'
import type { Library } from '../../storage/library/library.ts'
import type { ApprovalStore } from '../../storage/tasks/approvals.ts'
import type { ArtifactStore } from '../../storage/tasks/artifacts.ts'
import type { StepContentStore } from '../../storage/tasks/step-contents.ts'
import type { TaskFiles } from '../../storage/tasks/task-files.ts'
import type { TaskStore } from '../../storage/tasks/tasks.ts'
import type { AgentService } from '../agents/agents.ts'
import { checkScope } from './agent-scope.ts'
import { tellOfTask } from './task-changes.ts'
import type { Runner } from './task-queue.ts'

type Parts = {
  store: TaskStore
  library: Library
  artifacts: ArtifactStore
  approvals: ApprovalStore
  contentsOfSteps: StepContentStore
  files: TaskFiles
  agents: AgentService
  runner: Runner
  events: EventBus
}

/** Tasks of a list that are held at the same time. */
const atOnce = 50

/** Runs of agents: launched, watched, stopped, tried again. */
export const taskService = (parts: Parts) => {
  const { store, library, artifacts, approvals, contentsOfSteps, files, agents, runner, events } = parts
  /** @throws AppError `task.unknown` (404) */
  const find = (id: string): Task => store.find(id) ?? fail('task.unknown', words.tasks.unknown(id), { status: 404 })

  const tell = (task: Task): Task => {
    tellOfTask(events, task)
    return task
  }

  const cancel = (id: string): Task => {
    const task = find(id)
    if (!store.end(id, 'cancelled')) {
      return fail('task.ended', words.tasks.ended(task.status), { status: 409 })
    }
    runner.stop(id)
    for (const child of store.list({ parentId: id, fields: 'summary' })) if (!isOver(child.status)) cancel(child.id)
    return tell(find(id))
  }

  return {
    find,
    tell,
    get: (id: string): TaskWithSteps => ({
      ...find(id),
      steps: store.steps(id),
      approvals: approvals.ofTask(id).map(({ call: _, identity: __, ...approval }) => approval),
    }),
    /** One step with all that it holds. @throws AppError `task.unknown`, `step.unknown` (404) */
    step(taskId: string, id: string): StepWithContent {
      const step =
        store.steps(find(taskId).id).find((each) => each.id === id) ??
        fail('step.unknown', words.tasks.unknownStep(id), { status: 404 })
      return { ...step, content: contentsOfSteps.get(id) }
    },
    list: (query: TaskQuery): Task[] => store.list(query),
    /** The same, so many at a time: a result may have a million characters. */
    *slices({ limit: most = Number.POSITIVE_INFINITY, ...query }: TaskQuery): Generator<Task[]> {
      for (let left = most, { before } = query; left > 0; ) {
        const slice = store.list({ ...query, before, limit: Math.min(left, atOnce) })
        yield slice
        if (slice.length < atOnce) return
        left -= slice.length
        before = slice.at(-1)?.id
      }
    },
    mark: store.mark,
    since: store.since,

    /** @throws AppError `agent.unknown`, `workspace.unknown`, `document.unknown` (404), `agent.scope` (409) */
    async check(request: RunRequest): Promise<void> {
      const agent = agents.get(request.agentId)
      await library.workspaces.get(request.workspaceId)
      checkScope(agent, request)
      if (request.continues !== undefined && store.find(request.continues)?.workspaceId !== request.workspaceId)
        fail('task.unknown', words.tasks.unknownEarlier(request.continues), { status: 404 })
      for (const id of request.documentIds ?? []) {
        if ((await library.documents.find(id))?.workspaceId === request.workspaceId) continue
        fail('document.unknown', words.documents.notInWorkspace(id), { status: 404 })
      }
    },

    /** Stores what the user says to what a task asks, and lets it go on; false when it was decided already. */
    decide: store.decide,

    /** Adds a task that was checked; it begins once `launched` is told. */
    add: store.add,
    /** Says that a task was added, and lets it begin when its turn comes. */
    launched(task: Task): Task {
      runner.wake()
      return tell(task)
    },

    /** @throws AppError as `check` does */
    async run(request: RunRequest): Promise<Task> {
      await this.check(request)
      return this.launched(store.add(request))
    },

    cancel,

    /** Changes what comes first. @throws AppError `task.unknown` (404), `task.ended` (409) */
    change(id: string, { priority }: TaskChange): Task {
      const task = find(id)
      if (!store.setPriority(id, priority)) fail('task.ended', words.tasks.ended(task.status), { status: 409 })
      return tell(find(id))
    },

    /** The bytes of a file that the task made. @throws AppError `artifact.unknown` (404), `file.bytes-damaged` (409) */
    async artifact(taskId: string, id: string) {
      const { sha256, ...artifact } =
        artifacts.find(find(taskId).id, id) ??
        fail('artifact.unknown', words.tasks.unknownArtifact(id), { status: 404 })
      const path = await files.open({ ...artifact, sha256 })
      return { ...artifact, read: () => createReadStream(path) }
    },

    /**
     * Queues an ended task once more; what it did before stays in its steps. One that a model worked on and did not come to
     * an end goes on from there.
     */
    retry(id: string): Task {
      const task = find(id)
      if (!store.again(id, { goesOn: task.status !== 'succeeded' && agents.isModel(task.agentId) })) {
        fail('task.open', words.tasks.open(task.status), { status: 409 })
      }
      runner.wake()
      return tell(find(id))
    },

    /** Cancels whatever a workspace has open. */
    async stopAll(workspaceId: string): Promise<void> {
      const open = store.list({ workspaceId, fields: 'summary' }).filter(({ status }) => !isOver(status))
      for (const { id } of open) if (store.end(id, 'cancelled')) runner.stop(id)
      await runner.idle(open.map(({ id }) => id))
    },
  }
}
export type TaskService = ReturnType<typeof taskService>
