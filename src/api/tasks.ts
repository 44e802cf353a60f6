import type { FileChange } from '../../extensions/backend/src/shared/contract/journal.ts'
import type { QueueChange } from '../../extensions/backend/src/shared/contract/queue.ts'
import type {
  AnswerFormat,
  SpokenPiece,
  Step,
  StepWithContent,
  Task,
  TaskPriority,
  TaskWithSteps,
} from '../../extensions/backend/src/shared/contract/tasks.ts'
import { serverEvents } from '../base/server-events.ts'
import { type Api, ApiError } from './client.ts'

export type { FileChange } from '../../extensions/backend/src/shared/contract/journal.ts'
export type { Queue, QueueChange } from '../../extensions/backend/src/shared/contract/queue.ts'
export type {
  AnswerFormat,
  Artifact,
  Citation,
  Result,
  Step,
  StepContent,
  Task,
  TaskPriority,
  TaskStatus,
  TaskWithSteps,
} from '../../extensions/backend/src/shared/contract/tasks.ts'

type TaskEvent = { type: 'task'; task: Task } | { type: 'step'; step: Step } | { type: 'text'; saying: SpokenPiece }

/** Which tasks are asked for: `before` is the last one of the page before. */
type Page = { limit?: number; before?: string; ids?: readonly string[] }

export const tasksApi = (api: Api) => ({
  /** Summaries of tasks of all workspaces, the newest first; nothing when none has changed since `etag`. */
  async list({ limit, before, ids }: Page, { etag, signal }: { etag?: string | undefined; signal?: AbortSignal } = {}) {
    const query = new URLSearchParams({
      fields: 'summary',
      ...(limit !== undefined && { limit: String(limit) }),
      ...(before !== undefined && { before }),
      ...(ids && { ids: ids.join(',') }),
    })
    try {
      const headers: Record<string, string> = etag ? { 'If-None-Match': etag } : {}
      const response = await api.fetch(`/api/tasks?${query}`, { headers, ...(signal && { signal }) })
      return { tasks: (await response.json()) as Task[], etag: response.headers.get('etag') ?? undefined }
    } catch (error) {
      if (error instanceof ApiError && error.status === 304) return undefined
      throw error
    }
  },
  get: async (id: string, signal?: AbortSignal) =>
    // The client cannot type a step's facts, which may be any JSON.
    (await api.call(
      (client, options) => client.api.tasks[':id'].$get({ param: { id } }, options),
      signal,
    )) as TaskWithSteps,
  /** A step with all that it holds. */
  step: async (id: string, stepId: string) =>
    (await api.call((client, options) =>
      client.api.tasks[':id'].steps[':stepId'].$get({ param: { id, stepId } }, options),
    )) as StepWithContent,
  artifact: (id: string, artifactId: string) => api.fetch(`/api/tasks/${id}/artifacts/${artifactId}`),
  /** The answer to take along. */
  answer: (id: string, format: AnswerFormat) => api.fetch(`/api/tasks/${id}/answer?format=${format}`),
  /** The answer, its pages and their documents as a ZIP. */
  evidence: (id: string, skip?: 'damaged') => api.fetch(`/api/tasks/${id}/export${skip ? `?skip=${skip}` : ''}`),
  cancel: (id: string) => api.call((client) => client.api.tasks[':id'].cancel.$post({ param: { id } })),
  retry: (id: string) => api.call((client) => client.api.tasks[':id'].retry.$post({ param: { id } })),
  prioritise: (id: string, priority: TaskPriority) =>
    api.call((client) => client.api.tasks[':id'].$patch({ param: { id }, json: { priority } })),

  /** What a task wrote, change by change. */
  changes: async (id: string, signal?: AbortSignal): Promise<FileChange[]> =>
    api.call((client, options) => client.api.tasks[':id'].changes.$get({ param: { id } }, options), signal),
  /** The bytes that a change left. */
  version: (changeId: string) => api.fetch(`/api/changes/${changeId}/content`),
  /** Makes a file what it was before a change. */
  restore: (changeId: string) =>
    api.call((client) => client.api.changes[':id'].restore.$post({ param: { id: changeId } })),

  queue: (signal?: AbortSignal) => api.call((client, options) => client.api.queue.$get(undefined, options), signal),
  changeQueue: (change: QueueChange) => api.call((client) => client.api.queue.$put({ json: change })),

  /** What happens in a task, as it happens; ends with the task, or when the connection does. */
  async *events(id: string, signal: AbortSignal): AsyncGenerator<TaskEvent, void> {
    const response = await api.fetch(`/api/tasks/${id}/events`, { signal })
    for await (const { event, data } of serverEvents(response)) {
      if (event === 'task') yield { type: 'task', task: JSON.parse(data) as Task }
      if (event === 'step') yield { type: 'step', step: JSON.parse(data) as Step }
      if (event === 'text') yield { type: 'text', saying: JSON.parse(data) as SpokenPiece }
    }
  },
})
