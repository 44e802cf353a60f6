import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'

const socketOf = ({ env }: Context) => (env as Partial<HttpBindings> | undefined)?.incoming?.socket

/** From now on the connection may be silent for as long as the work on its request takes. */
export const liftSocketTimeout = (c: Context): void => void socketOf(c)?.setTimeout(0)

/** Does work that may take longer than a connection may be silent. */
export const withoutSocketTimeout = async <T>(c: Context, work: () => Promise<T>): Promise<T> => {
  const timeout = socketOf(c)?.timeout ?? 0
  liftSocketTimeout(c)
  try {
    return await work()
  } finally {
    socketOf(c)?.setTimeout(timeout)
  }
}
