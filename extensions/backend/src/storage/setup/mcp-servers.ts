import { randomUUIDv7 } from 'node:crypto'
import type { Risk } from '../../shared/contract/agents.ts'
import type { McpServer, McpSetup } from '../../shared/contract/mcp.ts'
import type { KeyStoreKind } from '../../shared/contract/providers.ts'
import { type Database, transaction } from '../database/database.ts'

type ServerRow = {
  id: string
  key: string
  name: string
  setup: string
  secret_store: KeyStoreKind | null
  enabled: number
  created_at: string
}
type ToolRow = { name: string; found: string | null; risk: Risk | null; enabled: number }

/** What a server says of one of its tools; `schema` is the JSON schema of its arguments. */
export type FoundTool = {
  name: string
  title?: string
  description: string
  schema: Record<string, unknown>
  claims: McpServer['tools'][number]['claims']
}
export type StoredTool = FoundTool & { risk: Risk | null; enabled: boolean }

export type StoredServer = Pick<McpServer, 'id' | 'key' | 'name' | 'limits' | 'keyStore' | 'enabled' | 'createdAt'> & {
  setup: McpSetup
}

const toServer = (row: ServerRow): StoredServer => {
  const { limits, ...setup } = JSON.parse(row.setup) as McpSetup & { limits: McpServer['limits'] }
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    setup: setup as McpSetup,
    limits,
    ...(row.secret_store && { keyStore: row.secret_store }),
    enabled: row.enabled === 1,
    createdAt: row.created_at,
  }
}

const toTool = ({ found, risk, enabled }: ToolRow): StoredTool => ({
  ...(JSON.parse(found ?? '{}') as FoundTool),
  risk,
  enabled: enabled === 1,
})

/** MCP servers and what is known of their tools. Values of secrets are elsewhere. */
export const mcpStore = (db: Database) => {
  const all = db.prepare('SELECT * FROM mcp_server ORDER BY created_at, id')
  const one = db.prepare('SELECT * FROM mcp_server WHERE id = ?')
  const byKey = db.prepare('SELECT * FROM mcp_server WHERE key = ?')
  const put = db.prepare(`
    INSERT INTO mcp_server (id, key, name, setup, secret_store, enabled, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, setup = excluded.setup, secret_store = excluded.secret_store,
      enabled = excluded.enabled`)
  const remove = db.prepare('DELETE FROM mcp_server WHERE id = ?')
  const tools = db.prepare('SELECT * FROM mcp_tool WHERE server_id = ? AND found IS NOT NULL ORDER BY name')
  const known = db.prepare('SELECT * FROM mcp_tool WHERE server_id = ?')
  const unlist = db.prepare('UPDATE mcp_tool SET found = NULL WHERE server_id = ?')
  const list = db.prepare(`
    INSERT INTO mcp_tool (server_id, name, found) VALUES (?, ?, ?)
    ON CONFLICT (server_id, name) DO UPDATE SET found = excluded.found`)
  const distrust = db.prepare('UPDATE mcp_tool SET risk = NULL WHERE server_id = ? AND name = ?')
  const distrustAll = db.prepare('UPDATE mcp_tool SET risk = NULL WHERE server_id = ?')
  const forget = db.prepare(
    'DELETE FROM mcp_tool WHERE server_id = ? AND found IS NULL AND risk IS NULL AND enabled = 1',
  )
  const choose = db.prepare('UPDATE mcp_tool SET risk = ?, enabled = ? WHERE server_id = ? AND name = ?')

  const toolsOf = (id: string) => (tools.all(id) as ToolRow[]).map(toTool)

  return {
    newId: (): string => randomUUIDv7(),
    all: (): StoredServer[] => (all.all() as ServerRow[]).map(toServer),
    find(id: string): StoredServer | undefined {
      const row = one.get(id) as ServerRow | undefined
      return row && toServer(row)
    },
    findKey(key: string): StoredServer | undefined {
      const row = byKey.get(key) as ServerRow | undefined
      return row && toServer(row)
    },
    /** Stores a server under its id, in place of what stood there; its key and its tools stay. */
    put({ id, key, name, setup, limits, keyStore, enabled, createdAt }: StoredServer): void {
      put.run(id, key, name, JSON.stringify({ ...setup, limits }), keyStore ?? null, enabled ? 1 : 0, createdAt)
    },
    remove: (id: string) => void remove.run(id),

    /** Those that the server offered when it was last asked. */
    tools: toolsOf,
    /**
     * Stores what a server offers now. What the user chose for a tool stays, but the risk that was set for one that has
     * become another since; gives back the names of those.
     */
    setFound(id: string, found: readonly FoundTool[]): string[] {
      return transaction(db, () => {
        if (!one.get(id)) return []
        const before = new Map((known.all(id) as ToolRow[]).map((row) => [row.name, row]))
        unlist.run(id)
        const changed: string[] = []
        for (const tool of found) {
          const text = JSON.stringify(tool)
          list.run(id, tool.name, text)
          const row = before.get(tool.name)
          if (!row?.risk || row.found === text) continue
          distrust.run(id, tool.name)
          changed.push(tool.name)
        }
        forget.run(id)
        return changed
      })
    },
    /** Takes back the risk that was set for each of its tools. */
    distrustAll: (id: string) => void distrustAll.run(id),
    choose: (id: string, name: string, { risk, enabled }: Pick<StoredTool, 'risk' | 'enabled'>) =>
      void choose.run(risk, enabled ? 1 : 0, id, name),
  }
}
export type McpStore = ReturnType<typeof mcpStore>
