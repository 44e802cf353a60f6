import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gunzipSync, zstdDecompressSync } from 'node:zlib'

/** A tool that a scripted model calls next. */
export type Act = { tool: string; input: Record<string, unknown> }
type Body = Record<string, unknown>
type Api = {
  /** Whether this is a turn of the conversation, not a question beside it. */
  isTurn(body: Body, path: string): boolean
  answer(act: Act | undefined, n: number, body: Body): unknown[]
  /** Whether events have names. */
  isNamed: boolean
}

const hasTools = ({ tools }: Body) => Array.isArray(tools) && tools.length > 0
const done = 'Done.'

/** OpenAI's Responses, as Codex speaks it. */
const responses: Api = {
  isNamed: true,
  isTurn: (_, path) => path.endsWith('/responses'),
  answer(act, n) {
    const about = { id: `item_${n}`, call_id: `call_${n}`, status: 'completed' }
    const said = { type: 'output_text', text: done, annotations: [] }
    const item =
      act === undefined
        ? { ...about, type: 'message', role: 'assistant', content: [said] }
        : { ...about, type: 'function_call', name: act.tool, arguments: JSON.stringify(act.input) }
    const usage = { input_tokens: 1, input_tokens_details: null, output_tokens: 1, output_tokens_details: null }
    return [
      { type: 'response.created', response: { id: `r${n}` } },
      { type: 'response.output_item.added', output_index: 0, item },
      { type: 'response.output_item.done', output_index: 0, item },
      { type: 'response.completed', response: { id: `r${n}`, usage: { ...usage, total_tokens: 2 } } },
    ]
  },
}

/** What Gemini CLI asks beside the conversation: which model is to answer. */
const choice = { model_choice: 'flash', complexity_score: 1, complexity_reasoning: 'x', reasoning: 'x' }

/** Google's Generative Language. */
const gemini: Api = {
  isNamed: false,
  isTurn: (body, path) => path.includes('stream') && hasTools(body),
  answer(act, _, body) {
    const words = hasTools(body) ? done : JSON.stringify(choice)
    const part = act ? { functionCall: { name: act.tool, args: act.input } } : { text: words }
    const candidates = [{ content: { role: 'model', parts: [part] }, finishReason: 'STOP', index: 0 }]
    return [{ candidates, usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 } }]
  },
}

/** Anthropic's Messages. */
const messages: Api = {
  isNamed: true,
  isTurn: (body, path) => path.includes('/messages') && !path.includes('count_tokens') && hasTools(body),
  answer(act, n, { model }) {
    const usage = { input_tokens: 1, output_tokens: 1 }
    const about = { id: `msg_${n}`, type: 'message', role: 'assistant', model, content: [], stop_reason: null, usage }
    const block = act ? { type: 'tool_use', id: `toolu_${n}`, name: act.tool, input: {} } : { type: 'text', text: '' }
    const delta = act
      ? { type: 'input_json_delta', partial_json: JSON.stringify(act.input) }
      : { type: 'text_delta', text: done }
    return [
      { type: 'message_start', message: about },
      { type: 'content_block_start', index: 0, content_block: block },
      { type: 'content_block_delta', index: 0, delta },
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: { stop_reason: act ? 'tool_use' : 'end_turn' }, usage },
      { type: 'message_stop' },
    ]
  },
}

/** OpenAI's chat completions, which most take. */
const chat: Api = {
  isNamed: false,
  isTurn: (body, path) => path.endsWith('/chat/completions') && hasTools(body),
  answer(act, n, { model }) {
    const about = { id: `c${n}`, object: 'chat.completion.chunk', created: 1, model }
    const call = act && {
      index: 0,
      id: `call_${n}`,
      type: 'function',
      function: { name: act.tool, arguments: JSON.stringify(act.input) },
    }
    const delta = call ? { role: 'assistant', tool_calls: [call] } : { role: 'assistant', content: done }
    return [
      { ...about, choices: [{ index: 0, delta, finish_reason: null }] },
      { ...about, choices: [{ index: 0, delta: {}, finish_reason: call ? 'tool_calls' : 'stop' }] },
    ]
  },
}
export const apis = { responses, gemini, messages, chat }

/** A server that speaks one of these and does one act a turn; whatever else it is asked, it says something that does. */
export const startScriptedApi = async (kind: keyof typeof apis, acts: readonly Act[]) => {
  const api = apis[kind]
  let turns = 0
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request)
    const path = (request.url ?? '').split('?')[0] ?? ''
    const isTurn = request.method === 'POST' && api.isTurn(body, path)
    const events = api.answer(isTurn ? acts[turns] : undefined, turns, body)
    if (isTurn) turns++
    const isStream = path.includes('stream') || body.stream === true
    if (request.method !== 'POST' || !isStream)
      return response.end(JSON.stringify(request.method === 'POST' ? events[0] : { data: [], models: [] }))
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const event of events) {
      const name = api.isNamed ? `event: ${(event as { type: string }).type}\n` : ''
      response.write(`${name}data: ${JSON.stringify(event)}\n\n`)
    }
    return response.end(kind === 'chat' ? 'data: [DONE]\n\n' : '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const bodyOf = async (request: IncomingMessage): Promise<Body> => {
  const bytes = await buffer(request)
  const encoding = request.headers['content-encoding']
  const plain = encoding === 'zstd' ? zstdDecompressSync(bytes) : encoding === 'gzip' ? gunzipSync(bytes) : bytes
  return plain.length > 0 ? JSON.parse(plain.toString()) : {}
}
