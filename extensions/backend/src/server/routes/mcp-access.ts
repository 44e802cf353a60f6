import { Hono } from 'hono'
import { mcpAccess, mcpAccessChange } from '../../shared/contract/mcp.ts'
import type { Services } from '../services.ts'
import { describe, valid } from '../validate.ts'

const answer = { status: 200, schema: mcpAccess, what: 'The access' }

export const mcpAccessRoutes = ({ mcpAccess: access }: Services) =>
  new Hono()
    .get('/mcp/access', describe('How other programs reach the library by MCP', answer), async (c) =>
      c.json(await access.get()),
    )
    .post(
      '/mcp/access',
      describe('Allow it, forbid it, or make a new token', answer),
      valid('json', mcpAccessChange),
      async (c) => c.json(await access.change(c.req.valid('json'))),
    )
