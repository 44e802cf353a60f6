import { Hono } from 'hono'
import * as z from 'zod'
import { storageReport } from '../../shared/contract/storage.ts'
import type { Services } from '../services.ts'
import { describe } from '../validate.ts'

const copy = z.object({ name: z.string() })
const restarting = z.object({ restarting: z.literal(true) })

export const storageRoutes = ({ storage, care }: Services) =>
  new Hono()
    .get(
      '/storage',
      describe('Where the data is and how much of it', { status: 200, schema: storageReport, what: 'Sizes in bytes' }),
      async (c) => c.json(await storage.report()),
    )
    .post(
      '/storage/repair',
      describe('Repair the database; AIOS starts again for it', {
        status: 202,
        schema: restarting,
        what: 'It is going to be repaired',
      }),
      (c) => {
        care.repair()
        return c.json({ restarting: true as const }, 202)
      },
    )
    .post(
      '/storage/snapshots',
      describe('Make a copy of the database', { status: 201, schema: copy, what: 'Its name' }),
      async (c) => c.json({ name: await care.makeCopy() }, 201),
    )
    .post(
      '/storage/snapshots/:name/restore',
      describe('Go back to a copy of the database; AIOS starts again for it', {
        status: 202,
        schema: restarting,
        what: 'It is going to be restored; what is there now is kept as a copy',
      }),
      async (c) => {
        await care.restore(c.req.param('name'))
        return c.json({ restarting: true as const }, 202)
      },
    )
    .delete(
      '/storage/snapshots/:name',
      describe('Delete a copy of the database', { status: 204, what: 'It is gone' }),
      (c) => {
        care.removeCopy(c.req.param('name'))
        return c.body(null, 204)
      },
    )
