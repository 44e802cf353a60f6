import type { StoredServer, StoredTool } from '../../storage/mcp.ts'
import type { ToolFacts } from '../tools/tool.ts'
import { toolName } from './names.ts'

export type Called = Pick<StoredServer, 'key' | 'name'>

/** What is known of a server's tool without speaking to the server. */
export const mcpToolFacts = ({ key, name: server }: Called, tool: StoredTool): ToolFacts => ({
  name: toolName(key, tool.name),
  title: `${tool.title ?? tool.name} (${server})`,
  description: tool.description,
  risk: tool.risk ?? 'run',
})
