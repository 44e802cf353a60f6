import type { Agent, NewAgent, RunRequest } from '../../extensions/backend/src/contract/agents.ts'
import type { Approval } from '../../extensions/backend/src/contract/approvals.ts'
import type { Provider } from '../../extensions/backend/src/contract/providers.ts'
import type { StepWithContent, Task, TaskWithSteps } from '../../extensions/backend/src/contract/tasks.ts'
import type { ApiClient } from './client.ts'
import type { ModelServer } from './model-server.ts'
import { until } from './until.ts'

/** What tests do with agents that ask a scripted model. */
export const modelAgents = (app: ApiClient) => {
  const task = (id: string) => app.json<TaskWithSteps>(`/api/tasks/${id}`)
  return {
    task,
    provider: ({ baseUrl }: ModelServer, more: object = {}) =>
      app.postJson<Provider>('/api/providers', { preset: 'custom', baseUrl, defaultModel: 'scripted', ...more }),
    agent: (agent: Partial<NewAgent> = {}) =>
      app.postJson<Agent>('/api/agents', { name: 'Clerk', kind: 'model', ...agent }),
    launch: (request: Omit<RunRequest, 'prompt'> & { prompt?: string }) =>
      app.postJson<Task>('/api/agents/run', { prompt: 'What does a mooring cost a year?', ...request }),
    /** The approvals that a task waits for, once it waits. */
    async asked(id: string): Promise<Approval[]> {
      const { approvals } = await until(
        () => task(id),
        ({ status }) => status === 'waiting',
        { limit: 60_000 },
      )
      return approvals.filter(({ status }) => status === 'pending')
    },
    decide: ({ taskId, id }: Approval, decision: string, feedback?: string) =>
      app.post(`/api/tasks/${taskId}/approvals/${id}`, { decision, ...(feedback !== undefined && { feedback }) }),
    content: async ({ taskId, id }: { taskId: string; id: string }) =>
      (await app.json<StepWithContent>(`/api/tasks/${taskId}/steps/${id}`)).content,
  }
}

/** What a model was told that its calls came to, the latest request's last. */
export const outcomesIn = ({ chats }: ModelServer): string[] =>
  (chats.at(-1)?.body.messages ?? []).filter(({ role }) => role === 'tool').map(({ content }) => String(content))
