import type { KeyStoreKind } from '../../shared/contract/providers.ts'
import type { Database } from '../database/database.ts'

/** Whether other programs may use the library, and with which token: its SHA-256 as hex, and where it is kept. */
export type StoredAccess = { enabled: boolean; sha256: string; keyStore: KeyStoreKind }

type Row = { enabled: number; token_sha256: string; token_store: KeyStoreKind }

export const mcpAccessStore = (db: Database) => {
  const one = db.prepare('SELECT * FROM mcp_access')
  const put = db.prepare(`
    INSERT INTO mcp_access (number, enabled, token_sha256, token_store) VALUES (1, ?, ?, ?)
    ON CONFLICT (number) DO UPDATE SET enabled = excluded.enabled, token_sha256 = excluded.token_sha256,
      token_store = excluded.token_store`)
  return {
    get(): StoredAccess | undefined {
      const row = one.get() as Row | undefined
      return row && { enabled: row.enabled === 1, sha256: row.token_sha256, keyStore: row.token_store }
    },
    put: ({ enabled, sha256, keyStore }: StoredAccess) => void put.run(enabled ? 1 : 0, sha256, keyStore),
  }
}
export type McpAccessStore = ReturnType<typeof mcpAccessStore>
