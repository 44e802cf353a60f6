import type { Grant } from '../../shared/contract/approvals.ts'
import type { Database } from '../database/database.ts'

type Row = { id: string; agent_id: string; tool: string; created_at: string }

/** What agents may do from now on without being asked; added with the decision. */
export const grantStore = (db: Database) => {
  const all = db.prepare('SELECT * FROM agent_grant ORDER BY created_at DESC, id')
  const has = db.prepare('SELECT 1 FROM agent_grant WHERE agent_id = ? AND tool = ? AND identity IS ?')
  const remove = db.prepare('DELETE FROM agent_grant WHERE id = ?')

  return {
    all: (): Grant[] =>
      (all.all() as Row[]).map((row) => ({
        id: row.id,
        agentId: row.agent_id,
        tool: row.tool,
        createdAt: row.created_at,
      })),
    /** Whether the agent may use the tool, as what it is now. */
    has: (agentId: string, tool: string, identity?: string): boolean =>
      has.get(agentId, tool, identity ?? null) !== undefined,
    /** False when there was none. */
    remove: (id: string): boolean => remove.run(id).changes === 1,
  }
}
export type GrantStore = ReturnType<typeof grantStore>
