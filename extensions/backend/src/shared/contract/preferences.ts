import * as z from 'zod'
import { id } from './common.ts'

export const preferences = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  workspaceId: id.optional().describe('The workspace that was open last; it may be gone'),
})
export type Preferences = z.infer<typeof preferences>

export const preferencesChange = z.object({
  theme: z.enum(['system', 'light', 'dark']).optional(),
  workspaceId: id.optional(),
})
export type PreferencesChange = z.infer<typeof preferencesChange>
