import type { Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import type { NewAgent } from '../../../extensions/backend/src/shared/contract/agents.ts'
import type { McpServer } from '../../../extensions/backend/src/shared/contract/mcp.ts'
import type { Task } from '../../../extensions/backend/src/shared/contract/tasks.ts'
import { text } from '../../../src/strings/index.ts'
import { apiClient, type File } from '../../support/client.ts'
import { modelAgents } from '../../support/model-agent.ts'
import { type ModelServerOptions, startModelServer } from '../../support/model-server.ts'
import { until } from '../../support/until.ts'
import { openPage } from './page.ts'
import { type Served, serve } from './served.ts'

/** The API of a backend in a process of its own, as tests of the server call it. */
export const clientOf = ({ url, token }: Pick<Served, 'url' | 'token'>) =>
  apiClient((path, init = {}) =>
    fetch(url + path, { ...init, headers: { ...init.headers, Authorization: `Bearer ${token}` } }),
  )

export const fees: File = [
  'Harbour fees.md',
  '# Harbour fees\n\nA mooring in the inner harbour costs 340 euros a year. A visitor pays 18 euros a night.\n',
]

type Options = { agent?: Partial<NewAgent>; files?: readonly File[]; server?: ModelServerOptions }

/** The real backend with a document, a scripted model and an agent that asks it, and a window on it. */
export const openModelRun = async ({ agent = {}, files = [fees], server: options = {} }: Options = {}) => {
  const server = await startModelServer(options)
  onTestFinished(() => server[Symbol.asyncDispose]())
  const backend = await serve()
  const client = clientOf(backend)
  const on = modelAgents(client)
  const { id: workspaceId } = await client.workspace('Harbour')
  await client.add(workspaceId, ...files)
  const provider = await on.provider(server)
  const { id: agentId } = await on.agent(agent)
  const page = await openPage(backend.page, { complaints: [/ERR_/, /status of 400/] })
  await page.getByText(text.status.connected).waitFor()
  return {
    ...{ server, backend, client, on, page, workspaceId, agentId, provider },
    launch: (prompt?: string): Promise<Task> => on.launch({ agentId, workspaceId, ...(prompt && { prompt }) }),
    go: (place: string) => goTo(page, place),
  }
}

/** An MCP server that runs, once it is ready. */
export const addMcpServer = async (client: ReturnType<typeof clientOf>, name: string, args: readonly string[]) => {
  const setup = { transport: 'stdio', command: process.execPath, args }
  const { id } = await client.postJson<McpServer>('/api/mcp/servers', { name, setup })
  await client.request(`/api/mcp/servers/${id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ enabled: true }),
  })
  await until(
    () => client.json<McpServer>(`/api/mcp/servers/${id}`),
    ({ status }) => status === 'ready',
    { limit: 60_000 },
  )
  return id
}

export const goTo = (page: Page, place: string): Promise<void> =>
  page.evaluate((hash) => {
    location.hash = hash
  }, `#/${place}`)

/** Chooses an agent in the composer and asks. */
export const askAgent = async (page: Page, name: string, prompt: string): Promise<void> => {
  const field = page.getByRole('textbox', { name: text.ask.label })
  await field.fill(`/${name}`)
  await page.getByRole('option', { name, exact: true }).waitFor()
  await field.press('Enter')
  await field.fill(prompt)
  await field.press('Enter')
}
