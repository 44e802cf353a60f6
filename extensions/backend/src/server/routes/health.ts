import { Hono } from 'hono'
import * as z from 'zod'
import type { Services } from '../services.ts'
import { describeOpen } from '../validate.ts'

const health = z.object({
  status: z.literal('ok'),
  app: z.literal('AIOS'),
  version: z.string(),
  timestamp: z.number().describe('Milliseconds since 1970'),
  uptime: z.number().describe('Seconds since the server started'),
})

export const healthRoutes = ({ version }: Services) =>
  new Hono().get(
    '/health',
    describeOpen('Is it there? Needs no token', { status: 200, schema: health, what: 'It is' }),
    (c) =>
      c.json({
        status: 'ok' as const,
        app: 'AIOS' as const,
        version,
        timestamp: Date.now(),
        uptime: process.uptime(),
      }),
  )
