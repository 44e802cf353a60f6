import type { IncomingMessage } from 'node:http'
import * as words from '../base/words/index.ts'
import { asConnectionError, ConnectionError, type ConnectionFault, type Sent, send } from './connection.ts'
import { decoded } from './decoded.ts'
import { keyRedactor } from './key-redaction.ts'

export type Fetch = typeof globalThis.fetch

type Options = {
  /** Milliseconds without a byte after which the request is given up. */
  patience?: number
  /** Bytes that an answer may have. */
  largest?: number
  /** Taken out of whatever comes back. */
  key?: string | undefined
  /** Waits for a turn; gives back how to end it. */
  enter?: (signal: AbortSignal | undefined) => Promise<() => void>
}

const MAX_REDIRECTS = 5

/**
 * A `fetch` for model servers, in the form that the AI SDK takes: text goes out, any text comes back. Waits as long as it is told to,
 * follows redirects within the origin only (so that neither key nor text goes elsewhere), and takes no web page for an answer.
 */
export const modelFetch = ({
  patience = 300_000,
  largest = 64 * 1024 ** 2,
  key,
  enter = async () => () => undefined,
}: Options = {}): Fetch => {
  return async (input, init = {}) => {
    const signal = init.signal ?? undefined
    const url = new URL(input instanceof Request ? input.url : input)
    const leave = await enter(signal)
    try {
      const message = await follow(url, toSent(init), { patience, signal })
      const fault = faultOf(message)
      if (fault) {
        message.destroy()
        throw new ConnectionError(fault, url)
      }
      return new Response(bodyOf(message, url, { patience, largest, key, signal, leave }), {
        status: message.statusCode ?? 0,
        headers: headersOf(message),
      })
    } catch (error) {
      leave()
      throw error
    }
  }
}

const toSent = ({ method = 'GET', headers, body }: RequestInit): Sent => {
  if (body !== undefined && body !== null && typeof body !== 'string') throw new TypeError('Only text can be sent.')
  return {
    method,
    headers: { ...Object.fromEntries(new Headers(headers)), 'accept-encoding': 'identity' },
    body: body ?? undefined,
  }
}

const follow = async (from: URL, sent: Sent, options: { patience: number; signal: AbortSignal | undefined }) => {
  let url = from
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const message = await send(url, sent, options)
    const target = [301, 302, 307, 308].includes(message.statusCode ?? 0) && message.headers.location
    if (!target) return message
    message.destroy()
    const next = URL.parse(target, url)
    if (next?.origin !== url.origin)
      throw new ConnectionError('redirected', url, {
        message: words.providers.connection.to(next?.origin ?? target),
      })
    url = next
  }
  throw new ConnectionError('redirected', url, { message: words.providers.connection.inCircles })
}

/** What no API answers with. */
const faultOf = ({ statusCode = 0, headers }: IncomingMessage): ConnectionFault | undefined => {
  if (statusCode < 200 || statusCode > 599) return 'not-http'
  if (statusCode < 400 && /^text\/html\b/i.test(headers['content-type'] ?? '')) return 'web-page'
  return undefined
}

const headersOf = ({ headers }: IncomingMessage) =>
  Object.entries(headers).flatMap(([name, value]) => [value ?? []].flat().map((each): [string, string] => [name, each]))

type BodyOptions = {
  patience: number
  largest: number
  key: string | undefined
  signal: AbortSignal | undefined
  leave: () => void
}

/**
 * The bytes of an answer as they come; null for an answer that has none by its status. Ends the turn, whether it is read to
 * its end, fails or is cancelled.
 */
const bodyOf = (message: IncomingMessage, url: URL, { patience, largest, key, signal, leave }: BodyOptions) => {
  const source = decoded(message)
  const abort = () => source.destroy(signal?.reason)
  // Somebody who never reads must not hold a turn for ever.
  const timer = setTimeout(() => source.destroy(new ConnectionError('silent', url)), patience)
  const end = () => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
    source.destroy()
    leave()
  }
  signal?.addEventListener('abort', abort, { once: true })
  source.once('close', end)
  source.on('error', () => undefined) // the reader gets it
  if ([204, 205, 304].includes(message.statusCode ?? 0)) {
    end()
    return null
  }

  const read = async function* () {
    const redactor = keyRedactor(key)
    let size = 0
    try {
      for await (const piece of source as AsyncIterable<Buffer>) {
        timer.refresh()
        size += piece.length
        if (size > largest) throw new ConnectionError('too-large', url)
        yield redactor.push(piece)
      }
      yield redactor.end()
    } catch (error) {
      throw signal?.aborted ? signal.reason : asConnectionError(error, url)
    } finally {
      end()
    }
  }
  const pieces = read()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await pieces.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  )
}
