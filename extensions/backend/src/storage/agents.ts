import type { Agent } from '../contract/agents.ts'
import type { Database } from './database.ts'

type Row = { id: string; name: string; description: string; built_in: number; mode: Agent['mode']; created_at: string }

const toAgent = (row: Row): Agent => ({
  id: row.id,
  name: row.name,
  description: row.description,
  builtIn: row.built_in === 1,
  mode: row.mode,
  createdAt: row.created_at,
})

export const agentStore = (db: Database) => {
  const all = db.prepare('SELECT * FROM agent ORDER BY built_in DESC, created_at')
  const one = db.prepare('SELECT * FROM agent WHERE id = ?')
  const put = db.prepare(`
    INSERT INTO agent (id, name, description, built_in, mode, created_at) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description, mode = excluded.mode`)

  return {
    all: (): Agent[] => (all.all() as Row[]).map(toAgent),
    find(id: string): Agent | undefined {
      const found = one.get(id) as Row | undefined
      return found && toAgent(found)
    },
    put({ id, name, description, builtIn, mode, createdAt }: Agent): void {
      put.run(id, name, description, builtIn ? 1 : 0, mode, createdAt)
    },
  }
}
export type AgentStore = ReturnType<typeof agentStore>
