import * as z from 'zod'
import { byKind, unlikeKind } from '../agent-kinds.ts'
import { newAgentFields } from './agents.ts'
import { external } from './external.ts'

/** Version of the layout of an exported agent. */
export const agentFileVersion = 1

/** An agent as a file: nothing secret, and nothing that only this machine knows. */
export const agentFile = z.object({
  format: z.literal('aios-agent'),
  version: z.int().min(1),
  agent: newAgentFields
    .omit({ providerId: true, scope: true })
    .extend({
      provider: z.string().max(200).optional().describe('Name of the provider that it used'),
      external: external
        .pick({ command: true, args: true, env: true, documents: true, library: true })
        .optional()
        .describe('A program; the values of its variables, and the folder it works in, are not told'),
    })
    .refine(({ kind, external }) => byKind(kind, external) !== undefined, unlikeKind()),
})
export type AgentFile = z.infer<typeof agentFile>
