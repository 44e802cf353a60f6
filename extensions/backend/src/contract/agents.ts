import * as z from 'zod'
import { id, time } from './common.ts'

export const agent = z.object({
  id,
  name: z.string(),
  description: z.string(),
  builtIn: z.boolean(),
  mode: z.enum(['extractive', 'model']).describe('How it answers'),
  createdAt: time,
})
export type Agent = z.infer<typeof agent>

export const runRequest = z.object({
  agentId: id,
  workspaceId: id,
  prompt: z.string().trim().min(1).max(20_000),
  documentIds: z.array(id).max(10_000).optional().describe('Look in these only'),
})
export type RunRequest = z.infer<typeof runRequest>
