import { Hono } from 'hono'
import * as z from 'zod'
import { externalCheck, externalFindings, externalPreset } from '../../shared/contract/external.ts'
import type { Services } from '../services.ts'
import { describe, valid } from '../validate.ts'

export const externalAgentRoutes = ({ externalAgents }: Services) =>
  new Hono()
    .get(
      '/agents/external/presets',
      describe('Programs that can be agents, and how each is started', {
        status: 200,
        schema: z.array(externalPreset),
        what: 'Programs',
      }),
      async (c) => c.json([...(await externalAgents.presets())]),
    )
    .post(
      '/agents/external/check',
      describe('Start a program that the user allowed, ask what it can do, and end it', {
        status: 200,
        schema: externalFindings,
        what: 'What was found',
      }),
      valid('json', externalCheck),
      async (c) => c.json(await externalAgents.check(c.req.valid('json'), c.req.raw.signal)),
    )
