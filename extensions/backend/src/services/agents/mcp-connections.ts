import { callFailure, isSessionGone, startFailure } from '../../agents/mcp/failure.ts'
import type { Session } from '../../agents/mcp/session.ts'
import { AppError } from '../../base/errors.ts'
import { processName } from '../../base/lease.ts'
import { type Logger, redact } from '../../base/log.ts'
import { notedProcess } from '../../programs/noted-process.ts'
import type { McpStore, StoredServer } from '../../storage/setup/mcp-servers.ts'
import type { McpProcessStore } from '../../storage/setup/program-processes.ts'
import type { KeyService } from '../models/keys.ts'
import { type Hooks, type McpConnection, mcpConnection } from './mcp-connection.ts'
import { joinSecrets, secretValues, withoutSecrets } from './program-secrets.ts'

type Parts = {
  store: McpStore
  processes: McpProcessStore
  keys: KeyService
  log: Logger
  version: string
  onChange(id: string): void
}

/** The servers that are at work, by id, each with its secrets and with a note of its process. */
export const mcpConnections = ({ store, processes, keys, log, version, onChange }: Parts) => {
  const open = new Map<string, McpConnection>()
  let started = 0

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
      const process = notedProcess(processes, log)
      try {
        const session = await openSession({
          ...hooks,
          setup,
          limits,
          version,
          mark: `${processName}:${++started}`,
          onLine: (line) => onLine(clean(line)),
          onSpawn: (pid) => void process.began(pid),
          onExit(reason) {
            process.gone()
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
        throw new AppError('mcp.not-started', clean(startFailure(error, setup, limits.start)), { cause: error })
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
    async endAbandoned(): Promise<void> {
      const abandoned = processes.abandoned()
      if (abandoned.length === 0) return
      const { endAbandoned } = await import('../../programs/process-tree.ts')
      for (const process of abandoned) {
        await endAbandoned(process)
        processes.remove(process)
      }
    },
    close: async (): Promise<void> => void (await Promise.all([...open.keys()].map(end))),
  }
}
