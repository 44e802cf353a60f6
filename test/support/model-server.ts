import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type Answer, fails, json, type ModelRequest, says } from './model-answers.ts'

/*
 * A model server that does as its script says, over real HTTP on 127.0.0.1:
 *
 *   await using server = await startModelServer()
 *   server.script(calls([{ name: 'search', arguments: { query: 'fee' } }]), says('340 euros [1]'))
 *   … POST /api/providers {preset: 'custom', baseUrl: server.baseUrl, defaultModel: 'scripted'} …
 *   server.chats[0].body.messages   // what it was sent
 *   server.chats[0].cut             // whether the client hung up before the end
 *
 * It serves GET /v1/models, POST /v1/chat/completions (streamed or whole, as asked) and POST /v1/embeddings. Each chat takes
 * the next answer of the script; once that is used up, `reply` decides (by default it says "ready"). Answers are made by
 * model-answers.ts:
 *   says(text, {pause, cutAfter, hangAfter, usage, reasoning, finish})   slow, cut off, stuck, uncounted streams
 *   calls([{name, arguments}])        arguments that are text go out as they are: `'{"query": '` is broken JSON
 *   fails(status, message, headers)   429 with {'retry-after': '1'}, 500, …
 *   failsMidway(message)              an error in the middle of a stream
 *   sends(pieces, {status, headers})  any bytes: broken JSON, invalid UTF-8, a wrong content type
 *   page(html) · hangs · drops
 * An endless tool loop is a `reply` that always calls; a long answer is `says('x'.repeat(10 * 1024 ** 2))`.
 */

export type ModelServerOptions = {
  /** What it lists: ids, or entries with fields of their own. */
  models?: readonly (string | Record<string, unknown>)[]
  /** The key that it wants; without one it takes any request. */
  key?: string
  /** Answers chats beyond the script. */
  reply?: (request: ModelRequest) => Answer
  /** Numbers that a vector has. */
  dimensions?: number
  /** Where the API begins. */
  prefix?: string
  /** Other places: `{ 'GET /api/version': json({ version: '0.9.0' }) }`; these count before the API's own. */
  routes?: Record<string, Answer>
  /** Speaks TLS with this certificate. */
  tls?: { key: string; cert: string }
  /** 0 for any free one. */
  port?: number
  host?: '127.0.0.1' | '::1'
}

/** A vector for a text, the same for the same text. */
export const vectorOf = (value: string, dimensions: number): number[] =>
  Array.from({ length: dimensions }, (_, index) => {
    const sum = [...value].reduce((total, letter, at) => total + (letter.codePointAt(0) ?? 0) * (at + index + 1), 0)
    return Math.round(Math.sin(sum) * 1e6) / 1e6
  })

export const startModelServer = async ({
  models = ['scripted'],
  key,
  reply = () => says('ready'),
  dimensions = 8,
  prefix = '/v1',
  routes = {},
  tls,
  port = 0,
  host = '127.0.0.1',
}: ModelServerOptions = {}) => {
  const requests: ModelRequest[] = []
  const script: Answer[] = []

  const embeddings: Answer = (request, response) => {
    const inputs = [request.body.input ?? []].flat()
    const data = inputs.map((input, index) => ({ object: 'embedding', index, embedding: vectorOf(input, dimensions) }))
    const usage = { prompt_tokens: inputs.length * 2, total_tokens: inputs.length * 2 }
    return json({ object: 'list', model: request.body.model, data, usage })(request, response)
  }
  const list = models.map((model) => (typeof model === 'string' ? { id: model, object: 'model' } : model))
  const api: Record<string, Answer> = {
    [`GET ${prefix}/models`]: json({ object: 'list', data: list }),
    [`POST ${prefix}/chat/completions`]: (request, response) => (script.shift() ?? reply(request))(request, response),
    [`POST ${prefix}/embeddings`]: embeddings,
  }

  const answerTo = ({ method, path, headers }: ModelRequest): Answer => {
    const name = `${method} ${path.replace(/\?.*$/, '')}`
    if (routes[name]) return routes[name]
    const answer = api[name] ?? fails(404, `Unknown request URL: ${name}.`)
    const isAllowed = key === undefined || headers.authorization === `Bearer ${key}`
    return isAllowed ? answer : fails(401, `Incorrect API key provided: ${headers.authorization ?? 'none'}.`)
  }

  const listener: RequestListener = (incoming, response) => {
    void serve(incoming, response).catch(() => response.destroy())
  }
  const serve = async (incoming: IncomingMessage, response: ServerResponse) => {
    const sent = await text(incoming)
    const request: ModelRequest = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      headers: incoming.headers,
      text: sent,
      body: parse(sent),
      cut: false,
    }
    requests.push(request)
    response.on('close', () => {
      request.cut = !response.writableFinished
    })
    await answerTo(request)(request, response)
  }

  const server = tls ? createTlsServer(tls, listener) : createServer(listener)
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(port, host, listening)
  })
  const origin = `${tls ? 'https' : 'http'}://${host === '::1' ? '[::1]' : host}:${(server.address() as AddressInfo).port}`

  return {
    origin,
    port: (server.address() as AddressInfo).port,
    baseUrl: `${origin}${prefix}`,
    /** All that came, in order. */
    requests,
    /** The chat requests among them. */
    get chats(): ModelRequest[] {
      return requests.filter(({ path }) => path.endsWith('/chat/completions'))
    },
    /** Adds answers for the chats to come. */
    script: (...answers: Answer[]): void => void script.push(...answers),
    /** Answers of the script that nobody asked for yet. */
    get unused(): number {
      return script.length
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((done) => server.close(done))
      server.closeAllConnections()
      await closed
    },
  }
}
export type ModelServer = Awaited<ReturnType<typeof startModelServer>>

const parse = (sent: string): ModelRequest['body'] => {
  try {
    return JSON.parse(sent)
  } catch {
    return {} // a GET, or what a test sends by hand
  }
}
