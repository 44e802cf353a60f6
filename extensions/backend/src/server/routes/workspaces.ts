import { Hono } from 'hono'
import * as z from 'zod'
import { workspace, workspaceName } from '../../shared/contract/workspaces.ts'
import type { Services } from '../services.ts'
import { describe, valid } from '../validate.ts'

export const workspaceRoutes = ({ workspaces }: Services) =>
  new Hono()
    .get(
      '/workspaces',
      describe('All workspaces, the oldest first', { status: 200, schema: z.array(workspace), what: 'Workspaces' }),
      async (c) => c.json(await workspaces.all()),
    )
    .post(
      '/workspaces',
      describe('Make a workspace', { status: 201, schema: workspace, what: 'The new workspace' }),
      valid('json', workspaceName),
      async (c) => c.json(await workspaces.add(c.req.valid('json').name), 201),
    )
    .get(
      '/workspaces/:id',
      describe('One workspace', { status: 200, schema: workspace, what: 'The workspace' }),
      async (c) => c.json(await workspaces.get(c.req.param('id'))),
    )
    .patch(
      '/workspaces/:id',
      describe('Rename a workspace', { status: 200, schema: workspace, what: 'The workspace' }),
      valid('json', workspaceName),
      async (c) => c.json(await workspaces.rename(c.req.param('id'), c.req.valid('json').name)),
    )
    .delete(
      '/workspaces/:id',
      describe('Forget a workspace with all it holds', { status: 204, what: 'It is gone' }),
      async (c) => {
        await workspaces.remove(c.req.param('id'))
        return c.body(null, 204)
      },
    )
