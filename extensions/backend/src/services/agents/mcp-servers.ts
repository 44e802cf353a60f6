import { mcpToolFacts, toolIdentity } from '../../agents/mcp/facts.ts'
import { serverKey, toolName } from '../../agents/mcp/names.ts'
import type { Tool, ToolFacts } from '../../agents/tools/tool.ts'
import { fail } from '../../base/errors.ts'
import type { EventBus } from '../../base/events.ts'
import type { Logger } from '../../base/log.ts'
import * as words from '../../base/words/index.ts'
import type { ProgramRegistry } from '../../programs/program-registry.ts'
import { setupLine } from '../../shared/command-line.ts'
import {
  type McpParsed,
  type McpServer,
  type McpServerChange,
  type McpTool,
  type McpToolChange,
  type NewMcpServer,
  usualMcpLimits,
} from '../../shared/contract/mcp.ts'
import type { McpStore, StoredServer, StoredTool } from '../../storage/setup/mcp-servers.ts'
import type { KeyService } from '../models/keys.ts'
import { mcpConnections } from './mcp-connections.ts'
import { mergedSecrets, splitSecrets } from './mcp-secrets.ts'

type Parts = {
  store: McpStore
  programs: ProgramRegistry
  keys: KeyService
  events: EventBus
  log: Logger
  version: string
}

/** MCP servers: what the user added and allowed, how they are, and their tools. Nothing of one runs before it is enabled. */
export const mcpService = ({ store, programs, keys, events, log, version }: Parts) => {
  const tell = (id: string, status: 'present' | 'removed' = 'present') =>
    events.emit({ type: 'mcp.changed', id, status })
  const connections = mcpConnections({ store, programs, keys, log, version, onChange: tell })

  /** @throws AppError `mcp.unknown` (404) */
  const find = (id: string): StoredServer =>
    store.find(id) ?? fail('mcp.unknown', words.mcp.unknown(id), { status: 404 })

  const shown = ({ setup, ...server }: StoredServer): McpServer => ({
    ...server,
    setup,
    commandLine: setupLine(setup),
    ...connections.state(server.id),
    tools: store.tools(server.id).map((tool) => shownTool(server.key, tool)),
  })

  /** Starts it without waiting; its status says how that goes. */
  const startAnew = (server: StoredServer) => {
    void connections
      .of(server)
      .restart()
      .catch((error: Error) => log.info({ server: server.id, reason: error.message }, 'an MCP server did not start'))
  }

  return {
    get: (id: string): McpServer => shown(find(id)),
    all: (): McpServer[] => store.all().map(shown),

    /** What pasted settings would add. @throws AppError `mcp.not-json`, `mcp.no-servers` */
    parse: async (text: string): Promise<McpParsed> => (await import('../../agents/mcp/parse.ts')).parseServers(text),

    async add({ name, setup: sent, limits }: NewMcpServer): Promise<McpServer> {
      const id = store.newId()
      const { setup, secrets } = splitSecrets(sent)
      const keyStore = secrets && (await keys.set(id, secrets))
      store.put({
        id,
        key: serverKey(name, (key) => store.findKey(key) !== undefined),
        name,
        setup,
        limits: { ...usualMcpLimits, ...limits },
        ...(keyStore && { keyStore }),
        enabled: false,
        createdAt: new Date().toISOString(),
      })
      tell(id)
      return shown(find(id))
    },

    /**
     * Another command or address is allowed anew: a server that was enabled for what it was stays off.
     * @throws AppError `mcp.unknown` (404), `keys.unavailable` (409)
     */
    async change(id: string, { name, setup: sent, limits, enabled }: McpServerChange): Promise<McpServer> {
      const before = find(id)
      const next = { ...before, name: name ?? before.name, limits: { ...before.limits, ...limits } }
      if (sent) {
        const { setup, secrets } = splitSecrets(mergedSecrets(sent, await connections.secrets(before)))
        await connections.end(id)
        if (setupLine(setup) !== setupLine(before.setup)) store.distrustAll(id)
        if (!secrets) await keys.remove(id, before.keyStore)
        const keyStore = secrets && (await keys.set(id, secrets))
        Object.assign(next, { setup, keyStore })
      }
      next.enabled = enabled ?? (before.enabled && !sent)
      store.put(next)
      if (!next.enabled) await connections.end(id)
      else if (enabled) startAnew(next)
      tell(id)
      return shown(find(id))
    },

    /** @throws AppError `mcp.unknown`, `mcp.tool-unknown` (404) */
    changeTool(id: string, name: string, { risk, enabled }: McpToolChange): McpTool {
      const server = find(id)
      const found = () => store.tools(id).find((tool) => tool.name === name)
      const tool = found() ?? fail('mcp.tool-unknown', words.mcp.unknownTool(server.name, name), { status: 404 })
      store.choose(id, name, { risk: risk === undefined ? tool.risk : risk, enabled: enabled ?? tool.enabled })
      tell(id)
      return shownTool(server.key, found() ?? tool)
    },

    async remove(id: string): Promise<void> {
      const { keyStore } = find(id)
      await connections.end(id)
      store.remove(id)
      await keys.remove(id, keyStore)
      tell(id, 'removed')
    },

    /** The tools that agents may use: of servers that are enabled, those that are not switched off. */
    tools: (): ToolFacts[] =>
      store
        .all()
        .filter(({ enabled }) => enabled)
        .flatMap((server) =>
          store
            .tools(server.id)
            .filter(({ enabled }) => enabled)
            .map((tool) => mcpToolFacts(server, tool)),
        ),

    /** One of them, by the name that agents use; undefined when it is not, or no longer, to be had. */
    async tool(name: string): Promise<Tool | undefined> {
      const server = store.findKey(/^mcp__([a-z0-9-]+)__/.exec(name)?.[1] ?? '')
      const offered = ({ id, key }: StoredServer) =>
        store.tools(id).find((each) => each.enabled && toolName(key, each.name) === name)
      const tool = server?.enabled && offered(server)
      if (!server || !tool) return undefined
      const { mcpTool } = await import('../../agents/mcp/tool.ts')
      const identity = toolIdentity(server, tool)
      /** It may have been switched off, set up anew, or changed by its server, since: also by the start for this call. */
      const unchanged = (): StoredServer => {
        const now = store.find(server.id)
        if (!now?.enabled) return fail('mcp.off', words.mcp.off(server.name), { status: 409 })
        const same = offered(now)
        if (same && toolIdentity(now, same) === identity) return now
        return fail('mcp.changed', words.mcp.changed(server.name))
      }
      return mcpTool(server, tool, async (input, options) =>
        connections.of(unchanged()).call(tool.name, input, { ...options, check: unchanged }),
      ) as Tool
    },

    /** Ends every server with all that it started, within a second. */
    close: (): Promise<void> => connections.close(),
  }
}
export type McpService = ReturnType<typeof mcpService>

const shownTool = (key: string, { name, title, description, claims, risk, enabled }: StoredTool): McpTool => ({
  name,
  toolName: toolName(key, name),
  title: title ?? name,
  description,
  risk: risk ?? 'run',
  riskSet: risk !== null,
  enabled,
  claims,
})
