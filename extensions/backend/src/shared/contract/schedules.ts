import * as z from 'zod'
import { id, time } from './common.ts'
import { taskPriority, taskStatus } from './tasks.ts'

const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time like 09:00')
  .describe("Hours and minutes in this machine's time zone")

export const timing = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('once'), at: time }),
  z.object({ kind: z.literal('hour'), minute: z.int().min(0).max(59) }),
  z.object({ kind: z.literal('day'), at: clock }),
  z.object({
    kind: z.literal('week'),
    days: z.array(z.int().min(1).max(7)).min(1).max(7).describe('1 is Monday, 7 is Sunday'),
    at: clock,
  }),
  z.object({
    kind: z.literal('cron'),
    expression: z.string().trim().min(9).max(200).describe('Minute, hour, day, month, weekday: `0 9 * * MON-FRI`'),
  }),
  z
    .object({ kind: z.literal('folder'), folderId: id })
    .describe('When documents of a followed folder are new or changed, one run for all of a burst'),
])
export type Timing = z.infer<typeof timing>

const missed = z
  .enum(['skip', 'once', 'all'])
  .describe('What becomes of runs that were due while AIOS was closed or the machine slept: none, one for all, or each')
export type Missed = z.infer<typeof missed>

const what = {
  agentId: id,
  name: z.string().trim().max(200),
  prompt: z.string().trim().min(1).max(20_000),
  documentIds: z.array(id).min(1).max(10_000).describe('Look in these only; a folder brings its own'),
  priority: taskPriority,
  enabled: z.boolean(),
}

/**
 * When an agent runs by itself. What it launches never counts on a permission that was given for always: it asks each time,
 * and waits. What the agent's own rules allow, they allow here too.
 */
export const schedule = z.object({
  id,
  workspaceId: id,
  agentId: id,
  name: z.string(),
  prompt: z.string(),
  documentIds: what.documentIds.optional(),
  priority: taskPriority,
  timing,
  missed,
  enabled: z.boolean(),
  nextAt: time.optional().describe('When it runs next; absent where nobody knows, or nothing is to come'),
  note: z.string().optional().describe('Why its last turn launched nothing'),
  last: z
    .object({ taskId: id, status: taskStatus, createdAt: time })
    .optional()
    .describe('The last task that it launched'),
  createdAt: time,
})
export type Schedule = z.infer<typeof schedule>

export const newSchedule = z.object({
  workspaceId: id,
  agentId: what.agentId,
  name: what.name.default('').describe("Without it, the prompt's first words"),
  prompt: what.prompt,
  documentIds: what.documentIds.optional(),
  priority: what.priority.default('normal'),
  timing,
  missed: missed.default('once'),
  enabled: what.enabled.default(true),
})
export type NewSchedule = z.input<typeof newSchedule>
export type CheckedSchedule = z.output<typeof newSchedule>

export const scheduleChange = z.object({
  agentId: what.agentId.optional(),
  name: what.name.optional(),
  prompt: what.prompt.optional(),
  documentIds: what.documentIds.nullable().optional().describe('Null: all documents'),
  priority: what.priority.optional(),
  timing: timing.optional(),
  missed: missed.optional(),
  enabled: what.enabled.optional(),
})
export type ScheduleChange = z.infer<typeof scheduleChange>

export const scheduleQuery = z.object({ workspaceId: id.optional() })

export const timingPreview = z.object({ next: z.array(time).describe('The next three runs, as far as there are any') })
export type TimingPreview = z.infer<typeof timingPreview>
