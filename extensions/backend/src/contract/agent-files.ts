import * as z from 'zod'
import { newAgent } from './agents.ts'

/** Version of the layout of an exported agent. */
export const agentFileVersion = 1

/** An agent as a file: nothing secret, and nothing that only this machine knows. */
export const agentFile = z.object({
  format: z.literal('aios-agent'),
  version: z.int().min(1),
  agent: newAgent.omit({ providerId: true, scope: true }).extend({
    provider: z.string().max(200).optional().describe('Name of the provider that it used'),
  }),
})
export type AgentFile = z.infer<typeof agentFile>
