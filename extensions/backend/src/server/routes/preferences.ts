import { Hono } from 'hono'
import { preferences, preferencesChange } from '../../shared/contract/preferences.ts'
import type { Services } from '../services.ts'
import { describe, valid } from '../validate.ts'

const answer = { status: 200, schema: preferences, what: 'Preferences' } as const

export const preferenceRoutes = (services: Services) =>
  new Hono()
    .get('/preferences', describe('How its user likes it', answer), (c) => c.json(services.preferences.get()))
    .patch('/preferences', describe('Change some preferences', answer), valid('json', preferencesChange), (c) =>
      c.json(services.preferences.change(c.req.valid('json'))),
    )
