import type { MiddlewareHandler } from 'hono'

/** What stands in documents and tasks is kept by no cache, the window's own included; a client may keep an ETag and ask by it. */
export const uncached: MiddlewareHandler = async (c, next) => {
  await next()
  c.res.headers.set('Cache-Control', 'no-store')
}
