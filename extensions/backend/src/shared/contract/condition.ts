import * as z from 'zod'
import { time } from './common.ts'

/** Something is wrong with the data itself, or with the disk that it is on, and stays so until somebody acts. */
const problem = z.object({
  code: z.string().describe('Tells one from another, such as `database.damaged`; each is there once at most'),
  message: z.string().describe('What happened, what still works, and what to do, in a sentence or two'),
  action: z
    .enum(['recover', 'repair', 'review', 'none'])
    .describe(
      'recover and repair: what mends it, at once; review: settled in the settings of storage; none: there is nothing to do, and nothing is wrong any more',
    ),
  progress: z.number().min(0).max(1).optional().describe('How far what mends it is'),
  dismissible: z.boolean().optional().describe('It goes once somebody has read it'),
  since: time,
})
export type Problem = z.infer<typeof problem>
export type ProblemAction = Problem['action']

export const condition = z.object({ problems: z.array(problem).describe('The gravest first; empty when all is well') })
export type Condition = z.infer<typeof condition>
