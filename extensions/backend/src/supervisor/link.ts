import { randomUUID } from 'node:crypto'
import WebSocket from 'ws'
import { fail } from '../base/errors.ts'
import * as words from '../base/words/index.ts'
import type { LinkEvents } from '../shared/contract/link.ts'
import type { Handshake } from './handshake.ts'

export type Link = {
  /** Calls a method of the core. Fails with the core's own error, when the app is gone, or after `timeout` ms. */
  call(method: string, data?: unknown, options?: { timeout?: number }): Promise<unknown>
  /** Tells the app's windows, and them only. With no window listening it is lost. */
  broadcast<Name extends keyof LinkEvents>(event: Name, data: LinkEvents[Name]): Promise<void>
  /** Cuts the connection. */
  cut(): void
}

type Options = {
  timeout?: number
  onEvent: (event: string, data: unknown) => void
  onClose: () => void
}

type Message = { id?: string; event?: string; data?: unknown }
type Reply = { success?: boolean; returnValue?: unknown; error?: { code: string; message: string } } | null
type Call = { resolve: (value: unknown) => void; reject: (error: Error) => void }

/**
 * Connects this extension to the Neutralino core. The connection is never closed politely, only cut or dropped at exit:
 * two clients that send close frames at the same moment abort the core.
 * @throws AppError `link.unreachable`
 */
export const connectLink = async (
  handshake: Handshake,
  { timeout = 5000, onEvent, onClose }: Options,
): Promise<Link> => {
  const query = new URLSearchParams({ extensionId: handshake.nlExtensionId, connectToken: handshake.nlConnectToken })
  const socket = new WebSocket(`ws://127.0.0.1:${handshake.nlPort}?${query}`, {
    handshakeTimeout: timeout,
    perMessageDeflate: false,
  })
  const calls = new Map<string, Call>()

  socket.on('message', (bytes) => {
    const message: Message = JSON.parse(bytes.toString())
    if (message.event !== undefined) return onEvent(message.event, message.data)
    settle(calls.get(message.id ?? ''), message.data as Reply)
  })

  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  }).catch((cause) => fail('link.unreachable', words.link.unreachable(handshake.nlPort, cause.message), { cause }))
  socket.on('error', () => socket.terminate()) // 'close' follows
  socket.once('close', () => {
    for (const call of calls.values()) settle(call, { error: { code: 'closed', message: 'the app is gone' } })
    onClose()
  })

  const call: Link['call'] = async (method, data = {}, { timeout = 5000 } = {}) => {
    if (socket.readyState !== WebSocket.OPEN) throw new Error(`${method}: the app is gone.`)
    const id = randomUUID()
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    calls.set(id, { resolve, reject })
    const timer = setTimeout(() => reject(new Error(`${method}: no answer in ${timeout} ms.`)), timeout)
    socket.send(JSON.stringify({ id, method, accessToken: handshake.nlToken, data }))
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      calls.delete(id)
    }
  }

  return {
    call,
    broadcast: async (event, data) => void (await call('app.broadcast', { event, data })),
    cut: () => socket.terminate(),
  }
}

const settle = (call: Call | undefined, reply: Reply) => {
  if (reply?.error) return call?.reject(new Error(`${reply.error.code}: ${reply.error.message}`))
  call?.resolve(reply?.returnValue)
}
