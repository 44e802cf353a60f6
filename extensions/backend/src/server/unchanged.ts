import type { Context, MiddlewareHandler } from 'hono'

/**
 * Spares a client the answer that it has already (RFC 9110, 13.1.2). `mark` tells one state of what is asked for from
 * another; it is taken before the answer is made, so that an answer is at worst newer than its mark.
 */
export const unlessUnchanged =
  (mark: (c: Context) => string): MiddlewareHandler =>
  async (c, next) => {
    const etag = `W/"${mark(c)}"`
    const headers = { ETag: etag, 'Cache-Control': 'private, no-cache' }
    const known = c.req.header('if-none-match')?.split(',') ?? []
    if (known.some((each) => each.trim() === etag)) return c.body(null, 304, headers)
    await next()
    if (c.res.ok) for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value)
    return undefined
  }
