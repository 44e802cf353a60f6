// What the start-up and the memory of AIOS are compared with: the least that the same libraries can do.
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

const app = new Hono().get('/health', (c) => c.json({ status: 'ok' }))

serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
  process.stdout.write(`BACKEND_PORT:${port}\n`)
})
