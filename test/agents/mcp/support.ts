import { join } from 'node:path'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import type { Tool, ToolOutput } from '../../../extensions/backend/src/agents/tools/tool.ts'
import { eventBus } from '../../../extensions/backend/src/base/events.ts'
import { programRegistry } from '../../../extensions/backend/src/programs/program-registry.ts'
import { mcpService } from '../../../extensions/backend/src/services/agents/mcp-servers.ts'
import { keyService } from '../../../extensions/backend/src/services/models/keys.ts'
import { type McpServer, type NewMcpServer, newMcpServer } from '../../../extensions/backend/src/shared/contract/mcp.ts'
import { openDatabase } from '../../../extensions/backend/src/storage/database/database.ts'
import { keyFile } from '../../../extensions/backend/src/storage/setup/key-file.ts'
import { mcpStore } from '../../../extensions/backend/src/storage/setup/mcp-servers.ts'
import { programProcessStore } from '../../../extensions/backend/src/storage/setup/program-processes.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { openModelApp } from '../../support/model-agent.ts'
import { until } from '../../support/until.ts'
import { emptyContext } from '../tools/context.ts'

const modules = join(import.meta.dirname, '../../../node_modules/@modelcontextprotocol')
export const everything = join(modules, 'server-everything/dist/index.js')
export const filesystem = join(modules, 'server-filesystem/dist/index.js')
export const double = join(import.meta.dirname, '../../support/mcp-program.ts')

/** The service of MCP servers over a data folder of its own; ends with the test. */
export const openMcp = async ({ dataDir = temporaryFolder() } = {}) => {
  const db = await openDatabase(dataDir)
  const lines: string[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
  const keys = keyService({ file: keyFile(dataDir), openKeyring: async () => undefined, log })
  const processes = programProcessStore(db)
  const parts = {
    store: mcpStore(db),
    programs: programRegistry({ processes, log }),
    keys,
    events: eventBus(),
    log,
    version: '0.0.0',
  }
  const mcp = mcpService(parts)
  let isOpen = true
  const close = async () => {
    if (!isOpen) return
    isOpen = false
    await mcp.close()
    db.close()
  }
  onTestFinished(close)

  const state = (id: string, wanted: McpServer['status']) =>
    until(
      () => mcp.get(id),
      ({ status, error }) => {
        if (status === 'failed' && wanted !== 'failed') throw new Error(`It failed: ${error}`)
        return status === wanted
      },
    )
  const add = (setup: object, more: Partial<NewMcpServer> = {}) =>
    mcp.add(newMcpServer.parse({ name: 'Server', setup, ...more }))
  const node = (...args: string[]) => ({ transport: 'stdio', command: process.execPath, args })

  return {
    ...parts,
    processes,
    mcp,
    db,
    dataDir,
    lines,
    close,
    add,
    node,
    state,
    addDouble: (how = '', setup = {}, more: Partial<NewMcpServer> = {}) =>
      add({ ...node(double, how), ...setup }, more),
    /** Lets it run, as the user does, and waits until it is ready. */
    async enable({ id }: McpServer): Promise<McpServer> {
      await mcp.change(id, { enabled: true })
      return state(id, 'ready')
    },
    /** Calls a tool as the loop does. */
    async call(name: string, input: unknown, given: Parameters<typeof emptyContext>[0] = {}): Promise<ToolOutput> {
      const tool = (await mcp.tool(name)) as Tool
      return tool.run(tool.input.parse(input), emptyContext(given).context)
    },
  }
}

/** The whole server with a scripted model, for agents with tools of MCP servers; ends with the test. */
export const openMcpApp = async () => {
  const opened = await openModelApp()
  onTestFinished(opened.close)
  const { app } = opened
  const patch = (path: string, body: unknown) =>
    app.request(path, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  return {
    ...opened,
    patch,
    /** Adds a server and lets it run. */
    async addServer(name: string, ...args: string[]): Promise<McpServer> {
      const setup = { transport: 'stdio', command: process.execPath, args }
      const { id } = await app.postJson<McpServer>('/api/mcp/servers', { name, setup })
      await patch(`/api/mcp/servers/${id}`, { enabled: true })
      return until(
        () => app.json<McpServer>(`/api/mcp/servers/${id}`),
        ({ status }) => status === 'ready',
      )
    },
  }
}
export type McpApp = Awaited<ReturnType<typeof openMcpApp>>
