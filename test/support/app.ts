import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Document } from '../../extensions/backend/src/contract/documents.ts'
import type { TaskWithSteps } from '../../extensions/backend/src/contract/tasks.ts'
import type { Workspace } from '../../extensions/backend/src/contract/workspaces.ts'
import { createApp } from '../../extensions/backend/src/server/app.ts'
import { openServices } from '../../extensions/backend/src/server/services.ts'
import { answerId } from '../../extensions/backend/src/services/agents.ts'
import { until } from './until.ts'

export const token = 'a-token-for-tests'
export const shellOrigin = 'http://127.0.0.1:50505'
const port = 4321

/** The whole server without a socket: requests go through Hono, everything behind it is real. */
export const openApp = async ({ dataDir = mkdtempSync(join(tmpdir(), 'aios-app-')), start = true } = {}) => {
  const log = pino({ level: process.env.AIOS_TEST_LOG ?? 'silent' })
  const services = await openServices({
    token,
    port: () => port,
    origins: [shellOrigin],
    dataDir,
    version: '0.0.0',
    log,
  })
  const app = createApp(services)
  if (start) await services.start()

  const request = (path: string, { headers, ...init }: RequestInit = {}) =>
    app.request(`http://127.0.0.1:${port}${path}`, {
      ...init,
      headers: { host: `127.0.0.1:${port}`, authorization: `Bearer ${token}`, ...(headers as Record<string, string>) },
    })
  const json = async <T>(path: string, init?: RequestInit): Promise<T> => {
    const response = await request(path, init)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
  const post = (path: string, body: unknown) =>
    request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const postJson = async <T>(path: string, body: unknown = {}): Promise<T> =>
    (await post(path, body)).json() as Promise<T>
  const upload = (workspaceId: string, ...files: [name: string, content: string | Uint8Array][]) => {
    const form = new FormData()
    for (const [name, content] of files) form.append('file', new Blob([content as BlobPart]), name)
    return request(`/api/workspaces/${workspaceId}/documents`, { method: 'POST', body: form })
  }
  const document = (id: string) => json<Document>(`/api/documents/${id}`)

  return {
    dataDir,
    services,
    request,
    json,
    post,
    postJson,
    upload,
    workspace: (name = 'Permits') => postJson<Workspace>('/api/workspaces', { name }),
    /** Uploads and waits until each of them is `ready` or `failed`. */
    async add(workspaceId: string, ...files: [name: string, content: string | Uint8Array][]): Promise<Document[]> {
      const response = await upload(workspaceId, ...files)
      const queued = (await response.json()) as Document[]
      return Promise.all(
        queued.map(({ id }) =>
          until(
            () => document(id),
            ({ status }) => status === 'ready' || status === 'failed',
          ),
        ),
      )
    },
    /** Asks the agent Answer and waits for the task's end. */
    async ask(workspaceId: string, prompt: string): Promise<TaskWithSteps> {
      const task = await postJson<TaskWithSteps>('/api/agents/run', { agentId: answerId, workspaceId, prompt })
      return this.ended(task.id)
    },
    ended: (id: string) =>
      until(
        () => json<TaskWithSteps>(`/api/tasks/${id}`),
        ({ status }) => !['queued', 'running', 'waiting'].includes(status),
      ),
    /** Closes as a server that stops; `keep` leaves the data for the next one. */
    async close({ keep = false } = {}) {
      await services.close()
      if (!keep) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
export type TestApp = Awaited<ReturnType<typeof openApp>>
