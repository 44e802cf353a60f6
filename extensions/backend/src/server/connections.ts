import type { IncomingMessage } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import type { MiddlewareHandler } from 'hono'

/** What is read and dropped of a refused body, in milliseconds and bytes, before its connection is cut. */
const MAX_REST_TIME = 2000
const MAX_REST_BYTES = 64 * 1024 ** 2

/**
 * Whether a connection goes on is Node's to say, not a handler's: `Connection: keep-alive`, which event streams bring,
 * would outvote a client that wants it closed. Where an error is answered while the body still comes, it ends.
 */
export const connections: MiddlewareHandler = async (c, next) => {
  await next()
  c.res.headers.delete('Connection')
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>
  if (!incoming || incoming.complete || c.res.status < 400) return
  c.res.headers.set('Connection', 'close')
  closeGently(incoming)
}

/**
 * A socket that is closed with bytes unread is reset, which can take the answer from a client that reads only once it has
 * sent. So our side is ended first and the rest of the body read, for a while (RFC 9112, 9.6).
 */
const closeGently = (incoming: IncomingMessage) => {
  const { socket } = incoming
  // What Node calls when the answer is out.
  socket.destroySoon = () => {
    socket.destroySoon = () => undefined
    const cut = () => socket.destroy()
    const timer = setTimeout(cut, MAX_REST_TIME)
    socket.once('close', () => clearTimeout(timer))
    socket.end()
    let rest = 0
    incoming.on('data', (chunk: Buffer) => {
      rest += chunk.length
      if (rest > MAX_REST_BYTES) cut()
    })
    incoming.once('end', cut)
    if (incoming.readableEnded) cut()
  }
}
