import * as z from 'zod'

export const indexingState = z.object({
  paused: z.boolean().describe('Nothing more is taken up; what is being read is read to its end'),
  queued: z.int().describe('Documents that wait, of all workspaces'),
  indexing: z.int().describe('Documents that are being read'),
  waits: z.string().optional().describe('Why nothing is taken up although it is not paused, and what to do'),
})
export type IndexingState = z.infer<typeof indexingState>

export const indexingChange = indexingState.pick({ paused: true })
