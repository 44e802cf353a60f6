import type { AnswerFormat, Step, Task, TaskWithSteps } from '../../extensions/backend/src/contract/tasks.ts'
import type { Api } from './client.ts'
import { serverEvents } from './server-events.ts'

export type {
  AnswerFormat,
  Artifact,
  Citation,
  Result,
  Step,
  Task,
  TaskStatus,
  TaskWithSteps,
} from '../../extensions/backend/src/contract/tasks.ts'

export type TaskEvent = { type: 'task'; task: Task } | { type: 'step'; step: Step }

export const tasksApi = (api: Api) => ({
  list: (workspaceId: string, signal?: AbortSignal) =>
    api.call((client, options) => client.api.tasks.$get({ query: { workspaceId } }, options), signal),
  get: async (id: string, signal?: AbortSignal) =>
    // The client cannot type a step's facts, which may be any JSON.
    (await api.call(
      (client, options) => client.api.tasks[':id'].$get({ param: { id } }, options),
      signal,
    )) as TaskWithSteps,
  artifact: (id: string, artifactId: string) => api.fetch(`/api/tasks/${id}/artifacts/${artifactId}`),
  /** The answer to take along. */
  answer: (id: string, format: AnswerFormat) => api.fetch(`/api/tasks/${id}/answer?format=${format}`),
  /** The answer, its pages and their documents as a ZIP. */
  evidence: (id: string) => api.fetch(`/api/tasks/${id}/export`),
  cancel: (id: string) => api.call((client) => client.api.tasks[':id'].cancel.$post({ param: { id } })),
  retry: (id: string) => api.call((client) => client.api.tasks[':id'].retry.$post({ param: { id } })),

  /** What happens in a task, as it happens; ends with the task, or when the connection does. */
  async *events(id: string, signal: AbortSignal): AsyncGenerator<TaskEvent, void> {
    const response = await api.fetch(`/api/tasks/${id}/events`, { signal })
    for await (const { event, data } of serverEvents(response)) {
      if (event === 'task') yield { type: 'task', task: JSON.parse(data) as Task }
      if (event === 'step') yield { type: 'step', step: JSON.parse(data) as Step }
    }
  },
})
