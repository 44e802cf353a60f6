import { Agent, type ClientRequest, type IncomingMessage, request as plainRequest } from 'node:http'
import { Agent as TlsAgent, request as tlsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { getCACertificates } from 'node:tls'

export type ConnectionFault =
  | 'refused'
  | 'unknown-host'
  | 'unreachable'
  | 'no-answer'
  | 'silent'
  | 'cut'
  | 'certificate'
  | 'not-tls'
  | 'not-http'
  | 'redirected'
  | 'too-large'
  | 'web-page'

/** A model server could not be spoken with; `fault` says how. Its `url` never holds a key. */
export class ConnectionError extends Error {
  readonly fault: ConnectionFault
  readonly url: string

  constructor(
    fault: ConnectionFault,
    url: URL,
    { message = fault, cause }: { message?: string; cause?: unknown } = {},
  ) {
    super(message, { cause })
    this.name = 'ConnectionError'
    this.fault = fault
    this.url = `${url.origin}${url.pathname}`
  }
}

/** Milliseconds to wait for a connection, name and TLS included. */
const connectTime = 10_000

export type Sent = { method: string; headers: Record<string, string>; body: string | undefined }
type Options = {
  patience: number
  signal: AbortSignal | undefined
  /** Finds the address of a host in place of the system; the connection goes to what it gives. */
  lookup?: LookupFunction
}

/**
 * Sends one HTTP request and gives back the answer once its headers are there. Not by `fetch`, whose limit of five minutes
 * for the headers is less than what a large model on a small machine takes to read a long prompt.
 *
 * @throws ConnectionError, or the signal's reason
 */
export const send = (url: URL, { method, headers, body }: Sent, { patience, signal, lookup }: Options) => {
  signal?.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const request =
    url.protocol === 'https:'
      ? tlsRequest(url, { method, headers, agent: tlsAgent(), ...(lookup && { lookup }) })
      : plainRequest(url, { method, headers, agent: plainAgent, ...(lookup && { lookup }) })
  const abort = () => request.destroy(signal?.reason)
  const connecting = setTimeout(() => request.destroy(new ConnectionError('no-answer', url)), connectTime)
  const waiting = setTimeout(() => request.destroy(new ConnectionError('silent', url)), patience)
  onConnected(request, url, () => clearTimeout(connecting))
  signal?.addEventListener('abort', abort, { once: true })
  request.once('response', resolve)
  request.on('error', (error) => reject(signal?.aborted ? signal.reason : asConnectionError(error, url)))
  request.end(body)
  return promise.finally(() => {
    clearTimeout(connecting)
    clearTimeout(waiting)
    signal?.removeEventListener('abort', abort)
  })
}

const onConnected = (request: ClientRequest, { protocol }: URL, connected: () => void) => {
  request.once('socket', (socket) => {
    if (!socket.connecting) return connected()
    socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', connected)
  })
}

// Each request has a connection of its own: many model servers close idle ones just when they are used again.
const plainAgent = new Agent({ keepAlive: false })
let agent: TlsAgent | undefined
/** Trusts what the system trusts, too: a firm's own authority, say. Made with the first request that needs it. */
const tlsAgent = () => {
  const trusted = () => [...new Set([...getCACertificates('default'), ...getCACertificates('system')])]
  agent ??= new TlsAgent({ keepAlive: false, ca: trusted() })
  return agent
}

const faults: [RegExp, ConnectionFault][] = [
  [/^ECONNREFUSED$/, 'refused'],
  [/^(?:ENOTFOUND|EAI_AGAIN)$/, 'unknown-host'],
  [/^(?:EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EACCES|EPERM)$/, 'unreachable'],
  [/^ETIMEDOUT$/, 'no-answer'],
  [/^(?:ECONNRESET|EPIPE|ERR_STREAM_PREMATURE_CLOSE|Z_.*|ERR_.*BROTLI.*)$/, 'cut'],
  [/^(?:EPROTO|ERR_SSL_.*)$/, 'not-tls'],
  [/CERT|SELF_SIGNED|VERIFY|ERR_TLS/, 'certificate'],
  [/^HPE_/, 'not-http'],
]

/** What went wrong underneath, as a ConnectionError. */
export const asConnectionError = (error: unknown, url: URL): ConnectionError => {
  if (error instanceof ConnectionError) return error
  const { code = '', message } = error as NodeJS.ErrnoException
  const [, fault = 'cut'] = faults.find(([pattern]) => pattern.test(code)) ?? []
  return new ConnectionError(fault, url, { message: `${fault}: ${message}`, cause: error })
}
