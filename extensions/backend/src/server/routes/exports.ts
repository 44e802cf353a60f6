import type { Readable } from 'node:stream'
import { Hono } from 'hono'
import { attachment, toWeb } from '../download.ts'
import type { Services } from '../services.ts'
import { describe } from '../validate.ts'

const zip = { status: 200, media: 'application/zip', what: 'A ZIP with manifest.json' }

const answer = ({ name, stream }: { name: string; stream: Readable }) =>
  new Response(toWeb(stream), { headers: attachment(name, 'application/zip') })

export const exportRoutes = ({ exports }: Services) =>
  new Hono()
    .get('/workspaces/:id/export', describe('A workspace as a ZIP', zip), (c) =>
      answer(exports.workspace(c.req.param('id'))),
    )
    .get('/tasks/:id/export', describe('The evidence of a task as a ZIP', zip), (c) =>
      answer(exports.task(c.req.param('id'))),
    )
