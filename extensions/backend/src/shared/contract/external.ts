import * as z from 'zod'
import { id } from './common.ts'
import { args, command, environment, secretName, secrets } from './program.ts'

const folder = z
  .string()
  .trim()
  .max(2000)
  .regex(/^(?:\/|[A-Za-z]:[\\/]|\\\\)/, 'must be a full path')
  .describe('Whole path of the folder that it works in; AIOS reads and writes files for it there only')

const ways = {
  documents: z
    .enum(['none', 'named', 'all'])
    .describe(
      'Which documents it is handed with the prompt: none, those that the task names, or all that the task is about',
    ),
  library: z.boolean().describe("Whether it may search and read the task's documents by itself, by MCP"),
}
const usualWays = { documents: 'named', library: true } as const

const value = z.string().max(100_000)
const newWays = {
  documents: ways.documents.default(usualWays.documents),
  library: ways.library.default(usualWays.library),
}

const asking = z
  .enum(['asks', 'unclear', 'never'])
  .describe('Whether it asks before it writes or runs something: it says so, it does not say, or it cannot be made to')
export type Asking = z.infer<typeof asking>

export const external = z.object({
  command,
  args,
  env: z.array(secretName).describe('Names of its variables; values are kept as secrets'),
  folder: folder.optional().describe('Without it, it cannot run yet'),
  ...ways,
  commandLine: z.string().describe('What is run'),
  allowed: z.boolean().describe('Whether the user saw the command line and let it run; nothing of it runs before'),
  keyStore: z.enum(['system', 'file']).optional().describe('Where the values of its variables are kept'),
  asking: asking.optional().describe('As it was found when it was last started; absent before that'),
})
export type External = z.infer<typeof external>

export const newExternal = z.object({
  command,
  args: args.default([]),
  env: secrets(environment, value).default({}),
  folder: folder.optional(),
  ...newWays,
  allowed: z.boolean().default(false).describe('True, where the user saw the command line and lets it run'),
})
export type NewExternal = z.output<typeof newExternal>

export const externalChange = newExternal.extend({
  env: secrets(environment, value.nullable())
    .default({})
    .describe('null keeps the value that is stored; what is left out is removed'),
  allowed: z
    .boolean()
    .optional()
    .describe('Without it, what was allowed stays so as long as command, arguments, variables and folder do'),
})
export type ExternalChange = z.output<typeof externalChange>

export const externalCheck = z.object({
  agentId: id.optional().describe('The agent whose stored values are meant by null'),
  external: externalChange.extend({ allowed: z.literal(true).describe('The user saw the command line: it is run') }),
})
export type ExternalCheck = z.output<typeof externalCheck>

export const externalFindings = z.object({
  ok: z.boolean(),
  problem: z.string().optional().describe('Why it cannot be used, and what to do'),
  name: z.string().optional(),
  version: z.string().optional(),
  authMethods: z
    .array(z.object({ name: z.string(), description: z.string().optional() }))
    .describe('How it lets its user sign in, where it has to know him'),
  abilities: z
    .object({
      resumes: z.boolean().describe('It can take up an earlier session after AIOS or it ended'),
      library: z.boolean().describe('It can search the documents by itself'),
    })
    .optional(),
  asking: asking.optional().describe('Absent where it begins nothing before somebody has signed in'),
  log: z.array(z.string()).describe('The last lines that it wrote'),
  milliseconds: z.int(),
})
export type ExternalFindings = z.infer<typeof externalFindings>

export const externalPreset = z.object({
  id: z.string(),
  name: z.string(),
  command,
  args,
  env: z.array(secretName).describe('Variables that it commonly needs'),
  about: z.string().describe('What has to be there first'),
})
export type ExternalPreset = z.infer<typeof externalPreset>
