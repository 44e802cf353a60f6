import { createServer, type IncomingMessage } from 'node:http'
import { isAllowedOrigin, ownHosts, tokenCheck } from '../base/request-checks.ts'
import * as words from '../base/words/index.ts'
import type { BackendState } from '../shared/contract/link.ts'

type Options = {
  port: number
  token: string
  origins: readonly string[]
  version: string
  state: Extract<BackendState, { state: 'failed' }>
  /** Somebody with the token asked for another try. */
  onRetry: () => void
}

type Answer = { status: number; body: unknown }

/**
 * Answers on the server's port once the server cannot be kept running, so that a page in a browser learns why and can
 * ask for another try: `GET /api/backend` gives the state, `POST /api/backend/retry` starts again, all else is 503.
 */
export const standIn = ({ port, token, origins, version, state, onRetry }: Options) => {
  const isKnown = tokenCheck(token)

  const answer = ({ method, url, headers }: IncomingMessage): Answer => {
    if (!ownHosts(port).includes(headers.host ?? ''))
      return refusal(403, 'host.wrong', words.access.wrongHost(`127.0.0.1:${port}`))
    const { origin } = headers
    if (origin !== undefined && !isAllowedOrigin(origin, port, origins)) {
      return refusal(403, 'origin.wrong', words.access.wrongOrigin(origin.slice(0, 200)))
    }
    if (method === 'OPTIONS') return { status: 204, body: undefined }
    if (url === '/health') return { status: 503, body: { status: 'failed', app: 'AIOS', version } }
    if (!url?.startsWith('/api/')) return refusal(503, 'backend.failed', words.serverProcess.failed)
    if (!isKnown(headers.authorization)) return refusal(401, 'token.wrong', words.access.wrongToken)
    if (url === '/api/backend') return { status: 200, body: state }
    if (url !== '/api/backend/retry' || method !== 'POST') return refusal(503, 'backend.failed', state.cause)
    return { status: 202, body: { state: 'starting' } }
  }

  const server = createServer((request, response) => {
    const { status, body } = answer(request)
    const { origin } = request.headers
    response.writeHead(status, {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      ...(origin !== undefined && status !== 403 && corsFor(origin)),
    })
    response.end(body === undefined ? undefined : JSON.stringify(body))
    request.resume()
    if (status === 202) response.once('finish', onRetry)
  })
  // Without the port nobody is told, which is as it was before.
  server.on('error', () => undefined)
  server.listen(port, '127.0.0.1')

  return {
    /** Gives the port back. */
    async close(): Promise<void> {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

const refusal = (status: number, code: string, message: string): Answer => ({
  status,
  body: { error: { code, message } },
})

const corsFor = (origin: string) => ({
  'Access-Control-Allow-Origin': origin,
  'Access-Control-Allow-Headers': 'Authorization, Content-Type',
  'Access-Control-Allow-Methods': 'GET, POST',
})
