import { getRequestListener } from '@hono/node-server'
import { createApp } from './app.ts'
import type { Launch } from './foundation.ts'
import { openServices } from './services.ts'

/** Everything behind the port: the services, and what answers requests with them. */
export const openApp = async (launch: Launch) => {
  const services = await openServices(launch)
  return { services, answer: getRequestListener(createApp(services).fetch) }
}
