import { Hono } from 'hono'
import { recallQuery, recallResult } from '../../shared/contract/recall.ts'
import { searchQuery, searchResult, similarQuery, similarResult } from '../../shared/contract/search.ts'
import type { Services } from '../services.ts'
import { describe, valid } from '../validate.ts'

export const searchRoutes = ({ search }: Services) =>
  new Hono()
    .get(
      '/workspaces/:id/search',
      describe('Find passages', { status: 200, schema: searchResult, what: 'Hits, the best first' }),
      valid('query', searchQuery),
      async (c) => c.json(await search.search(c.req.param('id'), c.req.valid('query'), c.req.raw.signal)),
    )
    .get(
      '/workspaces/:id/recall',
      describe('What an agent would be handed for a query, with every score that led to it', {
        status: 200,
        schema: recallResult,
        what: 'Hits, the best first, and what became of the words of the query',
      }),
      valid('query', recallQuery),
      async (c) => c.json(await search.recall(c.req.param('id'), c.req.valid('query'), c.req.raw.signal)),
    )
    .get(
      '/passages/:id/similar',
      describe('Find passages like this one', {
        status: 200,
        schema: similarResult,
        what: 'Hits, the most alike first',
      }),
      valid('query', similarQuery),
      async (c) => c.json(await search.similarToPassage(c.req.param('id'), c.req.valid('query'), c.req.raw.signal)),
    )
    .get(
      '/documents/:id/similar',
      describe('Find passages of other documents like this one', {
        status: 200,
        schema: similarResult,
        what: 'Hits, the most alike first',
      }),
      valid('query', similarQuery),
      async (c) => c.json(await search.similarToDocument(c.req.param('id'), c.req.valid('query'), c.req.raw.signal)),
    )
