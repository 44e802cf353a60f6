import type { McpSetup, NewMcpSetup } from './contract/mcp.ts'

/** What would be run, as one would type it, or the address that would be asked. */
export const commandLine = (setup: McpSetup | NewMcpSetup): string =>
  setup.transport === 'http' ? setup.url : [setup.command, ...setup.args].map(quoted).join(' ')

const quoted = (word: string) => (/^[\w@%+=:,./\\-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)
