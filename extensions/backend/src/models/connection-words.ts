import type { ConnectionError, ConnectionFault } from './connection.ts'
import { isLoopback, presetOf } from './presets.ts'
import type { Server } from './server-reason.ts'

type Words = (server: Server & { host: string; isLocal: boolean; error: ConnectionError }) => string

const words: Record<ConnectionFault, Words> = {
  refused: ({ host, preset, isLocal }) =>
    isLocal
      ? `Nothing listens at ${host}. ${presetOf(preset).start ?? 'Start the server'}, or correct the address.`
      : `${host} is there, but no server listens on that port. Start it, or correct the port. A server on another machine must listen on more than 127.0.0.1.`,
  'unknown-host': ({ host }) => `There is no host ${host}, or this machine is offline. Check the address.`,
  unreachable: ({ host }) => `${host} cannot be reached from this machine. Check the network, VPN and firewall.`,
  'no-answer': ({ host }) => `${host} does not answer. Check the address, and whether a firewall is in between.`,
  silent: ({ name }) =>
    `${name} took the request but said nothing for too long. It may be loading a large model: try again, or raise the patience in its settings.`,
  cut: ({ name }) => `${name} closed the connection in the middle. Try again; if it stays so, look into its log.`,
  certificate: ({ host, error }) =>
    `The certificate of ${host} is not trusted (${certificateReason(error)}). Install the authority that signed it in this system, or, on your own network, use http://.`,
  'not-tls': ({ host }) => `${host} does not speak TLS. Write http:// in place of https://.`,
  'not-http': ({ host }) => `What listens at ${host} does not speak HTTP. If it speaks TLS, write https://.`,
  redirected: ({ name, error }) =>
    `${name} sends requests on (${error.message}), where the key and your text do not follow. Enter the address that it leads to.`,
  'too-large': ({ name }) => `${name} sent an answer of more than 64 MB. It was cut off; ask for less.`,
  'web-page': ({ error }) => `There is a web page at ${error.url}, not a model API. The address mostly ends in /v1.`,
}

/** What a connection that failed means, and what to do. */
export const connectionWords = (error: ConnectionError, server: Server): string => {
  const { host, hostname } = new URL(server.baseUrl)
  return words[error.fault]({ ...server, host, isLocal: isLoopback(hostname), error })
}

const certificateReason = ({ cause }: ConnectionError) => {
  const { code = '' } = (cause ?? {}) as NodeJS.ErrnoException
  if (code === 'CERT_HAS_EXPIRED') return 'it has expired'
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'it was made for another name'
  if (code.includes('SELF_SIGNED')) return 'it is signed by itself'
  return code || 'no reason is known'
}
