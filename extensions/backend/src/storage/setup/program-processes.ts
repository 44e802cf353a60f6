import { isProcessGone, processName } from '../../base/lease.ts'
import type { Database } from '../database/database.ts'

/** A process that runs for an MCP server; `birth` tells it from a later one that got its id. */
export type McpProcess = { pid: number; birth: string }

/** Processes that were started for MCP servers, so that none outlives AIOS for long, however that ended. */
export const mcpProcessStore = (db: Database) => {
  const insert = db.prepare('INSERT OR REPLACE INTO mcp_process (pid, birth, owner) VALUES (?, ?, ?)')
  const remove = db.prepare('DELETE FROM mcp_process WHERE pid = ? AND birth = ?')
  const all = db.prepare('SELECT pid, birth, owner FROM mcp_process')
  return {
    add: ({ pid, birth }: McpProcess) => void insert.run(pid, birth, processName),
    remove: ({ pid, birth }: McpProcess) => void remove.run(pid, birth),
    /** Those whose owner on this host runs no more. */
    abandoned: (): (McpProcess & { owner: string })[] =>
      (all.all() as (McpProcess & { owner: string })[]).filter(({ owner }) => isProcessGone(owner)),
  }
}
export type McpProcessStore = ReturnType<typeof mcpProcessStore>
