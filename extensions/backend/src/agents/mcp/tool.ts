import type { CallToolResult } from '@modelcontextprotocol/client'
import * as words from '../../base/words/index.ts'
import type { StoredServer, StoredTool } from '../../storage/setup/mcp-servers.ts'
import { asData, othersWords } from '../tools/data.ts'
import type { Tool } from '../tools/tool.ts'
import { mcpToolFacts, toolIdentity } from './facts.ts'
import { textOf } from './output.ts'
import { schemaInput } from './validate.ts'

/** Characters of arguments that one line shows. */
const MAX_SHOWN_LENGTH = 500

/** How the tool is called, on a server that may have to be started first. */
type Call = (
  input: Record<string, unknown>,
  options: { signal: AbortSignal; onProgress(message: string): void },
) => Promise<CallToolResult>

/** A tool of an MCP server, as agents use it. */
export const mcpTool = (server: StoredServer, tool: StoredTool, call: Call): Tool<Record<string, unknown>> => {
  const facts = mcpToolFacts(server, tool)
  return {
    ...facts,
    // The server's word counts only where the user trusts it.
    repeatable: tool.risk === 'read' && (tool.claims.readOnly || tool.claims.idempotent),
    input: schemaInput(tool.schema),
    schema: tool.schema,
    identity: toolIdentity(server, tool),
    says: (input) => `${facts.title}: ${shortened(JSON.stringify(input))}`,
    async run(input, { signal, progress }) {
      const result = await call(input, { signal, onProgress: (message) => progress(shortened(message)) })
      const data = asData('tool-output', { server: server.name, tool: tool.name }, textOf(result))
      return {
        text: [result.isError ? 'The tool says that it failed.' : '', othersWords, data].filter(Boolean).join('\n\n'),
        title: result.isError ? words.mcp.failed(facts.title) : words.mcp.used(facts.title),
        detail: { server: server.name, tool: tool.name, ...(result.isError && { failed: true }) },
      }
    },
  }
}

const shortened = (text: string) =>
  text.length > MAX_SHOWN_LENGTH ? `${text.slice(0, MAX_SHOWN_LENGTH).toWellFormed()}…` : text
