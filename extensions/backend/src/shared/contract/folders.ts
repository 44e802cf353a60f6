import * as z from 'zod'
import { id, time } from './common.ts'

const folderMode = z
  .enum(['copy', 'in-place'])
  .describe('Whether its files are copied into AIOS, or read where they are')
export type FolderMode = z.infer<typeof folderMode>

const ignore = z
  .array(z.string().trim().min(1).max(500))
  .max(100)
  .describe(
    'Globs of what is left out besides hidden files, unfinished ones and what is no document: `drafts/`, `*.log`, `old/**/*.txt`',
  )

/** A folder on this computer whose documents follow its files. */
export const folder = z.object({
  id,
  workspaceId: id,
  path: z.string().describe('Where it is, absolute'),
  mode: folderMode,
  ignore,
  status: z.enum(['scanning', 'in-step', 'failed']).describe('Failed ones are looked at again by themselves'),
  files: z.int().describe('Files that are documents'),
  leftOut: z.int().describe('Files whose documents were removed by hand; they stay left out'),
  error: z.string().optional().describe('Why it is out of sync and what to do'),
  scannedAt: time.optional().describe('When it was in step last'),
  createdAt: time,
})
export type Folder = z.infer<typeof folder>

export const newFolder = z.object({
  path: z.string().min(1).max(4096).describe('Absolute path of a folder that is there'),
  mode: folderMode.default('copy'),
  ignore: ignore.default([]),
})
export type NewFolder = z.infer<typeof newFolder>

export const folderChange = z.object({ ignore })
export type FolderChange = z.infer<typeof folderChange>

export const folderRemoval = z.object({
  documents: z.enum(['keep', 'remove']).default('keep').describe('What becomes of its documents'),
})
export type FolderRemoval = z.infer<typeof folderRemoval>
