import type { UsageAmount, UsageQuery } from '../../shared/contract/usage.ts'
import type { Database } from '../database/database.ts'

/** What one request to a model took. */
export type UsageRecord = {
  providerId: string
  model: string
  taskId?: string
  agentId?: string
  inputTokens: number
  outputTokens: number
  /** The server did not say how many tokens there were. */
  estimated: boolean
  milliseconds: number
  /** US dollars. */
  cost?: number
}

type AmountRow = { [Name in keyof Required<UsageAmount>]: Required<UsageAmount>[Name] | null }

const toAmount = ({ cost, ...row }: AmountRow): UsageAmount => ({
  calls: row.calls ?? 0,
  inputTokens: row.inputTokens ?? 0,
  outputTokens: row.outputTokens ?? 0,
  milliseconds: row.milliseconds ?? 0,
  estimated: row.estimated ?? 0,
  ...(cost !== null && { cost }),
})

const amount = `count(*) AS calls, sum(input_tokens) AS inputTokens, sum(output_tokens) AS outputTokens,
  sum(milliseconds) AS milliseconds, sum(cost) AS cost, sum(estimated) AS estimated`
const asked = `FROM usage WHERE created_at >= :since AND (:agentId IS NULL OR agent_id = :agentId)
  AND (:taskId IS NULL OR task_id = :taskId)`

/** What requests to models took, one row each. */
export const usageStore = (db: Database) => {
  const insert = db.prepare(`
    INSERT INTO usage (provider_id, model, task_id, agent_id, input_tokens, output_tokens, estimated, milliseconds,
      cost, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const byDay = db.prepare(`SELECT date(created_at, 'localtime') AS day, ${amount} ${asked} GROUP BY day ORDER BY day`)
  const byAgent = db.prepare(`SELECT agent_id AS agentId, ${amount} ${asked} GROUP BY agent_id ORDER BY calls DESC`)
  const byModel = db.prepare(`
    SELECT provider_id AS providerId, model, ${amount} ${asked} GROUP BY provider_id, model ORDER BY calls DESC`)
  const ofTask = db.prepare(`SELECT ${amount} FROM usage WHERE task_id = ?`)
  const total = db.prepare(`SELECT ${amount} ${asked}`)

  return {
    add({ providerId, model, taskId, agentId, cost, estimated, ...used }: UsageRecord): void {
      const who = [providerId, model, taskId ?? null, agentId ?? null]
      const tokens = [used.inputTokens, used.outputTokens, Number(estimated), Math.round(used.milliseconds)]
      insert.run(...who, ...tokens, cost ?? null, new Date().toISOString())
    },

    /** All that a task has used. */
    ofTask: (taskId: string): UsageAmount => toAmount(ofTask.get(taskId) as AmountRow),

    /** Sums of what was used since a time, ISO 8601; days that nothing was used on are left out. */
    report(since: string, { agentId, taskId }: Pick<UsageQuery, 'agentId' | 'taskId'>) {
      const filter = { since, agentId: agentId ?? null, taskId: taskId ?? null }
      const days = byDay.all(filter) as (AmountRow & { day: string })[]
      const agents = byAgent.all(filter) as (AmountRow & { agentId: string | null })[]
      const models = byModel.all(filter) as (AmountRow & { providerId: string; model: string })[]
      return {
        days: days.map(({ day, ...row }) => ({ day, ...toAmount(row) })),
        agents: agents.map(({ agentId, ...row }) => ({ ...(agentId !== null && { agentId }), ...toAmount(row) })),
        models: models.map(({ providerId, model, ...row }) => ({ providerId, model, ...toAmount(row) })),
        total: toAmount(total.get(filter) as AmountRow),
      }
    },
  }
}
export type UsageStore = ReturnType<typeof usageStore>
