import { Hono } from 'hono'
import * as z from 'zod'
import { fileChange } from '../../shared/contract/journal.ts'
import { attachment, toWeb } from '../download.ts'
import type { Services } from '../services.ts'
import { describe } from '../validate.ts'

export const journalRoutes = ({ journal }: Services) =>
  new Hono()
    .get(
      '/tasks/:id/changes',
      describe('What a task wrote, change by change', {
        status: 200,
        schema: z.array(fileChange),
        what: 'Changes, the earliest first',
      }),
      (c) => c.json(journal.ofTask(c.req.param('id'))),
    )
    .get(
      '/changes/:id/content',
      describe('A file as a change left it', { status: 200, media: '*/*', what: 'The bytes' }),
      async (c) => {
        const { name, mediaType, size, read } = await journal.version(c.req.param('id'))
        return c.body(toWeb(read()), 200, { ...attachment(name, mediaType), 'Content-Length': String(size) })
      },
    )
    .post(
      '/changes/:id/restore',
      describe('Make a file what it was before a change', {
        status: 201,
        schema: fileChange,
        what: 'The change that did so',
      }),
      async (c) => c.json(await journal.restore(c.req.param('id')), 201),
    )
