import * as z from 'zod'

const limit = {
  tasksAtOnce: z.int().min(1).max(16).describe('Tasks that work at the same time; those that wait do not count'),
  tasksPerProvider: z
    .int()
    .min(1)
    .max(16)
    .describe('Of these, how many may use one provider; never more than the requests that it takes at once'),
}

/** What holds where nothing else was chosen. */
export const usualQueue = { paused: false, tasksAtOnce: 4, tasksPerProvider: 4 }

export const queueSettings = z.object({
  paused: z.boolean().default(usualQueue.paused).describe('What runs goes on; nothing else begins'),
  tasksAtOnce: limit.tasksAtOnce.default(usualQueue.tasksAtOnce),
  tasksPerProvider: limit.tasksPerProvider.default(usualQueue.tasksPerProvider),
})
export type QueueSettings = z.infer<typeof queueSettings>

export const queue = queueSettings.extend({
  queued: z.int(),
  running: z.int(),
  waiting: z.int().describe('For an answer of yours, or for a task that they launched'),
  waits: z.string().optional().describe('Why nothing begins although it is not paused, and what to do'),
})
export type Queue = z.infer<typeof queue>

export const queueChange = z.object({
  paused: z.boolean().optional(),
  tasksAtOnce: limit.tasksAtOnce.optional(),
  tasksPerProvider: limit.tasksPerProvider.optional(),
})
export type QueueChange = z.infer<typeof queueChange>
