import { app, events, extensions, init } from '@neutralinojs/lib'
import type { LinkEvents } from '../../../extensions/backend/src/shared/contract/link.ts'
import { text } from '../../strings/index.ts'
import type { Endpoint, Link } from './link.ts'

const backend = 'app.aios.backend'

/** Milliseconds to wait for an answer to `aios.hello`; longer once the backend says that it is on its way. */
const TIMEOUT_MS = { silent: 3000, starting: 30_000 }

/** Milliseconds that closing the window waits for the backend to end by itself. */
const CLOSE_TIMEOUT_MS = 2500

/** Whether this page runs in the window of the Neutralino core. */
export const inShell = (): boolean => 'NL_PORT' in window && 'NL_TOKEN' in window

/**
 * The link through the Neutralino core. The window asks (`aios.hello`) and the backend answers by broadcast: a
 * broadcast that nobody hears is lost, so nothing relies on one that came before the window was there.
 */
export const shellLink = (): Link => {
  init()
  const hello = () => {
    // Queued by the client until the extension is connected; one that is not there is answered by our own time limit.
    extensions.dispatch(backend, 'aios.hello', {}).catch(() => undefined)
  }
  events.on('extensionReady', (event: CustomEvent<string>) => {
    if (event.detail === backend) hello()
  })
  events.on('windowClose', () => void close())

  return {
    find: (signal) =>
      new Promise<Endpoint>((resolve, reject) => {
        const done = new AbortController()
        const giveUp = () => {
          done.abort()
          reject(new Error(text.status.noResponse))
        }
        let timer = setTimeout(giveUp, TIMEOUT_MS.silent)
        done.signal.addEventListener('abort', () => clearTimeout(timer))
        signal.addEventListener('abort', giveUp, { signal: done.signal })
        on(
          'aios.ready',
          (ready) => {
            done.abort()
            resolve(endpointOf(ready))
          },
          done.signal,
        )
        on(
          'aios.state',
          ({ state }) => {
            if (state !== 'starting' && state !== 'restarting') return
            clearTimeout(timer)
            timer = setTimeout(giveUp, TIMEOUT_MS.starting)
          },
          done.signal,
        )
        hello()
      }),

    listen(listener) {
      on('aios.ready', (ready) => listener.ready(endpointOf(ready)))
      on('aios.state', (state) => listener.state(state))
    },

    async retry() {
      await extensions.dispatch(backend, 'aios.retry', {})
    },
  }
}

const endpointOf = ({ port, token }: LinkEvents['aios.ready']): Endpoint => ({ url: `http://127.0.0.1:${port}`, token })

/** The core's client turns every broadcast into an event of the window. */
const on = <K extends keyof LinkEvents>(name: K, handle: (data: LinkEvents[K]) => void, signal?: AbortSignal): void =>
  window.addEventListener(name, (event) => handle((event as CustomEvent<LinkEvents[K]>).detail), { signal })

/**
 * Lets the backend end first, then the app. The wait is bounded: a window that does not close is worse than a
 * backend that notices by itself that the core has gone.
 */
const close = async (): Promise<void> => {
  window.dispatchEvent(new CustomEvent('aios.closing'))
  const gone = new Promise<void>((resolve) => {
    events.on('extClientDisconnect', (event: CustomEvent<string>) => {
      if (event.detail === backend) resolve()
    })
    setTimeout(resolve, CLOSE_TIMEOUT_MS)
  })
  extensions.dispatch(backend, 'aios.quit', {}).catch(() => undefined)
  await gone
  // `app.exit` crashes the core on macOS.
  await (window.NL_OS === 'Darwin' ? app.killProcess() : app.exit())
}
