import { withStoredValues } from '../../programs/secrets.ts'
import type { McpSetup, McpSetupChange, NewMcpSetup } from '../../shared/contract/mcp.ts'

type Secrets = Record<string, string>

/** A setup without the values of its secrets, and these as one text for the key store; none where there are none. */
export const splitSecrets = (sent: NewMcpSetup): { setup: McpSetup; secrets?: string } => {
  const values = sent.transport === 'http' ? sent.headers : sent.env
  const names = Object.keys(values)
  const setup = sent.transport === 'http' ? { ...sent, headers: names } : { ...sent, env: names }
  return { setup, ...(names.length > 0 && { secrets: JSON.stringify(values) }) }
}

/** The setup with the values that its names stand for. */
export const joinSecrets = (setup: McpSetup, stored: Secrets): NewMcpSetup => {
  const of = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, stored[name] ?? '']))
  return setup.transport === 'http' ? { ...setup, headers: of(setup.headers) } : { ...setup, env: of(setup.env) }
}

/** The values that are kept put in; @throws AppError `request.invalid` for one that is not stored. */
export const mergedSecrets = (sent: McpSetupChange, stored: Secrets): NewMcpSetup =>
  sent.transport === 'http'
    ? { ...sent, headers: withStoredValues(sent.headers, stored) }
    : { ...sent, env: withStoredValues(sent.env, stored) }
