import type { Readable } from 'node:stream'
import { Hono } from 'hono'
import * as z from 'zod'
import { answerFormat } from '../../shared/contract/tasks.ts'
import { attachment, toWeb } from '../download.ts'
import type { Services } from '../services.ts'
import { withoutSocketTimeout } from '../socket-timeout.ts'
import { describe, valid } from '../validate.ts'

const zip = { status: 200, media: 'application/zip', what: 'A ZIP with manifest.json' }

const exportQuery = z.object({
  skip: z.enum(['damaged']).optional().describe('Leave out files that are damaged or gone, in place of refusing'),
})

export const exportRoutes = ({ exports, log }: Services) => {
  /** What breaks while it is on its way is cut off: an end would make it look whole. */
  const answer = ({ name, stream }: { name: string; stream: Readable }) => {
    stream.once('error', (error) => log.warn({ err: error, export: name }, 'an export was cut off'))
    return new Response(toWeb(stream), { headers: attachment(name, 'application/zip') })
  }

  return new Hono()
    .get(
      '/workspaces/:id/export',
      describe('A workspace as a ZIP; every file in it was held against its checksum', zip),
      valid('query', exportQuery),
      async (c) =>
        answer(await withoutSocketTimeout(c, () => exports.workspace(c.req.param('id'), c.req.valid('query')))),
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
    .get(
      '/tasks/:id/export',
      describe('The evidence of a task as a ZIP', zip),
      valid('query', exportQuery),
      async (c) => answer(await withoutSocketTimeout(c, () => exports.task(c.req.param('id'), c.req.valid('query')))),
    )
}
