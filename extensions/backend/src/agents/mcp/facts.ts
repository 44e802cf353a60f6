import { setupLine } from '../../shared/command-line.ts'
import type { StoredServer, StoredTool } from '../../storage/setup/mcp-servers.ts'
import { identityOf } from '../identity.ts'
import type { ToolFacts } from '../tools/tool.ts'
import { toolName } from './names.ts'

type Called = Pick<StoredServer, 'key' | 'name'>

/** What is known of a server's tool without speaking to the server. */
export const mcpToolFacts = ({ key, name: server }: Called, tool: StoredTool): ToolFacts => ({
  name: toolName(key, tool.name),
  title: `${tool.title ?? tool.name} (${server})`,
  description: tool.description,
  risk: tool.risk ?? 'run',
})

/** Of all that the user goes by when he allows a tool: whose it is, what is run for it, and what is said of it. */
export const toolIdentity = ({ id, setup }: StoredServer, tool: StoredTool): string => {
  const { risk: _, enabled: __, ...said } = tool
  const folder = setup.transport === 'stdio' ? setup.folder : undefined
  return identityOf(id, setupLine(setup), folder, said)
}
