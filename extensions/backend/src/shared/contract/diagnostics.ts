import * as z from 'zod'
import { time } from './common.ts'
import { presetId, provider } from './providers.ts'

const counts = z.record(z.string(), z.int())

export const diagnostics = z
  .object({
    version: z.string(),
    system: z.string().describe('Kind, release and processor'),
    node: z.string(),
    sqlite: z.string(),
    packed: z.boolean().describe('A release, not run from its sources'),
    uptime: z.int().describe('Seconds'),
    memory: z.int().describe('Bytes that the server holds'),
    freeDisk: z.int().describe('Bytes that are free where the data is'),
    dataDir: z.string().describe("With ~ for the owner's home"),
    storage: z.object({ database: z.int(), originals: z.int(), snapshots: z.int(), schema: z.int() }),
    documents: counts.describe('How many, by state'),
    tasks: counts.describe('How many, by state'),
    rows: counts.describe('How many workspaces, folders and agents there are'),
    providers: z.array(
      z.object({
        preset: presetId,
        local: z.boolean(),
        keyStore: provider.shape.keyStore,
        models: z.int(),
        hasDefault: z.boolean(),
        hasEmbeddings: z.boolean(),
      }),
    ),
  })
  .describe('What helps to find a fault; no names, no texts, no addresses, no keys')
export type Diagnostics = z.infer<typeof diagnostics>

export const logQuery = z.object({
  lines: z.coerce.number().int().min(1).max(2000).default(200).describe('The last so many'),
})

const logLine = z.object({
  time: time.optional(),
  level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']),
  name: z.string().optional().describe('Which process it is from'),
  message: z.string(),
  details: z.string().optional().describe('What else was noted: JSON, or the stack of an error'),
})
export type LogLine = z.infer<typeof logLine>

export const logTail = z.object({ path: z.string(), lines: z.array(logLine).describe('The oldest first') })
export type LogTail = z.infer<typeof logTail>
