import * as z from 'zod'
import { time } from './common.ts'

const snapshotKind = z
  .enum(['daily', 'monthly', 'migration', 'manual', 'before-restore', 'damaged', 'rescued'])
  .describe(
    'daily and monthly: made by itself; migration: before a new version changed it; manual: asked for; before-restore: what was there before a restore; damaged: set aside for damage; rescued: kept of a database that was deleted',
  )
export type SnapshotKind = z.infer<typeof snapshotKind>

const snapshotInfo = z.object({
  name: z.string(),
  kind: snapshotKind,
  size: z.int().describe('Bytes'),
  createdAt: time,
  verified: z.boolean().optional().describe('What its check found; left out where there was none yet'),
})
export type SnapshotInfo = z.infer<typeof snapshotInfo>

export const storageReport = z.object({
  dataDir: z.string().describe('Where everything is kept'),
  logDir: z.string(),
  database: z.int().describe('Bytes of the database: text, index, tasks'),
  originals: z.int().describe('Bytes of the original files, each content once'),
  snapshots: z.array(snapshotInfo).describe('Copies of the database, the oldest first'),
  snapshotBudget: z
    .int()
    .describe('Bytes that copies may take before the oldest go; those of damaged databases not counted'),
})
export type StorageReport = z.infer<typeof storageReport>
