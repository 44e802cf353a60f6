import * as z from 'zod'
import { id, time } from './common.ts'

const content = z.object({ size: z.int(), sha256: z.string() })

export const fileChange = z
  .object({
    id,
    taskId: id,
    artifactId: id.optional().describe('Absent: it is a file of this computer'),
    name: z.string().describe('Of the artifact, or the whole path'),
    before: content.optional().describe('Absent: the file was not there'),
    after: content.optional().describe('Absent: the file is there no more'),
    restores: id.optional().describe('The change that it took back'),
    isUndone: z.boolean().describe('The file is as it was before the change, so there is nothing to take back'),
    createdAt: time,
  })
  .describe('One change of a file that a task made: each is a version of it')
export type FileChange = z.infer<typeof fileChange>
