import { randomUUIDv7 } from 'node:crypto'
import type { ByKind } from '../../shared/agent-kinds.ts'
import { type Agent, type AgentFacts, usualApprovals, usualLimits } from '../../shared/contract/agents.ts'
import type { External } from '../../shared/contract/external.ts'
import type { Database } from '../database/database.ts'

type Row = {
  id: string
  name: string
  description: string
  icon: string | null
  built_in: number
  kind: Agent['kind']
  instructions: string
  provider_id: string | null
  model_id: string | null
  tools: string
  scope: string | null
  limits: string
  approvals: string
  output_schema: string | null
  external: string | null
  created_at: string
}

/** How agents of a kind answer follows from it. */
const agentOf = (facts: AgentFacts, parted: ByKind<External>): Agent => {
  if (parted.kind === 'external') return { ...facts, ...parted, mode: 'model' }
  if (parted.kind === 'model') return { ...facts, kind: 'model', mode: 'model' }
  return { ...facts, kind: parted.kind, mode: 'extractive' }
}

const toAgent = (row: Row): Agent => agentOf(factsOf(row), kindOf(row))

const kindOf = ({ kind, external }: Row): ByKind<External> =>
  kind === 'external' ? { kind, external: JSON.parse(external ?? '') as External } : { kind }

const factsOf = (row: Row): AgentFacts => ({
  id: row.id,
  name: row.name,
  description: row.description,
  ...(row.icon !== null && { icon: row.icon }),
  builtIn: row.built_in === 1,
  instructions: row.instructions,
  ...(row.provider_id !== null && { providerId: row.provider_id }),
  ...(row.model_id !== null && { modelId: row.model_id }),
  tools: JSON.parse(row.tools) as Agent['tools'],
  ...(row.scope !== null && { scope: JSON.parse(row.scope) as Agent['scope'] }),
  limits: { ...usualLimits, ...(JSON.parse(row.limits) as Partial<Agent['limits']>) },
  approvals: { ...usualApprovals, ...(JSON.parse(row.approvals) as Partial<Agent['approvals']>) },
  ...(row.output_schema !== null && { outputSchema: JSON.parse(row.output_schema) as Agent['outputSchema'] }),
  createdAt: row.created_at,
})

const toJson = (value: unknown) => (value === undefined ? null : JSON.stringify(value))

export const agentStore = (db: Database) => {
  const all = db.prepare('SELECT * FROM agent ORDER BY built_in DESC, created_at, id')
  const one = db.prepare('SELECT * FROM agent WHERE id = ?')
  const put = db.prepare(`
    INSERT INTO agent (id, name, description, icon, built_in, kind, mode, instructions, provider_id, model_id, tools,
      scope, limits, approvals, output_schema, external, created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description, icon = excluded.icon,
      kind = excluded.kind, mode = excluded.mode, instructions = excluded.instructions,
      provider_id = excluded.provider_id, model_id = excluded.model_id, tools = excluded.tools, scope = excluded.scope,
      limits = excluded.limits, approvals = excluded.approvals, output_schema = excluded.output_schema,
      external = excluded.external`)
  const remove = db.prepare('DELETE FROM agent WHERE id = ?')

  const find = (id: string): Agent | undefined => {
    const found = one.get(id) as Row | undefined
    return found && toAgent(found)
  }

  return {
    find,
    all: (): Agent[] => (all.all() as Row[]).map(toAgent),
    /** Stores an agent under its id, in place of what stood there. */
    put(agent: Agent): void {
      const { id, name, description, icon, builtIn, kind, mode, instructions, createdAt } = agent
      const { providerId, modelId, tools, scope, limits, approvals, outputSchema, external } = agent
      put.run(
        ...[id, name, description, icon ?? null, Number(builtIn), kind, mode, instructions],
        ...[providerId ?? null, modelId ?? null, JSON.stringify(tools), toJson(scope)],
        ...[JSON.stringify(limits), JSON.stringify(approvals), toJson(outputSchema), toJson(external), createdAt],
      )
    },
    newId: (): string => randomUUIDv7(),
    add(facts: Omit<AgentFacts, 'createdAt'>, parted: ByKind<External>): Agent {
      const added = agentOf({ ...facts, createdAt: new Date().toISOString() }, parted)
      this.put(added)
      return added
    },
    remove: (id: string) => void remove.run(id),
  }
}
export type AgentStore = ReturnType<typeof agentStore>
