import * as z from 'zod'
import { id, time } from './common.ts'

export const embeddingsChoice = z.object({
  providerId: id,
  modelId: z.string().trim().min(1).max(500).optional().describe("Without it, the provider's model for embeddings"),
})
export type EmbeddingsChoice = z.infer<typeof embeddingsChoice>

export const embeddingsChange = z
  .object({
    choice: embeddingsChoice
      .nullable()
      .optional()
      .describe('Which model turns passages into vectors; null switches it off and removes the vectors'),
    paused: z
      .boolean()
      .optional()
      .describe('Nothing more is sent until it is resumed; vectors that are there count on'),
  })
  .describe('An empty change tries again at once after a failure')
export type EmbeddingsChange = z.infer<typeof embeddingsChange>

const progress = {
  done: z.int().describe('Passages that have their vector'),
  total: z.int().describe('Passages of all documents that are ready'),
}

export const embeddingsState = z.object({
  state: z.enum(['off', 'running', 'paused', 'ready', 'failed']),
  choice: embeddingsChoice.optional(),
  model: z.string().optional().describe('The model that is used'),
  dimensions: z.int().optional().describe('Numbers that each vector has; absent until the first one came'),
  ...progress,
  waits: z.boolean().describe('It rests until the documents that are being read are read'),
  error: z.string().optional().describe('Why it failed, and what to do; it tries again by itself'),
  retryAt: time.optional().describe('When it tries again'),
  workspaces: z.array(z.object({ id, ...progress })),
})
export type EmbeddingsState = z.infer<typeof embeddingsState>
