import * as z from 'zod'
import { id, time } from './common.ts'

export const agentLimits = z.object({
  quotes: z.int().min(1).max(200).describe('How many quotes an answer has at most; in a table, how many rows'),
})

export const agentKind = z
  .enum(['answer', 'summarize', 'extract'])
  .describe('What it does with a prompt: answers it, sums up what it names, lists what it names')

export const agent = z.object({
  id,
  name: z.string(),
  description: z.string(),
  builtIn: z.boolean().describe('Came with AIOS; cannot be changed or removed'),
  kind: agentKind,
  mode: z.enum(['extractive', 'model']).describe('How it answers'),
  limits: agentLimits,
  createdAt: time,
})
export type Agent = z.infer<typeof agent>

export const newAgent = z.object({
  name: z.string().trim().min(1).max(200),
  description: z.string().trim().max(2000).default(''),
  kind: agentKind.default('answer'),
  limits: agentLimits.default({ quotes: 6 }),
})
export type NewAgent = z.infer<typeof newAgent>

export const agentChange = z.object({
  name: newAgent.shape.name.optional(),
  description: z.string().trim().max(2000).optional(),
  limits: agentLimits.optional(),
})
export type AgentChange = z.infer<typeof agentChange>

export const runRequest = z.object({
  agentId: z.string(),
  workspaceId: z.string(),
  prompt: z.string().trim().min(1).max(20_000),
  documentIds: z.array(z.string()).min(1).max(10_000).optional().describe('Look in these only'),
  exhaustive: z
    .boolean()
    .optional()
    .describe('Answer by checking every document; without it, questions like "how many" and "list all" are'),
})
export type RunRequest = z.infer<typeof runRequest>
