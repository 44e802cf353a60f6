import { once } from 'node:events'
import WebSocket from 'ws'

type Address = { port: number; connectToken: string; token: string; extensionId?: string; host?: string }
type Message = { event: string; data: unknown }

/**
 * A client of a Neutralino core, or of its double: a window's page (no `extensionId`) or an extension.
 * Fails where the core refuses it.
 */
export const connectClient = async ({ port, connectToken, token, extensionId, host }: Address) => {
  const query = new URLSearchParams({ ...(extensionId && { extensionId }), connectToken })
  const socket = new WebSocket(`ws://127.0.0.1:${port}?${query}`, { headers: host ? { host } : {} })
  const replies = new Map<string, (data: Record<string, unknown> | null) => void>()
  const received: Message[] = []
  const waiting = new Set<() => void>()
  let count = 0

  socket.on('message', (bytes) => {
    const message = JSON.parse(bytes.toString())
    if (message.event !== undefined) received.push(message)
    else replies.get(message.id)?.(message.data)
    for (const look of waiting) look()
  })
  const closed = new Promise<number>((resolve) => {
    socket.once('close', resolve)
  })
  await once(socket, 'open')

  /** The first event from `from` on that is so named and satisfies `wanted`; its data. */
  const event = async <T = unknown>(
    name: string,
    {
      from = 0,
      timeout = 15_000,
      wanted = (_: T) => true,
    }: { from?: number; timeout?: number; wanted?: (data: T) => boolean } = {},
  ): Promise<T> => {
    const find = () => received.slice(from).find((message) => message.event === name && wanted(message.data as T))
    const { promise, resolve, reject } = Promise.withResolvers<Message>()
    const look = () => {
      const found = find()
      if (found) resolve(found)
    }
    const late = () =>
      reject(new Error(`No ${name} came in ${timeout} ms, but: ${JSON.stringify(received.slice(from))}`))
    const timer = setTimeout(late, timeout)
    waiting.add(look)
    look()
    try {
      return (await promise).data as T
    } finally {
      clearTimeout(timer)
      waiting.delete(look)
    }
  }

  return {
    received,
    closed,
    event,
    /** Sends text as it is. */
    send: (text: string) => socket.send(text),
    /** The reply's data, whatever it is. */
    call(method: string, data: unknown = null, { accessToken = token, id = `call-${++count}` } = {}) {
      const { promise, resolve } = Promise.withResolvers<Record<string, unknown> | null>()
      replies.set(id, resolve)
      socket.send(JSON.stringify({ id, method, accessToken, data }))
      return promise
    },
    /** Drops the connection without a close frame. */
    cut: () => socket.terminate(),
    [Symbol.dispose]: () => socket.terminate(),
  }
}

export type NeutralinoClient = Awaited<ReturnType<typeof connectClient>>
