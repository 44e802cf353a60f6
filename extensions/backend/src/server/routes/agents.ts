import { Hono } from 'hono'
import * as z from 'zod'
import { archiveName } from '../../base/file-names.ts'
import { agentFile } from '../../shared/contract/agent-files.ts'
import { agent, agentChange, newAgent, runRequest } from '../../shared/contract/agents.ts'
import { task } from '../../shared/contract/tasks.ts'
import { attachment } from '../download.ts'
import type { Services } from '../services.ts'
import { describe, valid } from '../validate.ts'

export const agentRoutes = ({ agents, tasks }: Services) =>
  new Hono()
    .get('/agents', describe('All agents', { status: 200, schema: z.array(agent), what: 'Agents' }), (c) =>
      c.json(agents.all()),
    )
    .post(
      '/agents',
      describe('Make an agent', { status: 201, schema: agent, what: 'The new agent' }),
      valid('json', newAgent),
      async (c) => c.json(await agents.add(c.req.valid('json')), 201),
    )
    .post(
      '/agents/run',
      describe('Launch an agent on a workspace', { status: 202, schema: task, what: 'The task, queued' }),
      valid('json', runRequest),
      async (c) => c.json(await tasks.run(c.req.valid('json')), 202),
    )
    .post(
      '/agents/import',
      describe('Add an agent from a file', { status: 201, schema: agent, what: 'The new agent' }),
      valid('json', agentFile),
      async (c) => c.json(await agents.fromFile(c.req.valid('json')), 201),
    )
    .get(
      '/agents/:id/export',
      describe('An agent as a file', { status: 200, schema: agentFile, what: 'The file' }),
      (c) => {
        const file = agents.toFile(c.req.param('id'))
        return c.json(file, 200, attachment(`${archiveName(file.agent.name)}.agent.json`, 'application/json'))
      },
    )
    .post(
      '/agents/:id/duplicate',
      describe('Make an agent of your own from another', { status: 201, schema: agent, what: 'The new agent' }),
      async (c) => c.json(await agents.duplicate(c.req.param('id')), 201),
    )
    .get('/agents/:id', describe('One agent', { status: 200, schema: agent, what: 'The agent' }), (c) =>
      c.json(agents.get(c.req.param('id'))),
    )
    .patch(
      '/agents/:id',
      describe('Change an agent of your own', { status: 200, schema: agent, what: 'The agent' }),
      valid('json', agentChange),
      async (c) => c.json(await agents.change(c.req.param('id'), c.req.valid('json'))),
    )
    .delete('/agents/:id', describe('Remove an agent of your own', { status: 204, what: 'It is gone' }), async (c) => {
      await agents.remove(c.req.param('id'))
      return c.body(null, 204)
    })
