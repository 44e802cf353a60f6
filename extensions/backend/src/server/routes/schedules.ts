import { Hono } from 'hono'
import * as z from 'zod'
import {
  newSchedule,
  schedule,
  scheduleChange,
  scheduleQuery,
  timing,
  timingPreview,
} from '../../shared/contract/schedules.ts'
import { task } from '../../shared/contract/tasks.ts'
import type { Services } from '../services.ts'
import { describe, valid } from '../validate.ts'

export const scheduleRoutes = ({ schedules }: Services) =>
  new Hono()
    .get(
      '/schedules',
      describe('What runs by itself', { status: 200, schema: z.array(schedule), what: 'Schedules' }),
      valid('query', scheduleQuery),
      (c) => c.json(schedules.list(c.req.valid('query').workspaceId)),
    )
    .post(
      '/schedules',
      describe('Let an agent run by itself', { status: 201, schema: schedule, what: 'The schedule' }),
      valid('json', newSchedule),
      async (c) => c.json(await schedules.add(c.req.valid('json')), 201),
    )
    .post(
      '/schedules/preview',
      describe('When a timing would run', { status: 200, schema: timingPreview, what: 'Its next runs' }),
      valid('json', z.object({ timing })),
      async (c) => c.json(await schedules.preview(c.req.valid('json').timing)),
    )
    .get('/schedules/:id', describe('One schedule', { status: 200, schema: schedule, what: 'The schedule' }), (c) =>
      c.json(schedules.get(c.req.param('id'))),
    )
    .patch(
      '/schedules/:id',
      describe('Change a schedule, or switch it on or off', { status: 200, schema: schedule, what: 'The schedule' }),
      valid('json', scheduleChange),
      async (c) => c.json(await schedules.change(c.req.param('id'), c.req.valid('json'))),
    )
    .delete('/schedules/:id', describe('Remove a schedule', { status: 204, what: 'It is gone' }), (c) => {
      schedules.remove(c.req.param('id'))
      return c.body(null, 204)
    })
    .post(
      '/schedules/:id/run',
      describe('Run it now, apart from its times', { status: 202, schema: task, what: 'The task, queued' }),
      async (c) => c.json(await schedules.run(c.req.param('id')), 202),
    )
