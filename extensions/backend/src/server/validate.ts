import type { ValidationTargets } from 'hono'
import { describeRoute, resolver, validator } from 'hono-openapi'
import type * as z from 'zod'
import { AppError } from '../base/errors.ts'
import * as words from '../base/words/index.ts'
import { errorBody } from '../shared/contract/common.ts'

/**
 * Checks a part of the request against its schema.
 * @throws AppError `request.invalid` (400) that names the field
 */
export const valid = <Target extends keyof ValidationTargets, Schema extends z.ZodType>(
  target: Target,
  schema: Schema,
) =>
  validator(target, schema, (checked) => {
    if (checked.success) return
    const [issue] = checked.error
    const path = (issue?.path ?? []).map((part) => (typeof part === 'object' ? part.key : part)).join('.')
    const field = path || (target === 'json' ? words.requests.body : target)
    throw new AppError('request.invalid', words.requests.field(field, issue?.message))
  })

type Answer = { status: number; schema?: z.ZodType; media?: string; what: string }

/** What a route is for, for `/openapi.json`. */
export const describe = (summary: string, ...answers: Answer[]) => describeRoute(specOf(summary, answers))

const specOf = (summary: string, answers: readonly Answer[]) => ({
  summary,
  responses: {
    ...Object.fromEntries(answers.map((answer) => [answer.status, response(answer)])),
    default: { description: 'An error', content: { 'application/json': { schema: resolver(errorBody) } } },
  },
})

/** The same for a route that needs no token. */
export const describeOpen = (summary: string, ...answers: Answer[]) =>
  describeRoute({ ...specOf(summary, answers), security: [] })

const response = ({ schema, media, what }: Answer) => ({
  description: what,
  ...(schema && { content: { 'application/json': { schema: resolver(schema) } } }),
  ...(media && { content: { [media]: { schema: { type: 'string' as const, format: 'binary' } } } }),
})
