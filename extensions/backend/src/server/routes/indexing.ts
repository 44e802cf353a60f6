import { Hono } from 'hono'
import { indexingChange, indexingState } from '../../shared/contract/indexing.ts'
import type { Services } from '../services.ts'
import { describe, valid } from '../validate.ts'

export const indexingRoutes = ({ intake }: Services) =>
  new Hono()
    .get(
      '/indexing',
      describe('The queue of documents to read', { status: 200, schema: indexingState, what: 'Its state' }),
      async (c) => c.json(await intake.state()),
    )
    .post(
      '/indexing',
      describe('Pause or resume the queue', { status: 200, schema: indexingState, what: 'Its new state' }),
      valid('json', indexingChange),
      async (c) => {
        intake.pause(c.req.valid('json').paused)
        return c.json(await intake.state())
      },
    )
