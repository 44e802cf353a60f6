import { randomUUIDv7 } from 'node:crypto'
import type { Agent } from '../contract/agents.ts'
import type { Database } from './database.ts'

type Row = {
  id: string
  name: string
  description: string
  built_in: number
  kind: Agent['kind']
  mode: Agent['mode']
  limits: string
  created_at: string
}

const toAgent = (row: Row): Agent => ({
  id: row.id,
  name: row.name,
  description: row.description,
  builtIn: row.built_in === 1,
  kind: row.kind,
  mode: row.mode,
  limits: JSON.parse(row.limits) as Agent['limits'],
  createdAt: row.created_at,
})

export const agentStore = (db: Database) => {
  const all = db.prepare('SELECT * FROM agent ORDER BY built_in DESC, created_at, id')
  const one = db.prepare('SELECT * FROM agent WHERE id = ?')
  const put = db.prepare(`
    INSERT INTO agent (id, name, description, built_in, kind, mode, limits, created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description, kind = excluded.kind,
      mode = excluded.mode, limits = excluded.limits`)
  const remove = db.prepare('DELETE FROM agent WHERE id = ?')

  const find = (id: string): Agent | undefined => {
    const found = one.get(id) as Row | undefined
    return found && toAgent(found)
  }

  return {
    find,
    all: (): Agent[] => (all.all() as Row[]).map(toAgent),
    /** Stores an agent under its id, in place of what stood there. */
    put({ id, name, description, builtIn, kind, mode, limits, createdAt }: Agent): void {
      put.run(id, name, description, builtIn ? 1 : 0, kind, mode, JSON.stringify(limits), createdAt)
    },
    add(agent: Omit<Agent, 'id' | 'createdAt'>): Agent {
      const added = { ...agent, id: randomUUIDv7(), createdAt: new Date().toISOString() }
      this.put(added)
      return added
    },
    remove: (id: string) => void remove.run(id),
  }
}
export type AgentStore = ReturnType<typeof agentStore>
