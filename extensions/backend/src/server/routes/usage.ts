import { Hono } from 'hono'
import { usageQuery, usageReport } from '../../shared/contract/usage.ts'
import type { Services } from '../services.ts'
import { describe, valid } from '../validate.ts'

export const usageRoutes = ({ usage }: Services) =>
  new Hono().get(
    '/usage',
    describe('What models took, day by day', { status: 200, schema: usageReport, what: 'Tokens, time and cost' }),
    valid('query', usageQuery),
    (c) => c.json(usage.report(c.req.valid('query'))),
  )
