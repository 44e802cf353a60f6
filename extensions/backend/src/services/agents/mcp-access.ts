import { randomBytes } from 'node:crypto'
import { dataDirectory } from '../../base/data-dir.ts'
import { sha256Of, tokenMatches } from '../../base/request-checks.ts'
import { commandFor } from '../../runtime.ts'
import type { McpAccess, McpAccessChange } from '../../shared/contract/mcp.ts'
import type { McpAccessStore, StoredAccess } from '../../storage/setup/mcp-access.ts'
import type { KeyService } from '../models/keys.ts'

type Parts = { store: McpAccessStore; keys: KeyService; port: () => number; dataDir: string }

/** Under which its token lies among the keys. */
const keyId = 'mcp-access'

/** The access of other programs to the library: off until the user allows it, with a token that is nobody else's. */
export const mcpAccessService = ({ store, keys, port, dataDir }: Parts) => {
  const shown = async (access: StoredAccess | undefined): Promise<McpAccess> => {
    const { command, args } = commandFor('mcp')
    // Where it cannot be had, a new one can be made.
    const token = access?.enabled ? await keys.get(keyId, access.keyStore).catch(() => undefined) : undefined
    return {
      enabled: access?.enabled ?? false,
      url: `http://127.0.0.1:${port()}/mcp`,
      ...(token !== undefined && { token }),
      command: [command, ...args],
      ...(dataDir !== dataDirectory({ env: {} }) && { env: { AIOS_DATA_DIR: dataDir } }),
    }
  }

  return {
    get: (): Promise<McpAccess> => shown(store.get()),
    async change({ enabled, newToken }: McpAccessChange): Promise<McpAccess> {
      const before = store.get()
      const next = enabled ?? before?.enabled ?? false
      if (before && !newToken) store.put({ ...before, enabled: next })
      else if (next || newToken) {
        const token = randomBytes(32).toString('base64url')
        store.put({ enabled: next, sha256: sha256Of(token).toString('hex'), keyStore: await keys.set(keyId, token) })
      }
      return shown(store.get())
    },
    isEnabled: (): boolean => store.get()?.enabled ?? false,
    /** Whether an `Authorization` header carries the token; asked anew each time, as another instance may change it. */
    admits(authorization: string | undefined): boolean {
      const access = store.get()
      return access !== undefined && tokenMatches(Buffer.from(access.sha256, 'hex'), authorization)
    },
  }
}
