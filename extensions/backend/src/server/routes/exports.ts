import type { Readable } from 'node:stream'
import { Hono } from 'hono'
import * as z from 'zod'
import { answerFormat } from '../../contract/tasks.ts'
import { attachment, toWeb } from '../download.ts'
import type { Services } from '../services.ts'
import { describe, valid } from '../validate.ts'

const zip = { status: 200, media: 'application/zip', what: 'A ZIP with manifest.json' }

const answer = ({ name, stream }: { name: string; stream: Readable }) =>
  new Response(toWeb(stream), { headers: attachment(name, 'application/zip') })

export const exportRoutes = ({ exports }: Services) =>
  new Hono()
    .get('/workspaces/:id/export', describe('A workspace as a ZIP', zip), (c) =>
      answer(exports.workspace(c.req.param('id'))),
    )
    .get(
      '/tasks/:id/answer',
      describe('The answer of a task, to take along', { status: 200, media: '*/*', what: 'A file in that format' }),
      valid('query', z.object({ format: answerFormat.default('markdown') })),
      async (c) => {
        const { name, mediaType, body } = await exports.answer(c.req.param('id'), c.req.valid('query').format)
        return c.body(typeof body === 'string' ? body : Uint8Array.from(body), 200, attachment(name, mediaType))
      },
    )
    .get('/tasks/:id/export', describe('The evidence of a task as a ZIP', zip), (c) =>
      answer(exports.task(c.req.param('id'))),
    )
