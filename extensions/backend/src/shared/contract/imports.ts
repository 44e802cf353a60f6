import * as z from 'zod'
import { id, time } from './common.ts'
import { workspace } from './workspaces.ts'

/** Version of the layout of an exported ZIP. */
export const archiveFormat = 1

/** What `manifest.json` of an exported workspace must say; what else stands there is ignored. */
export const workspaceManifest = z.object({
  kind: z.literal('workspace'),
  format: z.int(),
  workspace: z.object({ id, name: z.string().trim().min(1).max(200) }),
  documents: z.array(
    z.object({
      id,
      name: z.string(),
      folder: z.string().optional(),
      path: z.string().optional(),
      modifiedAt: time.optional(),
    }),
  ),
  tasks: z.array(id),
  artifacts: z
    .array(
      z.object({
        id,
        taskId: id,
        name: z.string(),
        mediaType: z.string().regex(/^[\w.+-]{1,100}\/[\w.+-]{1,100}$/),
        path: z.string(),
      }),
    )
    .default([]),
  files: z.record(z.string(), z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), size: z.int().min(0) })),
})
export type WorkspaceManifest = z.infer<typeof workspaceManifest>

export const importResult = workspace.extend({
  imported: z.object({
    documents: z.int(),
    tasks: z.int(),
    artifacts: z.int(),
    skipped: z.array(z.object({ path: z.string(), reason: z.string() })).describe('What was left out, and why'),
  }),
})
export type ImportResult = z.infer<typeof importResult>
