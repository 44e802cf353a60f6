import * as words from '../base/words/index.ts'
import type { ConnectionError, ConnectionFault } from './connection.ts'
import { isLoopback } from './presets.ts'
import type { Server } from './server-reason.ts'

type Failed = Server & { host: string; isLocal: boolean; error: ConnectionError }

const { connection } = words.providers

const sentences: Record<ConnectionFault, (failed: Failed) => string> = {
  refused: ({ host, preset, isLocal }) => (isLocal ? connection.refusedHere(host, preset) : connection.refused(host)),
  'unknown-host': ({ host }) => connection.unknownHost(host),
  unreachable: ({ host }) => connection.unreachable(host),
  'no-answer': ({ host }) => connection.noAnswer(host),
  silent: connection.silent,
  cut: connection.cut,
  certificate: ({ host, error }) => connection.certificate(host, certificateReason(error)),
  'not-tls': ({ host }) => connection.notTls(host),
  'not-http': ({ host }) => connection.notHttp(host),
  redirected: (failed) => connection.redirected(failed, failed.error.message),
  'too-large': connection.tooLarge,
  'web-page': ({ error }) => connection.webPage(error.url),
}

/** What a connection that failed means, and what to do. */
export const connectionWords = (error: ConnectionError, server: Server): string => {
  const { host, hostname } = new URL(server.baseUrl)
  return sentences[error.fault]({ ...server, host, isLocal: isLoopback(hostname), error })
}

const certificateReason = ({ cause }: ConnectionError) => {
  const { code = '' } = (cause ?? {}) as NodeJS.ErrnoException
  const reasons = connection.certificateReasons
  if (code === 'CERT_HAS_EXPIRED') return reasons.expired
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return reasons.otherName
  if (code.includes('SELF_SIGNED')) return reasons.selfSigned
  return code || reasons.unknown
}
