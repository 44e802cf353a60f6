import { Hono } from 'hono'
import { queue, queueChange } from '../../shared/contract/queue.ts'
import type { Services } from '../services.ts'
import { describe, valid } from '../validate.ts'

const answer = { status: 200, schema: queue, what: 'The queue' } as const

export const queueRoutes = (services: Services) =>
  new Hono()
    .get('/queue', describe('How many tasks wait and work, and how many may', answer), (c) =>
      c.json(services.queue.get()),
    )
    .put(
      '/queue',
      describe('Pause or resume all tasks; change how many work at once', answer),
      valid('json', queueChange),
      (c) => c.json(services.queue.change(c.req.valid('json'))),
    )
