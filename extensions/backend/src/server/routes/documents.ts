import { Hono } from 'hono'
import * as z from 'zod'
import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import { largestFile } from '../../services/library/adding.ts'
import { unzipBudget } from '../../services/library/uploaded-zip.ts'
import { id } from '../../shared/contract/common.ts'
import { document, documentWithReceipt, openDocument, page, readAgain } from '../../shared/contract/documents.ts'
import { notModified } from '../caching.ts'
import { attachment, rangeOf, toWeb } from '../download.ts'
import { jsonArray } from '../json-array.ts'
import type { Services } from '../services.ts'
import { withoutSocketTimeout } from '../socket-timeout.ts'
import { receiveFiles } from '../upload.ts'
import { describe, valid } from '../validate.ts'

const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(10_000).optional().describe('How many at most'),
  after: id.optional().describe('Only those that come after this one'),
})

const imageQuery = z.object({
  passage: z.string().optional().describe('Id of the passage to mark'),
  start: z.coerce.number().int().min(0).optional().describe("A range of the page's text to mark instead, UTF-16"),
  end: z.coerce.number().int().min(0).optional(),
  width: z.coerce.number().int().min(100).max(4000).default(1200).describe('Pixels'),
})

export const documentRoutes = ({ documents, workspaces, opening, room, ending, version }: Services) =>
  new Hono()
    .get(
      '/workspaces/:id/documents',
      describe(
        'The documents of a workspace, the newest first; all of them where no limit is given',
        { status: 200, schema: z.array(document), what: 'Documents, with an ETag' },
        { status: 304, what: 'None has changed since that ETag, in If-None-Match' },
      ),
      valid('query', listQuery),
      notModified(async (c) => `${version}.${await documents.change(c.req.param('id') as string)}`),
      (c) => jsonArray(c, documents.list(c.req.param('id'), c.req.valid('query'))),
    )
    .post(
      '/workspaces/:id/documents',
      describe(
        'Take in files, field "file", one or more, each behind a field "modified" with its own date where that is known (ISO 8601); of a ZIP the files that are in it',
        {
          status: 202,
          schema: z.array(document),
          what: 'Queued for indexing, or failed with the reason',
        },
      ),
      async (c) => {
        const { id } = await workspaces.get(c.req.param('id'))
        const options = { field: 'file', largest: largestFile, ending, checkRoom: room.check }
        const together = { signal: ending, budget: unzipBudget() }
        const added = await receiveFiles(c, options, (file) => documents.add(id, file, together))
        await documents.settled()
        return c.json(added.flat(), 202)
      },
    )
    .get(
      '/documents/:id',
      describe('A document with its receipt', { status: 200, schema: documentWithReceipt, what: 'The document' }),
      async (c) => c.json(await documents.get(c.req.param('id'))),
    )
    .get(
      '/documents/:id/content',
      describe(
        'The original bytes; Range works',
        { status: 200, media: '*/*', what: 'The bytes' },
        { status: 206, media: '*/*', what: 'The part asked for' },
      ),
      async (c) => {
        const { size, mediaType, name, read } = await withoutSocketTimeout(c, () =>
          documents.content(c.req.param('id')),
        )
        const headers = { ...attachment(name, mediaType), 'Accept-Ranges': 'bytes' }
        const range = rangeOf(c.req.header('range'), size)
        if (range === 'unsatisfiable') {
          c.header('Content-Range', `bytes */${size}`)
          return fail('range.unsatisfiable', words.requests.badRange(size), { status: 416 })
        }
        if (!range) {
          return c.body(toWeb(read()), 200, { ...headers, 'Content-Length': String(size) })
        }
        const length = String(range.end - range.start + 1)
        const part = `bytes ${range.start}-${range.end}/${size}`
        return c.body(toWeb(read(range)), 206, { ...headers, 'Content-Length': length, 'Content-Range': part })
      },
    )
    .get(
      '/documents/:id/pages/:n',
      describe('The text of a page', { status: 200, schema: page, what: 'The page' }),
      async (c) => c.json(await documents.page(c.req.param('id'), pageNumber(c.req.param('n')))),
    )
    .get(
      '/documents/:id/pages/:n/image',
      describe('A picture of a PDF page with a passage marked; `Aios-Marked` has where, in shares of its size', {
        status: 200,
        media: 'image/png',
        what: 'PNG',
      }),
      valid('query', imageQuery),
      async (c) => {
        const { passage, ...options } = c.req.valid('query')
        const { png, marked } = await documents.pageImage(c.req.param('id'), pageNumber(c.req.param('n')), {
          ...options,
          ...(passage !== undefined && { passageId: passage }),
        })
        return c.body(png, 200, {
          'Content-Type': 'image/png',
          ...(marked && {
            'Aios-Marked': [marked.left, marked.top, marked.right, marked.bottom]
              .map((share) => share.toFixed(4))
              .join(' '),
          }),
        })
      },
    )
    .post(
      '/documents/:id/reindex',
      describe('Read the original again', { status: 202, schema: document, what: 'Queued again' }),
      valid('json', readAgain),
      async (c) => c.json(await documents.reindex(c.req.param('id'), c.req.valid('json')), 202),
    )
    .post(
      '/documents/:id/pages/:n/reindex',
      describe('Read one page of the original again; the others stay', {
        status: 200,
        schema: documentWithReceipt,
        what: 'The document, once that is done',
      }),
      async (c) => c.json(await documents.reindexPage(c.req.param('id'), pageNumber(c.req.param('n')))),
    )
    .post(
      '/documents/:id/cancel',
      describe('End the indexing of a document', { status: 200, schema: document, what: 'Failed, as cancelled' }),
      async (c) => c.json(await documents.cancel(c.req.param('id'))),
    )
    .post(
      '/documents/:id/open',
      describe('Have the system open the original, or show it in its folder', { status: 204, what: 'It was opened' }),
      valid('json', openDocument),
      async (c) => {
        await opening.open(c.req.param('id'), c.req.valid('json').how)
        return c.body(null, 204)
      },
    )
    .delete('/documents/:id', describe('Forget a document', { status: 204, what: 'It is gone' }), async (c) => {
      await documents.remove(c.req.param('id'))
      return c.body(null, 204)
    })

/** 0, which no page has, for what is not a page number. */
const pageNumber = (sent: string) => (/^\d{1,9}$/.test(sent) ? Number(sent) : 0)
