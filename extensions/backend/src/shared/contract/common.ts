import * as z from 'zod'

/** UUIDv7, as every id in AIOS. */
export const id = z.uuid().describe('UUIDv7')

/** ISO 8601 with milliseconds, UTC. */
export const time = z.iso.datetime()

export const errorBody = z.object({
  error: z.object({
    code: z.string().describe('Stable name of the failure, for programs: `document.unknown`'),
    message: z.string().describe('What happened and what to do about it, for people'),
    ref: z.string().optional().describe('Where to look in the log; the only detail a 5xx carries'),
  }),
})
export type ErrorBody = z.infer<typeof errorBody>
