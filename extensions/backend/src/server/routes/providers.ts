import { Hono } from 'hono'
import * as z from 'zod'
import { probeRequest, probeResult } from '../../shared/contract/probe.ts'
import { newProvider, provider, providerChange, providerSetup } from '../../shared/contract/providers.ts'
import { sendProbe } from '../probe-events.ts'
import type { Services } from '../services.ts'
import { eventStream } from '../sse.ts'
import { describe, valid } from '../validate.ts'

export const providerRoutes = ({ providers, doctor, ending }: Services) =>
  new Hono()
    .get('/providers', describe('All providers', { status: 200, schema: z.array(provider), what: 'Providers' }), (c) =>
      c.json(providers.all()),
    )
    .post(
      '/providers',
      describe('Connect a model server', { status: 201, schema: provider, what: 'The new provider' }),
      valid('json', newProvider),
      async (c) => c.json(await providers.add(c.req.valid('json')), 201),
    )
    .get(
      '/providers/setup',
      describe('What can be connected, and where keys go', {
        status: 200,
        schema: providerSetup,
        what: 'Kinds of servers',
      }),
      async (c) => c.json(await providers.setup()),
    )
    .post(
      '/providers/probe',
      describe('Find model servers on this machine, or look what is wrong with one', {
        status: 200,
        schema: probeResult,
        what: 'What was found',
      }),
      valid('json', probeRequest),
      async (c) => c.json(await doctor.probe(c.req.valid('json'), c.req.raw.signal)),
    )
    .post(
      '/providers/probe/events',
      describe('The same, told as it goes on: events `finding`, then `result` or `failure`', {
        status: 200,
        media: 'text/event-stream',
        what: 'SSE',
      }),
      valid('json', probeRequest),
      (c) => eventStream(c, ending, (stream, signal) => sendProbe(doctor, c.req.valid('json'), stream, signal)),
    )
    .get('/providers/:id', describe('One provider', { status: 200, schema: provider, what: 'The provider' }), (c) =>
      c.json(providers.get(c.req.param('id'))),
    )
    .patch(
      '/providers/:id',
      describe('Change a provider, its key, or what is known of its models', {
        status: 200,
        schema: provider,
        what: 'The provider',
      }),
      valid('json', providerChange),
      async (c) => c.json(await providers.change(c.req.param('id'), c.req.valid('json'))),
    )
    .delete(
      '/providers/:id',
      describe('Forget a provider and its key', { status: 204, what: 'It is gone' }),
      async (c) => {
        await providers.remove(c.req.param('id'))
        return c.body(null, 204)
      },
    )
