import { Hono } from 'hono'
import * as z from 'zod'
import { document } from '../../shared/contract/documents.ts'
import { bringBack, broughtBack, deleted, recovered, recovery } from '../../shared/contract/recovery.ts'
import { attachment, toWeb } from '../download.ts'
import type { Services } from '../services.ts'
import { describe, valid } from '../validate.ts'

const byHash = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal digits') })

export const recoveryRoutes = ({ recovery: service, unclaimed }: Services) =>
  new Hono()
    .get(
      '/storage/recovery',
      describe('What the database does not know of the originals beside it, and what nobody owns', {
        status: 200,
        schema: recovery,
        what: 'How it stands',
      }),
      async (c) => c.json({ ...(await service.status()), unclaimed: await unclaimed.list() }),
    )
    .post(
      '/storage/recovery/recover',
      describe('Make again what only the catalogue knows; what is there stays as it is', {
        status: 200,
        schema: recovered,
        what: 'How much of what was made again, once it is',
      }),
      async (c) => c.json(await service.recover()),
    )
    .post(
      '/storage/recovery/dismiss',
      describe('Leave what only the catalogue knows; its originals are unclaimed from now on', {
        status: 204,
        what: 'It is left',
      }),
      async (c) => {
        await service.dismiss()
        return c.body(null, 204)
      },
    )
    .post(
      '/storage/unclaimed/restore',
      describe('Bring back all unclaimed originals that can be', {
        status: 200,
        schema: broughtBack,
        what: 'How many',
      }),
      valid('json', bringBack),
      async (c) => c.json({ documents: await unclaimed.bringAllBack(c.req.valid('json')) }),
    )
    .delete(
      '/storage/unclaimed',
      describe('Delete all unclaimed originals for good', { status: 200, schema: deleted, what: 'How many' }),
      async (c) => c.json({ files: await unclaimed.removeAll() }),
    )
    .get(
      '/storage/unclaimed/:sha256/content',
      describe('The bytes of an unclaimed original', { status: 200, media: '*/*', what: 'The bytes' }),
      valid('param', byHash),
      async (c) => {
        const { name, mediaType, size, read } = await unclaimed.content(c.req.valid('param').sha256)
        return c.body(toWeb(read()), 200, { ...attachment(name, mediaType), 'Content-Length': String(size) })
      },
    )
    .post(
      '/storage/unclaimed/:sha256/restore',
      describe(
        'Make an unclaimed original a document again, of its own workspace or, where that is gone, of this one',
        {
          status: 202,
          schema: document,
          what: 'Queued for indexing',
        },
      ),
      valid('param', byHash),
      valid('json', bringBack),
      async (c) => c.json(await unclaimed.bringBack(c.req.valid('param').sha256, c.req.valid('json')), 202),
    )
    .delete(
      '/storage/unclaimed/:sha256',
      describe('Delete an unclaimed original for good', { status: 204, what: 'It is gone' }),
      valid('param', byHash),
      async (c) => {
        await unclaimed.remove(c.req.valid('param').sha256)
        return c.body(null, 204)
      },
    )
