import { Hono } from 'hono'
import { storageReport } from '../../contract/storage.ts'
import type { Services } from '../services.ts'
import { describe } from '../validate.ts'

export const storageRoutes = ({ storage }: Services) =>
  new Hono().get(
    '/storage',
    describe('Where the data is and how much of it', { status: 200, schema: storageReport, what: 'Sizes in bytes' }),
    (c) => c.json(storage.report()),
  )
