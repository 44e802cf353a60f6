import type { BackendState, LinkEvents } from '../../extensions/backend/src/shared/contract/link.ts'
import { stageApp } from './app-folder.ts'
import { connectClient } from './neutralino-client.ts'
import { startHostProcess } from './neutralino-host-process.ts'
import { descendants, roleBelow, untilGone } from './processes.ts'
import { until } from './until.ts'

export type Ready = LinkEvents['aios.ready']

const backend = 'app.aios.backend'

/** The real backend under the double of the core, and one page that listens; nothing was said yet. */
export const startApp = async ({ env = {} }: { env?: NodeJS.ProcessEnv } = {}) => {
  const app = stageApp()
  const host = await startHostProcess({ root: app.root, env: app.env(env) })
  const page = await connectClient(host)
  const [supervisor] = host.extensions as [number]

  const dispatch = async (event: string) => {
    await until(
      () => page.call('extensions.getStats'),
      (stats) => JSON.stringify(stats).includes(`"connected":["${backend}"]`),
    )
    await page.call('extensions.dispatch', { extensionId: backend, event, data: {} })
  }

  return {
    ...app,
    host,
    page,
    supervisor,
    /** The server's process, once it is there. */
    server: () => until(() => roleBelow(supervisor, 'server')) as Promise<number>,
    /** Every process below the core's double, the supervisor first. */
    processes: () => descendants(host.pid),
    dispatch,
    /** How many events came so far, to wait for later ones. */
    mark: () => page.received.length,
    ready: (from = 0, timeout = 30_000) => page.event<Ready>('aios.ready', { from, timeout }),
    /** The next state of that name. */
    state: <Name extends BackendState['state']>(state: Name, from = 0, timeout = 30_000) =>
      page.event<Extract<BackendState, { state: Name }>>('aios.state', {
        from,
        timeout,
        wanted: (data) => data.state === state,
      }),
    async [Symbol.asyncDispose]() {
      const started = descendants(host.pid)
      page.cut()
      await host[Symbol.asyncDispose]()
      await untilGone(started, 10_000)
      app[Symbol.dispose]()
    },
  }
}

export type RunningApp = Awaited<ReturnType<typeof startApp>>

/** Whether the server answers there, with that token; false where nobody listens. */
export const answers = async ({ port, token }: Pick<Ready, 'port' | 'token'>): Promise<boolean> => {
  const headers = { Authorization: `Bearer ${token}` }
  const response = await fetch(`http://127.0.0.1:${port}/api/workspaces`, { headers }).catch(() => undefined)
  return response?.ok ?? false
}
