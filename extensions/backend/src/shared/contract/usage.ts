import * as z from 'zod'
import { id } from './common.ts'

const amount = {
  calls: z.int(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  milliseconds: z.int().describe('Time spent waiting for models'),
  cost: z.number().optional().describe('US dollars; absent where no price is known'),
  estimated: z
    .int()
    .describe('Of the calls, those whose server did not count tokens: four characters were taken for one'),
}

export const usageQuery = z.object({
  days: z.coerce.number().int().min(1).max(366).default(30).describe('How many days back, today included'),
  agentId: id.optional(),
  taskId: id.optional(),
})
export type UsageQuery = z.infer<typeof usageQuery>

const usageAmount = z.object(amount)
export type UsageAmount = z.infer<typeof usageAmount>

export const usageReport = z.object({
  days: z
    .array(z.object({ day: z.iso.date().describe("In this machine's time zone"), ...amount }))
    .describe('Every day asked for, the oldest first'),
  agents: z.array(z.object({ agentId: id.optional().describe('Absent for what no agent did'), ...amount })),
  models: z.array(z.object({ providerId: id, model: z.string(), ...amount })),
  total: usageAmount,
})
export type UsageReport = z.infer<typeof usageReport>
