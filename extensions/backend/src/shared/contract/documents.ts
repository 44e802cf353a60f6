import * as z from 'zod'
import { id, time } from './common.ts'

const documentStatus = z.enum(['queued', 'indexing', 'ready', 'failed'])
export type DocumentStatus = z.infer<typeof documentStatus>

export const document = z.object({
  id,
  workspaceId: id,
  name: z.string().describe('File name, without folders'),
  folder: z.string().optional().describe('Folder it came in with, `/` between its parts'),
  folderId: id.optional().describe('The folder of this computer whose file it follows'),
  mediaType: z.string(),
  size: z.int().describe('Bytes'),
  sha256: z.string(),
  status: documentStatus,
  progress: z.number().min(0).max(1),
  pages: z.int(),
  passages: z.int(),
  error: z.string().optional().describe('Why it failed and what to do'),
  errorCode: z
    .string()
    .optional()
    .describe('The same for programs: `document.encrypted` may be retried with the password'),
  original: z
    .enum(['damaged', 'missing'])
    .optional()
    .describe(
      'What is wrong with its original on the disk; what was read of it stays. The same file, added again, mends it',
    ),
  modifiedAt: time.optional().describe("The file's own date, where it is known; filters go by it"),
  createdAt: time,
})
export type Document = z.infer<typeof document>

/** What may go along when a document is read again. */
export const readAgain = z
  .object({
    password: z
      .string()
      .min(1)
      .max(1000)
      .optional()
      .describe('Opens a protected PDF or office document; kept in memory only, until AIOS ends'),
  })
  .optional()
export type ReadAgain = z.infer<typeof readAgain>

const pageReceipt = z.object({
  page: z.int().describe('1-based; for formats without pages, the section'),
  characters: z.int(),
  passages: z.int(),
  warnings: z.array(z.string()),
})
export type PageReceipt = z.infer<typeof pageReceipt>

const receipt = z.object({
  pages: z.array(pageReceipt),
  warnings: z.array(z.string()).describe('What concerns the whole document'),
  took: z.number().optional().describe('Milliseconds from taking it up to ready'),
  sameAs: z.string().optional().describe('Name of a document of the same bytes, whose pages were taken over'),
})
export type Receipt = z.infer<typeof receipt>

export const documentWithReceipt = document.extend({ receipt })
export type DocumentWithReceipt = z.infer<typeof documentWithReceipt>

export const page = z.object({
  text: z.string(),
  width: z.number().optional().describe('Points (1/72 inch), for formats that have pages'),
  height: z.number().optional(),
  headings: z
    .array(z.object({ start: z.int(), end: z.int(), level: z.int() }))
    .optional()
    .describe('Lines of the text that are headings (UTF-16 ranges), 1 the highest'),
})
export type Page = z.infer<typeof page>

export const openDocument = z.object({
  how: z.enum(['open', 'reveal']).describe('With the program for its type, or as a file in its folder'),
})
