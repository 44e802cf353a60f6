import { serveStatic } from '@hono/node-server/serve-static'
import type { MiddlewareHandler } from 'hono'

/** The page's policy: everything from the server itself, pictures also from memory. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/**
 * The built UI, for browser mode. The shell's core gives the page its globals in a script of its own; here that script
 * is empty, which tells the page where it runs.
 */
export const ui = (folder: string): MiddlewareHandler => {
  const files = serveStatic({
    root: folder,
    // What is missing now, while another version is put in its place, may be there at the next try.
    onNotFound: (_, c) => c.header('Cache-Control', 'no-store'),
  })
  return async (c, next) => {
    c.header('Content-Security-Policy', policy)
    if (c.req.path === '/__neutralino_globals.js') return c.body('', 200, { 'Content-Type': 'text/javascript' })
    const isHashed = /^\/assets\//.test(c.req.path)
    c.header('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    return files(c, next)
  }
}
