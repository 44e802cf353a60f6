import { callFailure, connectFailure, isSessionGone } from '../../agents/mcp/failure.ts'
import type { Session } from '../../agents/mcp/session.ts'
import { AppError } from '../../base/errors.ts'
import { type Logger, redact } from '../../base/log.ts'
import type { ProgramRegistry } from '../../programs/program-registry.ts'
import { secretValues, withoutSecrets } from '../../programs/secrets.ts'
import type { McpStore, StoredServer } from '../../storage/setup/mcp-servers.ts'
import type { KeyService } from '../models/keys.ts'
import { type Hooks, type McpConnection, mcpConnection } from './mcp-connection.ts'
import { joinSecrets } from './mcp-secrets.ts'

type Parts = {
  store: McpStore
  programs: ProgramRegistry
  keys: KeyService
  log: Logger
  version: string
  onChange(id: string): void
}

/** The servers that are at work, by id, each with its secrets and with a note of its process. */
export const mcpConnections = ({ store, programs, keys, log, version, onChange }: Parts) => {
  const open = new Map<string, McpConnection>()

  const secrets = async ({ id, keyStore }: StoredServer): Promise<Record<string, string>> =>
    JSON.parse((await keys.get(id, keyStore)) ?? '{}') as Record<string, string>

  const connect = (server: StoredServer): McpConnection => {
    const { id, limits } = server
    let setup = joinSecrets(server.setup, {})
    let hidden: string[] = []
    const clean = (text: string) => redact(text, hidden)
    const openSession = async ({ onLine, onExit, ...hooks }: Hooks): Promise<Session> => {
      const values = await secrets(server)
      hidden = Object.values(values)
      setup = joinSecrets(server.setup, values)
      const { openSession } = await import('../../agents/mcp/session.ts')
      const entry = programs.register()
      try {
        const session = await openSession({
          ...hooks,
          setup,
          limits,
          version,
          ...entry,
          onLine: (line) => onLine(clean(line)),
          onExit(reason) {
            entry.onExit(reason)
            onExit(reason)
          },
          onTools: (tools) => keep(tools),
        })
        keep(session.tools)
        const unsaid = secretValues(values)
        return {
          ...session,
          call: async (name, input, { onProgress, ...options }) => {
            const tell = (message: string) => onProgress(withoutSecrets(message, unsaid))
            return withoutSecrets(await session.call(name, input, { ...options, onProgress: tell }), unsaid)
          },
        }
      } catch (error) {
        if (error instanceof AppError) throw error
        throw new AppError('mcp.not-started', clean(connectFailure(error, setup, limits.start)), { cause: error })
      }
    }
    const keep = (tools: Parameters<McpStore['setFound']>[1]) => {
      const changed = store.setFound(id, tools)
      if (changed.length > 0) log.info({ server: id, tools: changed }, 'tools changed: the risk set for them is undone')
      onChange(id)
    }
    return mcpConnection({
      open: openSession,
      callFailure: (error) => {
        const { code, message } = callFailure(error, setup, limits.call)
        return new AppError(code, clean(message), { cause: error })
      },
      isForgotten: isSessionGone,
      onChange: () => onChange(id),
    })
  }

  /** Ends it; one that is set up as it is then takes its place when it is needed. */
  const end = async (id: string): Promise<void> => {
    const connection = open.get(id)
    open.delete(id)
    await connection?.close()
  }

  return {
    secrets,
    /** The connection to a server, as it is set up now. */
    of(server: StoredServer): McpConnection {
      const connection = open.get(server.id) ?? connect(server)
      open.set(server.id, connection)
      return connection
    },
    state: (id: string): McpConnection['state'] => open.get(id)?.state ?? { status: 'stopped', log: [] },
    end,
    close: async (): Promise<void> => void (await Promise.all([...open.keys()].map(end))),
  }
}
