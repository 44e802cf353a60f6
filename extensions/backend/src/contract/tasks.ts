import * as z from 'zod'
import { approval } from './approvals.ts'
import { id, time } from './common.ts'

export const taskStatus = z.enum(['queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled', 'interrupted'])
export type TaskStatus = z.infer<typeof taskStatus>

export const quoteMatch = z.enum(['exact', 'near', 'unverified'])
export type QuoteMatch = z.infer<typeof quoteMatch>

export const citation = z.object({
  documentId: id,
  documentName: z.string(),
  page: z.int(),
  passageId: id,
  quote: z.string(),
  start: z.int().describe("Where the quote starts in the page's text, UTF-16"),
  end: z.int(),
  verified: z.boolean().describe('The quote stands on the stored page, word for word'),
  match: quoteMatch
    .optional()
    .describe(
      'How the quote stands there: `near` differs in few words; missing in older results, where `verified` tells',
    ),
  isQuoted: z
    .boolean()
    .optional()
    .describe('False where the answer names the passage without quoting it: what it says of it was not checked'),
})
export type Citation = z.infer<typeof citation>

export const artifact = z.object({ id, name: z.string(), mediaType: z.string(), size: z.int() })
export type Artifact = z.infer<typeof artifact>

export const result = z.object({
  mode: z.enum(['extractive', 'model']),
  markdown: z.string().describe('[1] is citations[0]'),
  citations: z.array(citation),
  unsourced: z.array(z.string()).optional().describe('Quotations in the markdown that stand on no page it could cite'),
  artifacts: z.array(artifact),
  stoppedBy: z
    .enum(['steps', 'minutes', 'tokens', 'size', 'cancel'])
    .optional()
    .describe('What ended it early: a limit of the agent, the most characters that an answer may have, or you'),
})
export type Result = z.infer<typeof result>

export const usage = z.object({ inputTokens: z.int(), outputTokens: z.int() })

export const step = z.object({
  id,
  taskId: id,
  number: z.int().describe('1-based, rising within the task over all its attempts'),
  attempt: z.int().describe('1-based; a retry starts the next'),
  kind: z
    .enum(['wait', 'search', 'read', 'quote', 'answer', 'model', 'tool', 'approval'])
    .describe('A model was asked once; a tool was called once; you were asked'),
  status: z.enum(['running', 'done', 'failed', 'interrupted', 'cancelled']),
  title: z.string().describe('What it does, in words for people'),
  detail: z.record(z.string(), z.unknown()).describe('Facts of the step: query, counts, pages'),
  startedAt: time,
  finishedAt: time.optional(),
})
export type Step = z.infer<typeof step>

export const toolCall = z.object({
  id: z.string().describe('As the model named it'),
  name: z.string(),
  arguments: z.string().describe('JSON as the model wrote it, which may be none'),
})

/** All of a step, which lists leave out. */
export const stepContent = z.object({
  text: z.string().optional().describe('What the model said; what the tool gave back to it'),
  reasoning: z.string().optional(),
  calls: z.array(toolCall).optional().describe('Tools that the model called'),
  arguments: z.unknown().optional().describe('With what the tool was called'),
  isError: z.boolean().optional().describe('The text tells the model what went wrong'),
})
export type StepContent = z.infer<typeof stepContent>

export const stepWithContent = step.extend({ content: stepContent })
export type StepWithContent = z.infer<typeof stepWithContent>

export const task = z.object({
  id,
  agentId: id,
  workspaceId: id,
  prompt: z.string(),
  documentIds: z.array(id).optional(),
  exhaustive: z.boolean().optional().describe('Whether every document is to be checked; else the question decides'),
  continues: id.optional().describe('The task that it follows up'),
  parentId: id.optional().describe('The task that launched it'),
  status: taskStatus,
  attempt: z.int(),
  error: z.string().optional(),
  result: result.optional(),
  usage: usage.optional(),
  createdAt: time,
  startedAt: time.optional(),
  finishedAt: time.optional(),
})
export type Task = z.infer<typeof task>

export const taskWithSteps = task.extend({ steps: z.array(step), approvals: z.array(approval).default([]) })
export type TaskWithSteps = z.infer<typeof taskWithSteps>

export const taskQuery = z.object({
  workspaceId: id.optional(),
  status: taskStatus.optional(),
  parentId: id.optional().describe('Tasks that this one launched'),
})
export type TaskQuery = z.infer<typeof taskQuery>
