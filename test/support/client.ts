import { answerId } from '../../extensions/backend/src/services/agents/agents.ts'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import type { TaskWithSteps } from '../../extensions/backend/src/shared/contract/tasks.ts'
import type { Workspace } from '../../extensions/backend/src/shared/contract/workspaces.ts'
import { until } from './until.ts'

export type File = [name: string, content: string | Uint8Array]

/** Sends a request to the API, with its token. */
export type Request = (path: string, init?: RequestInit) => Promise<Response>

/** What tests do over HTTP, whether there is a socket in between or not. */
export const apiClient = (request: Request) => {
  const json = async <T>(path: string, init?: RequestInit): Promise<T> => {
    const response = await request(path, init)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
  const post = (path: string, body: unknown = {}) =>
    request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const postJson = async <T>(path: string, body?: unknown): Promise<T> => (await post(path, body)).json() as Promise<T>
  const upload = (workspaceId: string, ...files: File[]) => {
    const form = new FormData()
    for (const [name, content] of files) form.append('file', new Blob([content as BlobPart]), name)
    return request(`/api/workspaces/${workspaceId}/documents`, { method: 'POST', body: form })
  }
  const ended = (id: string) =>
    until(
      () => json<TaskWithSteps>(`/api/tasks/${id}`),
      ({ status }) => !['queued', 'running', 'waiting'].includes(status),
      { limit: 60_000 },
    )
  const launch = (workspaceId: string, prompt: string, agentId = answerId) =>
    postJson<TaskWithSteps>('/api/agents/run', { agentId, workspaceId, prompt })

  return {
    request,
    json,
    post,
    postJson,
    upload,
    ended,
    launch,
    workspace: (name = 'Permits') => postJson<Workspace>('/api/workspaces', { name }),
    documents: (workspaceId: string) => json<Document[]>(`/api/workspaces/${workspaceId}/documents`),
    /** Uploads and waits until each of them is `ready` or `failed`. */
    async add(workspaceId: string, ...files: File[]): Promise<Document[]> {
      const queued = (await (await upload(workspaceId, ...files)).json()) as Document[]
      return Promise.all(
        queued.map(({ id }) =>
          until(
            () => json<Document>(`/api/documents/${id}`),
            ({ status }) => status === 'ready' || status === 'failed',
          ),
        ),
      )
    },
    /** Asks the agent Answer and waits for the task's end. */
    ask: async (workspaceId: string, prompt: string): Promise<TaskWithSteps> =>
      ended((await launch(workspaceId, prompt)).id),
  }
}
export type ApiClient = ReturnType<typeof apiClient>

/** A client of a server that listens on this machine. */
export const httpClient = ({ port, token }: { port: number; token: string }): ApiClient =>
  apiClient((path, { headers, ...init } = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...(headers as Record<string, string>) },
    }),
  )
