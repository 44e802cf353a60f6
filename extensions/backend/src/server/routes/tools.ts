import { Hono } from 'hono'
import * as z from 'zod'
import { toolNames } from '../../agents/tools/facts.ts'
import { tool } from '../../shared/contract/tools.ts'
import type { Services } from '../services.ts'
import { describe } from '../validate.ts'

export const toolRoutes = ({ mcp }: Services) =>
  new Hono().get(
    '/tools',
    describe('All tools that agents may be given', { status: 200, schema: z.array(tool), what: 'Tools' }),
    (c) => c.json([...toolNames, ...mcp.tools()]),
  )
