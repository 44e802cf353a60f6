import { Hono } from 'hono'
import * as z from 'zod'
import {
  mcpParsed,
  mcpParseRequest,
  mcpServer,
  mcpServerChange,
  mcpTool,
  mcpToolChange,
  newMcpServer,
} from '../../shared/contract/mcp.ts'
import type { Services } from '../services.ts'
import { describe, valid } from '../validate.ts'

const one = { status: 200, schema: mcpServer, what: 'The server' }

export const mcpRoutes = ({ mcp }: Services) =>
  new Hono()
    .get(
      '/mcp/servers',
      describe('All MCP servers', { status: 200, schema: z.array(mcpServer), what: 'Servers' }),
      (c) => c.json(mcp.all()),
    )
    .post(
      '/mcp/servers',
      describe('Add an MCP server; nothing of it runs yet', { status: 201, schema: mcpServer, what: 'The new server' }),
      valid('json', newMcpServer),
      async (c) => c.json(await mcp.add(c.req.valid('json')), 201),
    )
    .post(
      '/mcp/servers/parse',
      describe('What pasted settings would add; nothing is added', { status: 200, schema: mcpParsed, what: 'Servers' }),
      valid('json', mcpParseRequest),
      async (c) => c.json(await mcp.parse(c.req.valid('json').text)),
    )
    .get('/mcp/servers/:id', describe('One MCP server', one), (c) => c.json(mcp.get(c.req.param('id'))))
    .patch(
      '/mcp/servers/:id',
      describe('Change an MCP server, let it run, start it anew, or stop it', one),
      valid('json', mcpServerChange),
      async (c) => c.json(await mcp.change(c.req.param('id'), c.req.valid('json'))),
    )
    .delete(
      '/mcp/servers/:id',
      describe('Stop an MCP server and forget it with its secrets', { status: 204, what: 'It is gone' }),
      async (c) => {
        await mcp.remove(c.req.param('id'))
        return c.body(null, 204)
      },
    )
    .patch(
      '/mcp/servers/:id/tools/:name',
      describe('Set the risk of a tool, or switch it on or off', { status: 200, schema: mcpTool, what: 'The tool' }),
      valid('json', mcpToolChange),
      (c) => c.json(mcp.changeTool(c.req.param('id'), c.req.param('name'), c.req.valid('json'))),
    )
