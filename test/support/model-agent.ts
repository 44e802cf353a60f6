import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Tool } from '../../extensions/backend/src/agents/tools/tool.ts'
import type { Agent, NewAgent, RunRequest } from '../../extensions/backend/src/shared/contract/agents.ts'
import type { Approval } from '../../extensions/backend/src/shared/contract/approvals.ts'
import type { Provider } from '../../extensions/backend/src/shared/contract/providers.ts'
import type { StepWithContent, Task, TaskWithSteps } from '../../extensions/backend/src/shared/contract/tasks.ts'
import { openApp } from './app.ts'
import type { ApiClient } from './client.ts'
import { type ModelServer, type ModelServerOptions, startModelServer } from './model-server.ts'
import { notesIn } from './scripted-tools.ts'
import { until } from './until.ts'

/** What tests do with agents that ask a scripted model. */
export const modelAgents = (app: Pick<ApiClient, 'json' | 'post' | 'postJson'>) => {
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

type Options = {
  /** Tools of the test's own, which note what they do in the file. */
  tools?: (notes: string) => Tool[]
  server?: ModelServerOptions
  provider?: object
}

/** The whole server with a workspace, a scripted model server and a provider that leads there. */
export const openModelApp = async ({ tools = () => [], server: options = {}, provider = {} }: Options = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'aios-model-'))
  const notes = join(folder, 'notes')
  const server = await startModelServer(options)
  const app = await openApp({ tools: tools(notes) })
  const on = modelAgents(app)
  const { id: workspaceId } = await app.workspace()
  await on.provider(server, provider)
  return {
    app,
    server,
    on,
    workspaceId,
    notes: () => notesIn(notes),
    async close(): Promise<void> {
      await app.close()
      await server[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
export type ModelApp = Awaited<ReturnType<typeof openModelApp>>
