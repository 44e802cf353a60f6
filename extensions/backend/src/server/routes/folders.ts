import { Hono } from 'hono'
import * as z from 'zod'
import { folder, folderChange, folderRemoval, newFolder } from '../../shared/contract/folders.ts'
import type { Services } from '../services.ts'
import { describe, valid } from '../validate.ts'

export const folderRoutes = ({ folders }: Services) =>
  new Hono()
    .get(
      '/workspaces/:id/folders',
      describe('The folders that a workspace follows', { status: 200, schema: z.array(folder), what: 'Folders' }),
      async (c) => c.json(await folders.all(c.req.param('id'))),
    )
    .post(
      '/workspaces/:id/folders',
      describe('Follow a folder of this computer', { status: 201, schema: folder, what: 'The folder' }),
      valid('json', newFolder),
      async (c) => c.json(await folders.add(c.req.param('id'), c.req.valid('json')), 201),
    )
    .patch(
      '/folders/:id',
      describe('Change what is left out of a folder', { status: 200, schema: folder, what: 'The folder' }),
      valid('json', folderChange),
      async (c) => c.json(await folders.change(c.req.param('id'), c.req.valid('json'))),
    )
    .post(
      '/folders/:id/scan',
      describe('Look at a folder now', { status: 202, schema: folder, what: 'The folder' }),
      async (c) => c.json(await folders.scan(c.req.param('id')), 202),
    )
    .delete(
      '/folders/:id',
      describe('Follow a folder no longer; its files stay as they are', { status: 204, what: 'It is gone' }),
      valid('query', folderRemoval),
      async (c) => {
        await folders.remove(c.req.param('id'), c.req.valid('query'))
        return c.body(null, 204)
      },
    )
