import type { Context, MiddlewareHandler } from 'hono'

/**
 * Spares a client the answer that it has already (RFC 9110, 13.1.2). `mark` tells one state of what is asked for from
 * another; it is taken before the answer is made, so that an answer is at worst newer than its mark.
 */
export const notModified =
  (mark: (c: Context) => string | Promise<string>): MiddlewareHandler =>
  async (c, next) => {
    const etag = `W/"${await mark(c)}"`
    const known = c.req.header('if-none-match')?.split(',') ?? []
    if (known.some((each) => each.trim() === etag)) return c.body(null, 304, { ETag: etag })
    await next()
    if (c.res.ok) c.res.headers.set('ETag', etag)
    return undefined
  }

/** What stands in documents and tasks is kept by no cache, the window's own included; a client may keep an ETag and ask by it. */
export const noStore: MiddlewareHandler = async (c, next) => {
  await next()
  c.res.headers.set('Cache-Control', 'no-store')
}
