import { randomBytes } from 'node:crypto'
import { openBrowser } from '../start/browser.ts'
import { runBackend } from './backend.ts'

/** Development without a window: the backend from source, the UI from Vite; port and token outlast restarts. */
export const developInBrowser = (page: string, { open, ends }: { open: boolean; ends: AbortSignal }) => {
  const token = process.env.AIOS_TOKEN || randomBytes(32).toString('base64url')
  let port = process.env.PORT ?? '0'
  let shown = false
  const onLine = (line: string) => {
    const [, listening] = /^BACKEND_PORT:(\d+)$/.exec(line) ?? []
    if (!listening) return
    port = listening
    if (shown) return
    shown = true
    const address = `${page}#backend=http://127.0.0.1:${port}&token=${encodeURIComponent(token)}`
    console.log(`Develop at ${address}`)
    if (open) openBrowser(address)
  }
  const env = () => ({ PORT: port, AIOS_TOKEN: token })
  return runBackend({ args: ['serve', '--watch-parent'], env, onLine }, ends)
}
