import type { ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

/** What a model server was sent. */
export type ModelRequest = {
  method: string
  /** With the query. */
  path: string
  headers: Record<string, string | string[] | undefined>
  text: string
  /** The JSON of it; undefined when there was none. */
  body: ChatBody
  /** True once the client hung up before the answer's end. */
  cut: boolean
}

type ToolCall = { id: string; type: 'function'; function: { name: string; arguments: string } }

/** The parts of a chat request that tests look at. */
export type ChatBody = {
  model?: string
  stream?: boolean
  messages?: { role: string; content: unknown; tool_calls?: ToolCall[]; tool_call_id?: string }[]
  tools?: { type: string; function: { name: string; description?: string; parameters?: unknown } }[]
  response_format?: unknown
  input?: string | string[]
}

/** Writes one answer; the request says whether it is to be streamed. */
export type Answer = (request: ModelRequest, response: ServerResponse) => void | Promise<void>

type Timing = {
  /** Milliseconds before each piece. */
  pause?: number
  /** After so many pieces the connection is cut. */
  cutAfter?: number
  /** After so many pieces nothing more comes, and the connection stays open. */
  hangAfter?: number
}

type Counted = {
  /** Tokens that it says it took; null for a server that does not count. */
  usage?: { input: number; output: number } | null
  finish?: string
  model?: string
}

const usageOf = ({ usage = { input: 11, output: 7 } }: Counted) =>
  usage && { prompt_tokens: usage.input, completion_tokens: usage.output, total_tokens: usage.input + usage.output }

const envelope = (object: string, { model = 'scripted' }: Counted) => ({
  id: 'chatcmpl-1',
  object,
  created: 1_790_000_000,
  model,
})

const data = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`

/** Any bytes, piece by piece: for what no proper server sends. */
export const sends =
  (
    pieces: readonly (string | Uint8Array)[],
    {
      status = 200,
      headers = { 'content-type': 'application/json' },
      pause = 0,
      cutAfter,
      hangAfter,
    }: Timing & { status?: number; headers?: Record<string, string> } = {},
  ): Answer =>
  async (_, response) => {
    response.writeHead(status, headers)
    response.flushHeaders()
    for (const [index, piece] of pieces.entries()) {
      if (index === hangAfter) return
      if (index === cutAfter) break
      if (pause > 0) await delay(pause)
      if (response.destroyed) return
      await new Promise<void>((written) => response.write(piece, () => written()))
    }
    if (hangAfter !== undefined) return
    if (cutAfter === undefined) return void response.end()
    await delay(20) // so that what was written arrives first
    response.destroy()
  }

/** JSON, for servers with an API of their own. */
export const json = (value: unknown, status = 200): Answer => sends([JSON.stringify(value)], { status })

const streams = (deltas: readonly object[], finish: string, options: Timing & Counted): Answer => {
  const base = envelope('chat.completion.chunk', options)
  const chunks = deltas.map((delta) => data({ ...base, choices: [{ index: 0, delta, finish_reason: null }] }))
  const usage = usageOf(options)
  const last = data({ ...base, choices: [{ index: 0, delta: {}, finish_reason: finish }] })
  const counts = usage ? [data({ ...base, choices: [], usage })] : []
  return sends([...chunks, last, ...counts, 'data: [DONE]\n\n'], {
    ...options,
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' },
  })
}

const whole = (message: object, finish: string, options: Timing & Counted): Answer =>
  sends(
    [
      JSON.stringify({
        ...envelope('chat.completion', options),
        choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finish }],
        usage: usageOf(options) ?? undefined,
      }),
    ],
    options,
  )

/** A text: word by word when it is streamed, or in the pieces given. */
export const says =
  (text: string | readonly string[], options: Timing & Counted & { reasoning?: string } = {}): Answer =>
  (request, response) => {
    const { finish = 'stop', reasoning } = options
    const pieces = typeof text === 'string' ? (text.match(/\s*\S+\s*$|\s*\S+/g) ?? [text]) : text
    const thought = reasoning === undefined ? [] : [{ reasoning_content: reasoning }]
    const answer = request.body.stream
      ? streams([...thought, ...pieces.map((content) => ({ content }))], finish, options)
      : whole({ content: pieces.join(''), ...thought[0] }, finish, options)
    return answer(request, response)
  }

/** Calls of tools. Arguments given as text go out as they are, be they JSON or not. */
export const calls =
  (
    wanted: readonly { name: string; arguments: unknown; id?: string }[],
    options: Timing & Counted & { text?: string } = {},
  ): Answer =>
  (request, response) => {
    const { finish = 'tool_calls', text } = options
    const toolCalls = wanted.map(({ name, arguments: given, id }, index) => ({
      index,
      id: id ?? `call_${index + 1}`,
      type: 'function',
      function: { name, arguments: typeof given === 'string' ? given : JSON.stringify(given) },
    }))
    const said = text === undefined ? [] : [{ content: text }]
    const answer = request.body.stream
      ? streams([...said, ...toolCalls.map((each) => ({ tool_calls: [each] }))], finish, options)
      : whole({ content: text ?? null, tool_calls: toolCalls }, finish, options)
    return answer(request, response)
  }

/** An error as OpenAI has it: `fails(429, 'Slow down', { 'retry-after': '1' })`. */
export const fails = (status: number, message: string, headers: Record<string, string> = {}): Answer =>
  sends([JSON.stringify({ error: { message, type: 'invalid_request_error', param: null, code: null } })], {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })

/** An error in the middle of a stream, after a word. */
export const failsMidway = (message: string): Answer =>
  sends(
    [
      data({ ...envelope('chat.completion.chunk', {}), choices: [{ index: 0, delta: { content: 'So' } }] }),
      data({ error: { message, type: 'server_error', code: 500 } }),
      'data: [DONE]\n\n',
    ],
    { headers: { 'content-type': 'text/event-stream' } },
  )

/** A page for people, where an API was expected. */
export const page = (html: string, status = 200): Answer =>
  sends([html], { status, headers: { 'content-type': 'text/html; charset=utf-8' } })

/** Never says anything. */
export const hangs: Answer = () => undefined

/** Drops the connection at once. */
export const drops: Answer = (_, response) => void response.destroy()
