import * as z from 'zod'
import { id, time } from './common.ts'

export const originalCheck = z.object({
  status: z.enum(['idle', 'running']),
  checked: z.int().describe('Contents that this check, or the last one, has looked at'),
  total: z.int(),
  bytes: z.int().describe('Bytes that were read for it'),
  beganAt: time.optional(),
  endedAt: time.optional().describe('When the last full check came to its end'),
  damaged: z
    .array(z.object({ id, workspaceId: id, name: z.string(), fault: z.enum(['damaged', 'missing']) }))
    .describe('Documents whose originals are damaged or missing now'),
  kept: z
    .object({ path: z.string(), files: z.int(), size: z.int().describe('Bytes') })
    .optional()
    .describe('Damaged bytes that were replaced by the right ones, and are kept'),
})
export type OriginalCheck = z.infer<typeof originalCheck>
