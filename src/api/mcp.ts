import type {
  McpAccessChange,
  McpServerChange,
  McpToolChange,
  NewMcpServer,
} from '../../extensions/backend/src/shared/contract/mcp.ts'
import type { Api } from './client.ts'

export type {
  McpAccess,
  McpAccessChange,
  McpParsed,
  McpServer,
  McpServerChange,
  McpSetupChange,
  McpTool,
  McpToolChange,
  NewMcpServer,
} from '../../extensions/backend/src/shared/contract/mcp.ts'

export const mcpApi = (api: Api) => ({
  list: (signal?: AbortSignal) =>
    api.call((client, options) => client.api.mcp.servers.$get(undefined, options), signal),
  add: (server: NewMcpServer) => api.call((client) => client.api.mcp.servers.$post({ json: server })),
  /** What pasted settings would add; nothing is added. */
  parse: (text: string) => api.call((client) => client.api.mcp.servers.parse.$post({ json: { text } })),
  change: (id: string, change: McpServerChange) =>
    api.call((client) => client.api.mcp.servers[':id'].$patch({ param: { id }, json: change })),
  changeTool: (id: string, name: string, change: McpToolChange) =>
    api.call((client) =>
      client.api.mcp.servers[':id'].tools[':name'].$patch({
        param: { id, name: encodeURIComponent(name) },
        json: change,
      }),
    ),
  /** `keepalive` lets the request go on while the page closes. */
  remove: (id: string, { keepalive = false } = {}) =>
    api.fetch(`/api/mcp/servers/${id}`, { method: 'DELETE', keepalive }).then(() => undefined),

  access: (signal?: AbortSignal) =>
    api.call((client, options) => client.api.mcp.access.$get(undefined, options), signal),
  changeAccess: (change: McpAccessChange) => api.call((client) => client.api.mcp.access.$post({ json: change })),
})
