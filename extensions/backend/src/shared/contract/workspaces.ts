import * as z from 'zod'
import { id, time } from './common.ts'

export const workspace = z.object({
  id,
  name: z.string(),
  createdAt: time,
  documents: z.int().describe('How many documents it holds'),
})
export type Workspace = z.infer<typeof workspace>

export const workspaceName = z.object({ name: z.string().trim().min(1).max(200) })
