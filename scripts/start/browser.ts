import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * Opens a page in the default browser, where there is one. The address carries the token, and a command line can be read by
 * every user of the machine: so the browser is given an address that leads to the page once and then no more.
 *
 * @returns whether there is a browser to try
 */
export const openBrowser = (page: string): boolean => {
  const opener = openerHere()
  if (!opener) return false
  const path = `/${randomBytes(16).toString('base64url')}`
  const server = createServer((request, response) => {
    const isIt = request.method === 'GET' && request.url === path
    response.writeHead(isIt ? 302 : 404, {
      ...(isIt && { location: page }),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      connection: 'close',
    })
    response.end()
    if (isIt) server.close()
  })
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo
    const [file, ...args] = opener
    const child = spawn(file, [...args, `http://127.0.0.1:${port}${path}`], { stdio: 'ignore', detached: true })
    child.on('error', () => server.close()) // no such program: the address is on the terminal anyway
    child.unref()
  })
  server.unref()
  setTimeout(() => server.close(), 60_000).unref()
  return true
}

const openerHere = (): [string, ...string[]] | undefined => {
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler']
  if (process.platform === 'darwin') return ['open']
  const { BROWSER, DISPLAY, WAYLAND_DISPLAY } = process.env
  if (BROWSER && !BROWSER.includes('%s')) return [BROWSER]
  return DISPLAY || WAYLAND_DISPLAY ? ['xdg-open'] : undefined
}
