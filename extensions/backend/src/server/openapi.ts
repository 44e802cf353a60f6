import type { Env, Handler, Hono, Schema } from 'hono'
import { generateSpecs } from 'hono-openapi'
import type { Services } from './services.ts'

/** Describes the routes of `app` as OpenAPI 3.1; made at the first request. */
export const openapi = <E extends Env, S extends Schema>(app: Hono<E, S>, { version }: Services): Handler => {
  let specs: ReturnType<typeof generateSpecs> | undefined
  return async (c) => {
    specs ??= generateSpecs(app, {
      documentation: {
        info: { title: 'AIOS', version, description: 'Agent launcher and task manager for your own documents' },
        components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
        security: [{ bearer: [] }],
      },
      exclude: ['/openapi.json'],
    })
    return c.json(await specs)
  }
}
