import { Hono } from 'hono'
import * as z from 'zod'
import type { Services } from '../services.ts'
import { describeOpen } from '../validate.ts'

const health = z.object({
  status: z.enum(['ok', 'degraded']),
  app: z.literal('AIOS'),
  version: z.string(),
  timestamp: z.number().describe('Milliseconds since 1970'),
  uptime: z.number().describe('Seconds since the server started'),
  problem: z.string().optional().describe('What is wrong with the data, where it is degraded'),
})

export const healthRoutes = ({ version, condition }: Services) =>
  new Hono().get(
    '/health',
    describeOpen('Is it there? Needs no token', { status: 200, schema: health, what: 'It is' }),
    (c) => {
      const problem = condition.gravest()
      return c.json({
        status: problem ? ('degraded' as const) : ('ok' as const),
        app: 'AIOS' as const,
        version,
        timestamp: Date.now(),
        uptime: process.uptime(),
        ...(problem && { problem: problem.message }),
      })
    },
  )
