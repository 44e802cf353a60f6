import * as words from '../base/words/index.ts'
import { asConnectionError, type ConnectionFault } from './connection.ts'

const { host } = words.providers

const reasons: Record<ConnectionFault, string> = {
  refused: host.refused,
  'unknown-host': host.unknownHost,
  unreachable: host.unreachable,
  'no-answer': host.noAnswer,
  silent: host.silent,
  certificate: host.certificate,
  'not-tls': host.notTls,
  'not-http': host.notHttp,
  cut: host.cut,
  redirected: host.redirected,
  'too-large': host.tooLarge,
  'web-page': host.webPage,
}

/** What a connection to any host failed of, as a sentence. */
export const hostWords = (error: unknown, url: URL): string =>
  host.failed(url.host, reasons[asConnectionError(error, url).fault])
