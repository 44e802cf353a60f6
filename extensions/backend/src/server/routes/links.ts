import { Hono } from 'hono'
import { openLink } from '../../shared/contract/links.ts'
import type { Services } from '../services.ts'
import { describe, valid } from '../validate.ts'

export const linkRoutes = ({ links }: Services) =>
  new Hono().post(
    '/links/open',
    describe('Have the system open a web page in its browser', { status: 204, what: 'It was opened' }),
    valid('json', openLink),
    async (c) => {
      await links.open(c.req.valid('json').url)
      return c.body(null, 204)
    },
  )
