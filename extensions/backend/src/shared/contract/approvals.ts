import * as z from 'zod'
import { risk } from './agents.ts'
import { id, time } from './common.ts'

const approvalStatus = z
  .enum(['pending', 'approved', 'denied', 'withdrawn'])
  .describe('Withdrawn: the task ended before anybody decided')

const decision = z.enum(['once', 'always', 'deny'])

export const approval = z.object({
  id,
  taskId: id,
  stepId: id.describe('The step that waits for it'),
  tool: z.string(),
  title: z.string().describe('What would be done, in one line; of a question, the question'),
  risk,
  arguments: z.unknown().describe('With what the tool would be called'),
  kind: z
    .enum(['call', 'question', 'loop', 'rerun'])
    .describe(
      'A call to allow; a question whose answer is the feedback; the same call over and over, to go on with or not; ' +
        'a call that a crash cut off, to make again or not',
    ),
  choices: z.array(z.string()).optional().describe('Answers that are offered to a question'),
  status: approvalStatus,
  decision: decision.optional(),
  feedback: z.string().optional(),
  createdAt: time,
  decidedAt: time.optional(),
})
export type Approval = z.infer<typeof approval>

export const approvalDecision = z.object({
  decision: decision.describe('Always, for calls: this agent may call this tool from now on'),
  feedback: z.string().trim().max(20_000).optional().describe('What the model is told; the answer to a question'),
})
export type ApprovalDecision = z.infer<typeof approvalDecision>

export const approvalQuery = z.object({ status: approvalStatus.optional(), workspaceId: id.optional() })
export type ApprovalQuery = z.infer<typeof approvalQuery>

/** An approval as a list shows it, away from its task. */
export const listedApproval = approval.extend({ agentId: id, workspaceId: id, prompt: z.string() })
export type ListedApproval = z.infer<typeof listedApproval>

export const grant = z.object({
  id,
  agentId: id,
  tool: z.string(),
  createdAt: time,
})
export type Grant = z.infer<typeof grant>
