import { AppError } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import { setupLine } from '../../shared/command-line.ts'
import { type McpParsed, newMcpServer } from '../../shared/contract/mcp.ts'

type Entry = Record<string, unknown>

/**
 * Reads what other programs have in their settings: `{"mcpServers": {name: {command, args, env} | {url, headers}}}`, also
 * under `servers`, or without either. Nothing is added, and nothing run.
 *
 * @throws AppError `mcp.not-json`, `mcp.no-servers`
 */
export const parseServers = (text: string): McpParsed => {
  const found = entries(parse(text))
  const parsed: McpParsed = { servers: [], problems: [] }
  for (const [name, entry] of found) {
    const read = newMcpServer.safeParse(toNew(name, entry))
    const unread = unsupported(entry)
    if (read.success && !unread) {
      parsed.servers.push({ ...read.data, commandLine: setupLine(read.data.setup), notes: notesOn(entry) })
    } else parsed.problems.push({ name, message: unread ?? problemOf(read.error?.issues[0]) })
  }
  return parsed
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('mcp.not-json', words.mcp.badJson((cause as Error).message), { cause })
  }
}

const isObject = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const entries = (value: unknown): [string, Entry][] => {
  const object = isObject(value) ? value : {}
  const all = [object.mcpServers, object.servers, (object.mcp as Entry | undefined)?.servers, object].find(
    (each) => isObject(each) && Object.values(each).some(isServer),
  )
  if (isObject(all)) return Object.entries(all).filter((each): each is [string, Entry] => isObject(each[1]))
  if (isServer(object)) return [['server', object]]
  throw new AppError('mcp.no-servers', words.mcp.noServers)
}

const isServer = (value: unknown) => isObject(value) && ('command' in value || 'url' in value || 'serverUrl' in value)

const toNew = (name: string, { command, args, env, cwd, url, serverUrl, headers }: Entry): unknown => ({
  name,
  setup:
    command === undefined
      ? { transport: 'http', url: url ?? serverUrl, headers: headers ?? {} }
      : { transport: 'stdio', command, args: args ?? [], env: textual(env), folder: cwd },
})

/** Numbers and truth values, which some write without quotation marks. */
const textual = (env: unknown) =>
  isObject(env)
    ? Object.fromEntries(
        Object.entries(env).map(([name, value]) => [name, typeof value === 'object' ? value : String(value)]),
      )
    : (env ?? {})

const unsupported = ({ type, command }: Entry) =>
  command === undefined && type === 'sse' ? words.mcp.oldTransport : undefined

const problemOf = (issue?: { path: PropertyKey[]; message: string }) =>
  words.requests.field(issue?.path.filter((part) => part !== 'setup').join('.') || 'entry', issue?.message)

const notesOn = (entry: Entry): string[] => {
  const whole = JSON.stringify(entry)
  const placeholders = [...new Set(whole.match(/\$\{[^}"]+\}|<[A-Z_ -]{3,}>|YOUR[_-][A-Z_-]+/gi) ?? [])]
  return [
    ...(placeholders.length > 0 ? [words.mcp.placeholders(placeholders.slice(0, 5))] : []),
    ...(/"(?:npx|uvx|bunx|pipx|docker)"/.test(whole) ? [words.mcp.downloads] : []),
  ]
}
