import { Hono } from 'hono'
import { diagnostics, logQuery, logTail } from '../../shared/contract/diagnostics.ts'
import type { Services } from '../services.ts'
import { describe, valid } from '../validate.ts'

export const diagnosticsRoutes = (services: Services) =>
  new Hono()
    .get(
      '/diagnostics',
      describe('What helps to find a fault, fit to be passed on', {
        status: 200,
        schema: diagnostics,
        what: 'Versions, sizes and numbers',
      }),
      async (c) => c.json(await services.diagnostics.report()),
    )
    .get(
      '/logs',
      describe('The end of the log', { status: 200, schema: logTail, what: 'Lines, without secrets' }),
      valid('query', logQuery),
      (c) => c.json(services.logs.tail(c.req.valid('query').lines)),
    )
