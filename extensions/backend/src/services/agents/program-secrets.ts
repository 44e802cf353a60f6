import { fail } from '../../base/errors.ts'
import { hidden } from '../../base/log.ts'
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
export const mergedSecrets = (sent: McpSetupChange, stored: Secrets): NewMcpSetup => {
  const of = (values: Record<string, string | null>) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        value ?? stored[name] ?? fail('request.invalid', `${name}: no value of it is stored. Enter one.`),
      ]),
    )
  return sent.transport === 'http' ? { ...sent, headers: of(sent.headers) } : { ...sent, env: of(sent.env) }
}

const MIN_SECRET = 8
const secretName = /token|key|secret|pass|auth|cookie|credential|session/i

/**
 * The values that are secret by their names: of the others, such as a folder or a host, answers may have to speak. Of an
 * `Authorization`, also what follows its scheme.
 */
export const secretValues = (secrets: Secrets): string[] =>
  Object.entries(secrets)
    .filter(([name]) => secretName.test(name))
    .flatMap(([, value]) => [value, value.replace(/^\w+ +/, '')])
    .filter((value) => value.length >= MIN_SECRET)

const inJson = (value: string) => JSON.stringify(value).slice(1, -1)

/** What a server said, without the values of its secrets: it may show its environment, also as JSON, to whoever asks. */
export const withoutSecrets = <T>(said: T, values: readonly string[]): T => {
  const text = JSON.stringify(said)
  const written = values.flatMap((value) => [inJson(inJson(value)), inJson(value)])
  const found = written.filter((value) => text.includes(value))
  if (found.length === 0) return said
  return JSON.parse(found.reduce((rest, value) => rest.replaceAll(value, hidden), text)) as T
}
