import { asConnectionError, type ConnectionFault } from './connection.ts'

const words: Partial<Record<ConnectionFault, string>> = {
  refused: 'refused the connection: nothing listens there',
  'unknown-host': 'is not known, or this machine is offline',
  unreachable: 'cannot be reached',
  silent: 'took the request, but said nothing for too long',
  certificate: 'has a certificate that is not trusted',
  'not-tls': 'does not speak TLS',
  'not-http': 'does not speak HTTP',
  cut: 'closed the connection in the middle',
  redirected: 'sends requests on to another address',
  'too-large': 'sent too much',
  'web-page': 'answered with a web page',
}

/** What a connection to any host failed of, as a sentence. */
export const hostWords = (error: unknown, url: URL): string =>
  `${url.host} ${words[asConnectionError(error, url).fault] ?? 'does not answer'}.`
