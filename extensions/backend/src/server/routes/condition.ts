import { Hono } from 'hono'
import { condition as schema } from '../../contract/condition.ts'
import type { Services } from '../services.ts'
import { describe } from '../validate.ts'

export const conditionRoutes = ({ condition }: Services) =>
  new Hono().get(
    '/condition',
    describe('What is wrong with the data, if anything', { status: 200, schema, what: 'Problems' }),
    (c) => c.json(condition.get()),
  )
