import type { IncomingMessage } from 'node:http'
import { AppError, fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import { asConnectionError, send } from '../../../models/connection.ts'
import { decoded } from '../../../models/decoded.ts'
import { hostWords } from '../../../models/host-words.ts'
import { checkLiteral, isReachable, publicLookup, type Resolve, systemResolve } from './public-lookup.ts'

export type GetOptions = {
  signal: AbortSignal
  /** Bytes of an answer, unpacked. */
  largest?: number
  /** Milliseconds for all of it, redirects included. */
  longest?: number
  resolve?: Resolve
  isAllowed?: (address: string) => boolean
  /** Ports that may be asked. */
  ports?: readonly number[]
}

export type Got = { url: URL; contentType: string; bytes: Uint8Array }

const mostRedirects = 5

/**
 * Gets a public address: http or https, the usual ports, nothing of who asks sent along; each redirect is looked at as if
 * it had been asked for, and is followed within the site.
 *
 * @throws AppError that says why not, or the signal's reason
 */
export const get = async (address: string, options: GetOptions): Promise<Got> => {
  const { signal, longest = 30_000 } = options
  const late = AbortSignal.timeout(longest)
  const both = AbortSignal.any([signal, late])
  let url = checked(address, options)
  try {
    for (let hops = 0; hops <= mostRedirects; hops++) {
      const message = await ask(url, both, options)
      const target = (message.statusCode ?? 0) >= 300 && (message.statusCode ?? 0) < 400 && message.headers.location
      if (!target) return await answered(message, url, both, options)
      message.destroy()
      url = next(url, checked(URL.parse(target, url)?.href ?? target, options))
    }
  } catch (error) {
    signal.throwIfAborted()
    if (late.aborted) return fail('fetch.slow', words.tools.fetch.slow(url.host, longest))
    throw error
  }
  return fail('fetch.failed', words.tools.fetch.circles(url.host))
}

/** Another site is for the agent to ask for: what was allowed was allowed for this one. @throws AppError `fetch.elsewhere` */
const next = (from: URL, to: URL): URL =>
  site(from) === site(to) ? to : fail('fetch.elsewhere', words.tools.fetch.elsewhere(from.href, to.href))

const site = ({ hostname }: URL) => hostname.replace(/^www\./, '')

const usualPorts = [80, 443]

const checked = (address: string, { isAllowed = isReachable, ports = usualPorts }: GetOptions): URL => {
  const url = URL.parse(address)
  if (!url || !['http:', 'https:'].includes(url.protocol))
    return fail('address.invalid', words.tools.fetch.notWeb(address))
  if (url.username || url.password) fail('address.invalid', words.tools.fetch.credentials)
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  if (!ports.includes(port)) fail('address.port', words.tools.fetch.port(port, ports))
  checkLiteral(url, isAllowed)
  url.hash = ''
  return url
}

const ask = async (url: URL, signal: AbortSignal, { resolve = systemResolve, isAllowed = isReachable }: GetOptions) => {
  const headers = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'AIOS' }
  const lookup = publicLookup(resolve, isAllowed)
  try {
    return await send(url, { method: 'GET', headers, body: undefined }, { patience, signal, lookup })
  } catch (error) {
    throw inWords(error, url)
  }
}

/** Milliseconds until an answer begins. */
const patience = 20_000

const answered = async (
  message: IncomingMessage,
  url: URL,
  signal: AbortSignal,
  { largest = 10 * 1024 ** 2 }: GetOptions,
): Promise<Got> => {
  const { statusCode = 0, headers } = message
  if (statusCode !== 200) {
    message.destroy()
    fail('fetch.failed', words.tools.fetch.status(url.host, statusCode))
  }
  const source = decoded(message)
  const stop = () => source.destroy(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  const pieces: Buffer[] = []
  let size = 0
  try {
    for await (const piece of source as AsyncIterable<Buffer>) {
      size += piece.length
      if (size > largest) throw tooLarge(url, largest)
      pieces.push(piece)
    }
  } catch (error) {
    throw inWords(error, url)
  } finally {
    signal.removeEventListener('abort', stop)
    source.destroy()
    message.destroy()
  }
  return { url, contentType: headers['content-type'] ?? '', bytes: Buffer.concat(pieces) }
}

const tooLarge = ({ host }: URL, largest: number) =>
  new AppError('fetch.too-large', words.tools.fetch.tooLarge(host, largest))

/** What went wrong underneath; our own refusals come back out of the connection as they went in. */
const inWords = (error: unknown, url: URL): unknown => {
  const { cause } = asConnectionError(error, url)
  for (const each of [error, cause]) if (each instanceof AppError) return each
  return new AppError('fetch.failed', hostWords(error, url), { cause: error })
}
