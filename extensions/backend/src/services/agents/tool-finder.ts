import type { Question, Tool } from '../../agents/tools/tool.ts'
import type { McpService } from './mcp-servers.ts'

type Parts = {
  mcp: Pick<McpService, 'tool'>
  /** Tools besides those that come along. */
  also?: readonly Tool[] | undefined
}

/** Finds tools by the names that models call them by; undefined for one that is not there (any more). */
export const toolFinder =
  ({ mcp, also = [] }: Parts) =>
  async (name: string): Promise<Tool | Question | undefined> => {
    const own = also.find((tool) => tool.name === name)
    if (own) return own
    const { loadTool, toolNames } = await import('../../agents/tools/index.ts')
    return toolNames.some((tool) => tool.name === name) ? loadTool(name) : mcp.tool(name)
  }
