import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'

/** Does work that may take longer than a connection may be silent. */
export const unhurried = async <T>({ env }: Context, work: () => Promise<T>): Promise<T> => {
  const socket = (env as Partial<HttpBindings> | undefined)?.incoming?.socket
  const patience = socket?.timeout ?? 0
  socket?.setTimeout(0)
  try {
    return await work()
  } finally {
    socket?.setTimeout(patience)
  }
}
