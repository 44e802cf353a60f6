import * as z from 'zod'
import { taskStatuses } from '../task-states.ts'
import { approval } from './approvals.ts'
import { id, time } from './common.ts'

export const taskStatus = z.enum(taskStatuses)
export type { TaskStatus } from '../task-states.ts'

export const taskPriority = z.enum(['low', 'normal', 'high']).describe('Who comes first while tasks are queued')
export type TaskPriority = z.infer<typeof taskPriority>

const quoteMatch = z.enum(['exact', 'near', 'unverified'])
export type QuoteMatch = z.infer<typeof quoteMatch>

export const citation = z.object({
  documentId: id,
  documentName: z.string(),
  page: z.int(),
  passageId: id,
  quote: z.string(),
  start: z.int().describe("Where the quote starts in the page's text, UTF-16"),
  end: z.int(),
  continues: z
    .object({ page: z.int(), start: z.int(), end: z.int() })
    .optional()
    .describe('Where the rest of a quote stands that goes over to the next page'),
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

export const usage = z.object({
  inputTokens: z.int(),
  outputTokens: z.int(),
  calls: z.int().optional().describe('Requests to models'),
  milliseconds: z.int().optional().describe('Time spent waiting for models'),
  cost: z.number().optional().describe('US dollars; absent where no price is known'),
})

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
  metadata: z.unknown().optional().describe('What its server wants to see again'),
})
export type ToolCall = z.infer<typeof toolCall>

/** All of a step, which lists leave out. */
const stepContent = z.object({
  text: z.string().optional().describe('What the model said; what the tool gave back to it'),
  reasoning: z.string().optional(),
  calls: z.array(toolCall).optional().describe('Tools that the model called'),
  arguments: z.unknown().optional().describe('With what the tool was called'),
  isError: z.boolean().optional().describe('The text tells the model what went wrong'),
})
export type StepContent = z.infer<typeof stepContent>

/** A piece of what a model says, as it comes: event `text` of a task's stream, which is not sent again. */
const spokenPiece = z.object({
  stepId: id,
  channel: z.string().describe('`text`, `reasoning`, or `call:0` for the arguments of the first call'),
  tool: z.string().optional().describe('Of a call: the tool'),
  offset: z.int().describe('Where the piece goes, UTF-16; what stood there and after is no longer true'),
  delta: z.string(),
})
export type SpokenPiece = z.infer<typeof spokenPiece>

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
  scheduleId: id.optional().describe('The schedule that launched it, or the task above it; nobody watches such a task'),
  priority: taskPriority.optional().describe('Normal where it is not said'),
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
  scheduleId: id.optional().describe('Tasks that this schedule launched'),
  agentId: id.optional(),
  q: z.string().trim().min(1).max(200).optional().describe('What their prompts contain'),
  ids: z
    .string()
    .max(8000)
    .transform((value) => value.split(',').filter(Boolean))
    .optional()
    .describe('These only, with commas between'),
  limit: z.coerce.number().int().min(1).max(1000).optional().describe('Without it, all'),
  before: id.optional().describe('Only those that come after this task in the list: the last one of the page before'),
  fields: z.enum(['all', 'summary']).optional().describe('A summary leaves out the result and the documents'),
})
export type TaskQuery = z.infer<typeof taskQuery>

export const taskChange = z.object({ priority: taskPriority })
export type TaskChange = z.infer<typeof taskChange>

export const answerFormat = z
  .enum(['markdown', 'html', 'csv', 'tables'])
  .describe('`csv` has the citations, `tables` the tables of the answer')
export type AnswerFormat = z.infer<typeof answerFormat>
