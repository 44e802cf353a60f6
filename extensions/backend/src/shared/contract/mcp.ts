import * as z from 'zod'
import { risk } from './agents.ts'
import { id, time } from './common.ts'
import { args, command, environment, folder, secretName, secrets } from './program.ts'

const seconds = (most: number) => z.int().min(1).max(most)

const name = z.string().trim().min(1, 'is missing').max(100)
const header = z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, 'isn’t a valid header name')
const headerValue = z
  .string()
  .max(10_000)
  .regex(/^[^\r\n\0]*$/, 'must be on one line')
const address = z
  .string()
  .trim()
  .max(2000)
  .refine(
    (value) => ['http:', 'https:'].includes(URL.parse(value)?.protocol ?? ''),
    'must start with https:// or http://',
  )
  .refine(
    (value) => !URL.parse(value)?.username && !URL.parse(value)?.password,
    'may not hold a password: use a header',
  )

const mcpLimits = z.object({
  start: seconds(600).describe('Seconds until it must be ready; the first start may have to download it'),
  call: seconds(3600).describe('Seconds without a sign of life after which a call is given up'),
})
export const usualMcpLimits = { start: 60, call: 120 }

const stdio = {
  transport: z.literal('stdio').describe('A program on this computer'),
  command,
  args,
  folder: folder.optional(),
}
const http = { transport: z.literal('http').describe('A server at an address, by streamable HTTP'), url: address }

const mcpSetup = z.discriminatedUnion('transport', [
  z.object({ ...stdio, env: z.array(secretName).describe('Names of its variables; values are kept as secrets') }),
  z.object({ ...http, headers: z.array(secretName).describe('Names of its headers; values are kept as secrets') }),
])
export type McpSetup = z.infer<typeof mcpSetup>

/** A setup as it is sent, with what is secret in it. */
const newMcpSetup = z.discriminatedUnion('transport', [
  z.object({
    ...stdio,
    args: args.default([]),
    env: secrets(environment, z.string().max(100_000)).default({}),
  }),
  z.object({ ...http, headers: secrets(header, headerValue).default({}) }),
])
export type NewMcpSetup = z.infer<typeof newMcpSetup>

const kept = 'null keeps the value that is stored; what is left out is removed'
const mcpSetupChange = z.discriminatedUnion('transport', [
  z.object({
    ...stdio,
    args: args.default([]),
    env: secrets(environment, z.string().max(100_000).nullable()).default({}).describe(kept),
  }),
  z.object({ ...http, headers: secrets(header, headerValue.nullable()).default({}).describe(kept) }),
])
export type McpSetupChange = z.infer<typeof mcpSetupChange>

export const mcpTool = z.object({
  name: z.string().describe('As the server calls it'),
  toolName: z.string().describe('As agents name it: `mcp__<server>__<tool>`'),
  title: z.string(),
  description: z.string(),
  risk,
  riskSet: z.boolean().describe('Whether the user set the risk; else it is "run"'),
  enabled: z.boolean(),
  claims: z
    .object({ readOnly: z.boolean(), destructive: z.boolean(), idempotent: z.boolean(), openWorld: z.boolean() })
    .describe('What the server says of the tool; nobody checked it'),
})
export type McpTool = z.infer<typeof mcpTool>

const mcpStatus = z.enum(['stopped', 'starting', 'ready', 'failed'])
export type McpStatus = z.infer<typeof mcpStatus>

export const mcpServer = z.object({
  id,
  key: z.string().describe('Stands for it in the names of its tools'),
  name: z.string(),
  setup: mcpSetup,
  commandLine: z.string().describe('What would be run, or the address'),
  limits: mcpLimits,
  keyStore: z.enum(['system', 'file']).optional().describe('Where the values of its secrets are kept'),
  enabled: z.boolean().describe('Whether the user let it run; nothing of it runs before'),
  status: mcpStatus.describe('A stopped one is started by the first call of one of its tools'),
  error: z.string().optional().describe('Why it failed and what to do'),
  log: z.array(z.string()).describe('The last lines that it wrote'),
  tools: z.array(mcpTool),
  createdAt: time,
})
export type McpServer = z.infer<typeof mcpServer>

export const newMcpServer = z.object({ name, setup: newMcpSetup, limits: mcpLimits.partial().default({}) })
export type NewMcpServer = z.infer<typeof newMcpServer>

export const mcpServerChange = z.object({
  name: name.optional(),
  setup: mcpSetupChange.optional().describe('Stops it, and asks for its `enabled` again'),
  limits: mcpLimits.partial().optional(),
  enabled: z.boolean().optional().describe('True, where the user saw what would be run and allowed it'),
})
export type McpServerChange = z.infer<typeof mcpServerChange>

export const mcpToolChange = z.object({
  risk: risk.nullable().optional().describe('Null: as at first, "run"'),
  enabled: z.boolean().optional(),
})
export type McpToolChange = z.infer<typeof mcpToolChange>

export const mcpParseRequest = z.object({
  text: z.string().min(1).max(200_000).describe('JSON as other programs have it: {"mcpServers": {…}}'),
})

export const mcpParsed = z.object({
  servers: z.array(
    newMcpServer.extend({
      setup: newMcpSetup,
      commandLine: z.string().describe('What would be run, or the address'),
      notes: z.array(z.string()).describe('What to look at before adding it'),
    }),
  ),
  problems: z.array(z.object({ name: z.string(), message: z.string() })).describe('Entries that can’t be added'),
})
export type McpParsed = z.infer<typeof mcpParsed>

export const mcpAccess = z.object({
  enabled: z.boolean().describe('Whether other programs may use the library'),
  url: z.string().describe('Where, by streamable HTTP; the port may be another after a restart'),
  token: z.string().optional().describe('What they send as `Authorization: Bearer …`'),
  command: z.array(z.string()).describe('The same by stdio: a command line that needs no token'),
  env: z.record(z.string(), z.string()).optional().describe('Variables that the command needs'),
})
export type McpAccess = z.infer<typeof mcpAccess>

export const mcpAccessChange = z.object({
  enabled: z.boolean().optional(),
  newToken: z.literal(true).optional().describe('Makes the token before it worthless'),
})
export type McpAccessChange = z.infer<typeof mcpAccessChange>
