import * as z from 'zod'
import { agentKinds, type ByKind, byKind, extractiveKinds, unlikeKind } from '../agent-kinds.ts'
import { id, time } from './common.ts'
import { external, externalChange, type NewExternal, newExternal } from './external.ts'

const limit = {
  quotes: z.int().min(1).max(200).describe('How many quotes an answer has at most; in a table, how many rows'),
  steps: z.int().min(1).max(500).describe('How often a model is asked at most'),
  minutes: z.int().min(1).max(1440).describe('Minutes of work; waiting for an answer of yours does not count'),
  tokens: z.int().min(1000).max(100_000_000).describe('Tokens, in and out, over all steps'),
}

/** What holds where nothing else was chosen. */
export const usualLimits = { quotes: 6, steps: 30, minutes: 30, tokens: 500_000 }

const agentLimits = z.object({
  quotes: limit.quotes.default(usualLimits.quotes),
  steps: limit.steps.default(usualLimits.steps),
  minutes: limit.minutes.default(usualLimits.minutes),
  tokens: limit.tokens.default(usualLimits.tokens),
})
export type AgentLimits = z.infer<typeof agentLimits>

const agentKind = z
  .enum(agentKinds)
  .describe(
    'What it does with a prompt: answers it, sums up what it names, lists what it names; asks a model; or hands it to a ' +
      'program that speaks the Agent Client Protocol',
  )

export const risk = z.enum(['read', 'write', 'network', 'run']).describe('What a call of a tool may do at worst')
export type Risk = z.infer<typeof risk>

const rule = z.enum(['allow', 'ask', 'deny'])
export const usualApprovals = { read: 'allow', write: 'ask', network: 'ask', run: 'ask' } as const

const approvalPolicy = z
  .object({
    read: rule.default(usualApprovals.read),
    write: rule.default(usualApprovals.write),
    network: rule.default(usualApprovals.network),
    run: rule.default(usualApprovals.run),
  })
  .describe('What happens when a tool of that risk is called')
export type ApprovalPolicy = z.infer<typeof approvalPolicy>

const agentScope = z.object({
  workspaceId: id.optional().describe('It works in this workspace only'),
  documentIds: z.array(id).min(1).max(10_000).optional().describe('It sees these documents only'),
})

const toolNames = z
  .array(z.string().regex(/^[\w-]{1,64}$/, 'isn’t a valid tool name'))
  .max(200)
  .describe('Tools that it may call, by name; those of an MCP server as `mcp__<server>__<tool>`')

/** Characters of JSON that a schema may have. */
const largestSchema = 50_000
const outputSchema = z
  .record(z.string(), z.unknown())
  .refine((value) => value.type === 'object', 'must be a JSON schema of type "object": it describes one row')
  .refine((value) => JSON.stringify(value).length <= largestSchema, 'is too long for one row')
  .describe('JSON schema of one row; with it, the answer is a table')

const what = {
  name: z.string().trim().min(1).max(200),
  description: z.string().trim().max(2000),
  icon: z.string().trim().max(64).describe('Name of an icon, or an emoji'),
  instructions: z.string().trim().max(50_000).describe('What the model is told before every prompt'),
  providerId: id.describe('Without it, the first provider that has a default model'),
  modelId: z.string().trim().min(1).max(500).describe("Without it, the provider's default"),
}

const facts = {
  id,
  name: z.string(),
  description: z.string(),
  icon: what.icon.optional(),
  builtIn: z.boolean().describe('Came with AIOS; cannot be changed or removed'),
  instructions: z.string(),
  providerId: what.providerId.optional(),
  modelId: what.modelId.optional(),
  tools: z.array(z.string()),
  scope: agentScope.optional(),
  limits: agentLimits,
  approvals: approvalPolicy,
  outputSchema: outputSchema.optional(),
  createdAt: time,
}
const noProgram = z.never().optional()

/** It answers in the documents' own words. */
const extractiveAgent = z.object({
  ...facts,
  kind: z.enum(extractiveKinds).describe('What it does with a prompt: answers it, sums up or lists what it names'),
  mode: z.literal('extractive').describe('How it answers'),
  external: noProgram,
})
/** It asks a model, and carries out what that calls. */
const modelAgent = z.object({ ...facts, kind: z.literal('model'), mode: z.literal('model'), external: noProgram })
/** It hands the prompt to a program that speaks the Agent Client Protocol. */
const externalAgent = z.object({
  ...facts,
  kind: z.literal('external'),
  mode: z.literal('model'),
  external: external.describe('The program that does the work'),
})
export const agent = z.discriminatedUnion('kind', [extractiveAgent, modelAgent, externalAgent])
export type Agent = z.infer<typeof agent>
export type ExtractiveAgent = z.infer<typeof extractiveAgent>
export type ModelAgent = z.infer<typeof modelAgent>
export type ExternalAgent = z.infer<typeof externalAgent>
/** What agents of all kinds have. */
export type AgentFacts = Omit<ExtractiveAgent, 'kind' | 'mode' | 'external'>

/** Before it is looked whether they go together. */
export const newAgentFields = z.object({
  name: what.name,
  description: what.description.default(''),
  icon: what.icon.optional(),
  kind: agentKind.default('answer'),
  instructions: what.instructions.default(''),
  providerId: what.providerId.optional(),
  modelId: what.modelId.optional(),
  tools: toolNames.default([]),
  scope: agentScope.optional(),
  limits: agentLimits.prefault({}),
  approvals: approvalPolicy.prefault({}),
  outputSchema: outputSchema.optional(),
  external: newExternal.optional(),
})
export const newAgent = newAgentFields.transform(({ kind, external, ...rest }, context): CheckedAgent => {
  const parted = byKind(kind, external)
  if (parted) return { ...rest, ...parted }
  context.addIssue({ code: 'custom', ...unlikeKind() })
  return z.NEVER
})
/** As a client sends it: all but the name may be left out. */
export type NewAgent = z.input<typeof newAgentFields>
export type CheckedAgent = Omit<z.output<typeof newAgentFields>, 'kind' | 'external'> & ByKind<NewExternal>

export const agentChange = z.object({
  name: what.name.optional(),
  description: what.description.optional(),
  icon: what.icon.nullable().optional(),
  instructions: what.instructions.optional(),
  providerId: what.providerId.nullable().optional().describe('Null: the first provider that has a default model'),
  modelId: what.modelId.nullable().optional(),
  tools: toolNames.optional(),
  scope: agentScope.nullable().optional(),
  limits: z.object(limit).partial().optional().describe('Those that are left out stay'),
  approvals: z.object({ read: rule, write: rule, network: rule, run: rule }).partial().optional(),
  outputSchema: outputSchema.nullable().optional(),
  external: externalChange.optional(),
})
export type AgentChange = z.infer<typeof agentChange>

export const runRequest = z.object({
  agentId: z.string(),
  workspaceId: z.string(),
  prompt: z.string().trim().min(1).max(20_000),
  documentIds: z.array(z.string()).min(1).max(10_000).optional().describe('Look in these only'),
  exhaustive: z
    .boolean()
    .optional()
    .describe('Answer by checking every document; without it, questions like "how many" and "list all" are'),
  continues: id.optional().describe('The task that this one follows up: the model sees its prompt and answer'),
  priority: z.enum(['low', 'normal', 'high']).optional().describe('Who comes first while tasks are queued'),
})
export type RunRequest = z.infer<typeof runRequest>
