import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Tool } from '../../extensions/backend/src/agents/tools/tool.ts'
import { createApp } from '../../extensions/backend/src/server/app.ts'
import { openServices } from '../../extensions/backend/src/server/services.ts'
import { apiClient } from './client.ts'

export const token = 'a-token-for-tests'
export const shellOrigin = 'http://127.0.0.1:50505'
const port = 4321

/** The whole server without a socket: requests go through Hono, everything behind it is real. */
export const openApp = async ({
  dataDir = mkdtempSync(join(tmpdir(), 'aios-app-')),
  start = true,
  tools = [] as readonly Tool[],
} = {}) => {
  const log = pino({ level: process.env.AIOS_TEST_LOG ?? 'silent' })
  const launch = { token, port: () => port, origins: [shellOrigin], dataDir, version: '0.0.0', log, tools }
  const services = await openServices(launch)
  const app = createApp(services)
  if (start) await services.start()

  const client = apiClient(async (path, { headers, ...init } = {}) =>
    app.request(`http://127.0.0.1:${port}${path}`, {
      ...init,
      headers: {
        host: `127.0.0.1:${port}`,
        authorization: `Bearer ${token}`,
        ...(headers as Record<string, string>),
      },
    }),
  )
  return {
    ...client,
    dataDir,
    services,
    /** Closes as a server that stops; `keep` leaves the data for the next one. */
    async close({ keep = false } = {}) {
      await services.close()
      if (!keep) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
export type TestApp = Awaited<ReturnType<typeof openApp>>
