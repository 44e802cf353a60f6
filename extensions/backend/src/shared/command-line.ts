import type { McpSetup, NewMcpSetup } from './contract/mcp.ts'

/** What would be run, as one would type it. */
export const commandLine = ({ command, args }: { command: string; args: readonly string[] }): string =>
  [command, ...args].map(quoted).join(' ')

/** The same of a server, or the address that would be asked. */
export const setupLine = (setup: McpSetup | NewMcpSetup): string =>
  setup.transport === 'http' ? setup.url : commandLine(setup)

const quoted = (word: string) => (/^[\w@%+=:,./\\-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)
