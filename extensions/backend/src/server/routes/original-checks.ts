import { Hono } from 'hono'
import { originalCheck } from '../../shared/contract/original-checks.ts'
import type { Services } from '../services.ts'
import { describe } from '../validate.ts'

export const originalCheckRoutes = ({ originalChecks }: Services) =>
  new Hono()
    .get(
      '/storage/check',
      describe('How far the check of all originals is, and what is damaged', {
        status: 200,
        schema: originalCheck,
        what: 'The check that is under way, or the last one',
      }),
      async (c) => c.json(await originalChecks.report()),
    )
    .post(
      '/storage/check',
      describe('Check all originals now', { status: 202, schema: originalCheck, what: 'It is under way' }),
      async (c) => c.json(await originalChecks.checkNow(), 202),
    )
