import { Hono } from 'hono'
import { AppError } from '../../errors.ts'
import type { Services } from '../services.ts'

/** `/mcp`: the library for other programs, with a token of its own. Its code is loaded with the first request. */
export const mcpEndpoint = ({ mcpAccess, library, version, log }: Services) => {
  let handler: Promise<{ fetch(request: Request): Promise<Response> }> | undefined
  const load = async () => (await import('./library.ts')).libraryOverHttp({ library, version, log })
  return new Hono().all('/mcp', async (c) => {
    if (!mcpAccess.isEnabled())
      throw new AppError('mcp.off', 'Other programs may not use this library. Allow it in the settings of AIOS.', {
        status: 403,
      })
    if (!mcpAccess.lets(c.req.header('authorization'))) {
      c.header('WWW-Authenticate', 'Bearer')
      throw new AppError('token.wrong', 'The token is missing or wrong. The settings of AIOS show the one to send.', {
        status: 401,
      })
    }
    handler ??= load()
    return (await handler).fetch(c.req.raw)
  })
}
