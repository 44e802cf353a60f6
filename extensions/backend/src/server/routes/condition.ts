import { Hono } from 'hono'
import { condition as schema } from '../../shared/contract/condition.ts'
import type { Services } from '../services.ts'
import { describe } from '../validate.ts'

export const conditionRoutes = ({ condition }: Services) =>
  new Hono()
    .get(
      '/condition',
      describe('What is wrong with the data, if anything', { status: 200, schema, what: 'Problems' }),
      (c) => c.json(condition.get()),
    )
    .delete(
      '/condition/:code',
      describe('Say that a problem was read, where that ends it', { status: 204, what: 'It is said no more' }),
      (c) => {
        condition.dismiss(c.req.param('code'))
        return c.body(null, 204)
      },
    )
