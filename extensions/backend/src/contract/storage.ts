import * as z from 'zod'
import { time } from './common.ts'

export const storageReport = z.object({
  dataDir: z.string().describe('Where everything is kept'),
  logDir: z.string(),
  database: z.int().describe('Bytes of the database: text, index, tasks'),
  originals: z.int().describe('Bytes of the original files, each content once'),
  snapshots: z
    .array(z.object({ name: z.string(), size: z.int().describe('Bytes'), createdAt: time }))
    .describe('Copies of the database, the oldest first'),
})
export type StorageReport = z.infer<typeof storageReport>
