import * as z from 'zod'
import { id, time } from './common.ts'

const unclaimedFile = z.object({
  sha256: z.string(),
  size: z.int().describe('Bytes'),
  name: z.string().optional().describe('What it was called, where that is known'),
  workspaceId: id.optional().describe('The workspace that it belonged to, where that is still there'),
  since: time.describe('When it was set aside'),
  until: time.describe('When it is deleted'),
})
export type UnclaimedFile = z.infer<typeof unclaimedFile>

const amounts = { documents: z.int(), workspaces: z.int(), folders: z.int() }

export const recovery = z.object({
  doubt: z
    .object({
      reason: z.enum(['new', 'restored', 'repaired', 'older', 'foreign', 'uncatalogued']),
      since: time,
    })
    .optional()
    .describe('Why the database may not know all originals; for a day, nothing is removed'),
  isOpen: z.boolean().describe('Nobody has said yet what is to become of what only the catalogue knows'),
  missing: z
    .object({ ...amounts, files: z.int().describe('Originals of which not even the catalogue knows a name') })
    .describe('What the database does not know although its originals are here'),
  progress: z.object({ done: z.int(), total: z.int() }).optional().describe('Documents, while they are recovered'),
  unclaimed: z.array(unclaimedFile).describe('Originals that belong to nothing, the first to be deleted first'),
})
export type Recovery = z.infer<typeof recovery>

export const recovered = z.object({
  ...amounts,
  setAside: z.int().describe('Originals that are unclaimed now: files of tasks, and those without a name'),
})
export type Recovered = z.infer<typeof recovered>

/** Where a file goes whose own workspace is gone. */
export const bringBack = z.object({ workspaceId: id.optional() })
export type BringBack = z.infer<typeof bringBack>

export const broughtBack = z.object({ documents: z.int() })
export const deleted = z.object({ files: z.int() })
