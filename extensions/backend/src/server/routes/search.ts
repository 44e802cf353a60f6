import { Hono } from 'hono'
import { searchQuery, searchResult } from '../../contract/search.ts'
import type { Services } from '../services.ts'
import { describe, valid } from '../validate.ts'

export const searchRoutes = ({ search }: Services) =>
  new Hono().get(
    '/workspaces/:id/search',
    describe('Find passages', { status: 200, schema: searchResult, what: 'Hits, the best first' }),
    valid('query', searchQuery),
    async (c) => c.json(await search.search(c.req.param('id'), c.req.valid('query'), c.req.raw.signal)),
  )
