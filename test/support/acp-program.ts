// An agent that speaks ACP over stdio, by hand, and does what its prompt says, a word a line: `say …`, `think …`, `tool`,
// `plan`, `ask …`, `read <path>`, `write <path> <text>`, `edit <path> <text>` (asks, then writes), `search …` (by MCP), `hang`,
// `die`, `flood`, `endless`, `child`. By itself, as real ones do, it writes with `race` (while it asks, like opencode), `tell`
// (with a diff, like Claude Code), `create` (like Gemini CLI: it reads before, and any error ends it), `act` (asks or
// not, as its mode is, like Codex), `quiet` (and tells nothing), `tick` (again and again), `bytes`, `remove`, `link`. The first argument says what else it
// does: `mute` never answers, `garbage` writes what is no message, `signin` wants its user to sign in, `old` speaks another
// version, `forgetful` cannot take up a session, `stubborn` heeds no signal, `broken` ends at once; or which modes it offers.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { doubleOffers, usualOffer } from './acp-modes.ts'

const [how = ''] = process.argv.slice(2)
type Message = {
  id?: number
  method?: string
  params?: never
  result?: unknown
  error?: { code: number; message: string }
}

const send = (message: object) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
const waiting = new Map<number, (message: Message) => void>()
let asked = 1000
const request = (method: string, params: object) =>
  new Promise<Message>((answer) => {
    const id = ++asked
    waiting.set(id, answer)
    send({ id, method, params })
  })

let session = { id: '', folder: '', servers: [] as { url: string; headers: { name: string; value: string }[] }[] }
const update = (more: object) => send({ method: 'session/update', params: { sessionId: session.id, update: more } })
const say = (text: string) => update({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } })
/** Notes what it did, beside where it works. */
const note = (line: string) => writeFileSync(`${session.folder}.notes`, `${line}\n`, { flag: 'a' })

const offer = doubleOffers[how] ?? usualOffer
let mode = offer.modes?.currentModeId

let calls = 0
const options = [
  { optionId: 'yes', name: 'Yes', kind: 'allow_once' },
  { optionId: 'always', name: 'Always', kind: 'allow_always' },
  { optionId: 'no', name: 'No', kind: 'reject_once' },
]
const permitted = async (toolCall: object): Promise<boolean> => {
  const { result } = await request('session/request_permission', { sessionId: session.id, toolCall, options })
  const { outcome } = result as { outcome: { outcome: string; optionId?: string } }
  note(`answered ${outcome.optionId ?? outcome.outcome}`)
  return outcome.optionId === 'yes'
}

const file = async (method: 'read' | 'write', path: string, content?: string) => {
  const params = { sessionId: session.id, path, ...(content !== undefined && { content }) }
  const { result, error } = await request(`fs/${method}_text_file`, params)
  return error
    ? `refused: ${error.code}: ${error.message}`
    : String((result as { content?: string })?.content ?? 'written')
}

const overMcp = async (query: string) => {
  const [server] = session.servers
  if (!server) return 'no library'
  const headers = Object.fromEntries(server.headers.map(({ name, value }) => [name, value]))
  note(`library ${JSON.stringify({ url: server.url, headers })}`)
  const ask = (id: number, method: string, params: object, more = {}) =>
    fetch(server.url, {
      method: 'POST',
      headers: {
        ...{ ...headers, ...more },
        ...{ 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      },
      body: JSON.stringify({ jsonrpc: '2.0', id, method, params }),
    })
  const protocolVersion = '2025-06-18'
  const begun = await ask(1, 'initialize', {
    protocolVersion,
    capabilities: {},
    clientInfo: { name: 'x', version: '1' },
  })
  await begun.text()
  const mcpSession = begun.headers.get('mcp-session-id')
  const answer = await ask(...([2, 'tools/call', { name: 'search_documents', arguments: { query } }] as const), {
    'mcp-protocol-version': protocolVersion,
    ...(mcpSession && { 'mcp-session-id': mcpSession }),
  })
  return answer.text()
}

const changeOf = (rest: string) => {
  const [, path = '', newText = ''] = /^(\S+) (.*)$/.exec(rest) ?? []
  return { path, newText, oldText: existsSync(path) ? readFileSync(path, 'utf8') : null }
}
const put = (path: string, content: string | Buffer) => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}
const moment = () => new Promise((next) => setTimeout(next, 50))
let offersReads = false

const does: Record<string, (rest: string) => unknown> = {
  say,
  think: (text) => update({ sessionUpdate: 'agent_thought_chunk', content: { type: 'text', text } }),
  plan: (words) =>
    update({
      sessionUpdate: 'plan',
      entries: words
        .split(',')
        .map((content, at) => ({ content, priority: 'high', status: at ? 'pending' : 'completed' })),
    }),
  tool(title) {
    const toolCallId = `call-${++calls}`
    update({
      sessionUpdate: 'tool_call',
      toolCallId,
      title,
      kind: 'execute',
      status: 'in_progress',
      rawInput: { title },
    })
    const content = [{ type: 'content', content: { type: 'text', text: `ran ${title}` } }]
    update({ sessionUpdate: 'tool_call_update', toolCallId, status: 'completed', content })
  },
  async ask(title) {
    const toolCallId = `call-${++calls}`
    update({
      sessionUpdate: 'tool_call',
      toolCallId,
      title,
      kind: 'execute',
      status: 'pending',
      rawInput: { command: title },
    })
    const isAllowed = await permitted({ toolCallId })
    if (isAllowed) note(`did ${title}`)
    update({ sessionUpdate: 'tool_call_update', toolCallId, status: isAllowed ? 'completed' : 'failed' })
  },
  async edit(rest) {
    const [, path = '', newText = ''] = /^(\S+) (.*)$/.exec(rest) ?? []
    const toolCallId = `call-${++calls}`
    const content = [{ type: 'diff', path, oldText: null, newText }]
    const isAllowed = await permitted({
      toolCallId,
      title: `Edit ${path}`,
      kind: 'edit',
      locations: [{ path }],
      content,
    })
    say(isAllowed ? await file('write', path, newText) : 'not allowed')
  },
  read: async (path) => say(await file('read', path)),
  async write(rest) {
    const [, path = '', text = ''] = /^(\S+) (.*)$/.exec(rest) ?? []
    say(await file('write', path, text))
  },
  async race(rest) {
    const { path, newText, oldText } = changeOf(rest)
    const diff = [{ type: 'diff', path, oldText, newText }]
    const call = { toolCallId: `call-${++calls}`, title: `Edit ${path}`, kind: 'edit', locations: [{ path }] }
    update({ sessionUpdate: 'tool_call', ...call, status: 'pending' })
    put(path, newText)
    const isAllowed = await permitted({ ...call, content: diff })
    if (isAllowed) await file('write', path, newText)
    update({ sessionUpdate: 'tool_call_update', ...call, content: diff, status: isAllowed ? 'completed' : 'failed' })
  },
  async tell(rest) {
    const { path, newText, oldText } = changeOf(rest)
    const toolCallId = `call-${++calls}`
    const call = { toolCallId, title: `Write ${path}`, kind: 'edit', locations: [{ path }] }
    const content = [{ type: 'diff', path, oldText: null, newText }]
    update({ sessionUpdate: 'tool_call', ...call, content, status: 'pending' })
    await moment()
    put(path, newText)
    const patched = [{ type: 'diff', path, oldText, newText }]
    update({ sessionUpdate: 'tool_call_update', toolCallId, content: patched, status: 'completed' })
  },
  async create(rest) {
    const { path, newText } = changeOf(rest)
    if (offersReads) {
      const { error } = await request('fs/read_text_file', { sessionId: session.id, path })
      if (error) return say(`not written: ${error.message}`)
    }
    say(await file('write', path, newText))
  },
  async act(rest) {
    const { path, newText } = changeOf(rest)
    const isAsking = mode === 'read-only' || mode === 'default'
    const call = { toolCallId: `call-${++calls}`, title: `Write ${path}`, kind: 'edit', locations: [{ path }] }
    if (!isAsking || (await permitted(call))) put(path, newText)
  },
  quiet(rest) {
    const { path, newText } = changeOf(rest)
    put(path, newText)
  },
  tick: (path) => void setInterval(() => put(path, String(Date.now())), 10),
  bytes(rest) {
    const { path, newText } = changeOf(rest)
    put(path, Buffer.from(newText, 'hex'))
  },
  remove: (path) => rmSync(path, { recursive: true }),
  link(rest) {
    const { path, newText } = changeOf(rest)
    symlinkSync(newText, path)
  },
  search: async (query) => say(await overMcp(query)),
  terminal: async () => say(JSON.stringify(await request('terminal/create', { sessionId: session.id, command: 'ls' }))),
  reveal: () => say(`My token is ${process.env.API_TOKEN}.`),
  hang: () => new Promise(() => undefined),
  die: () => process.exit(3),
  flood: () => process.stdout.write('x'.repeat(20 * 1024 ** 2)),
  async endless() {
    for (;;) {
      say('y'.repeat(10_000))
      await new Promise((next) => setTimeout(next, 1))
    }
  },
  child: () =>
    spawn(process.execPath, ['-e', 'setInterval(()=>{},1000)//acp-child'], { detached: true, stdio: 'ignore' }),
}

const saved = () => `${session.folder}.session`
const answers: Record<string, (params: never) => unknown> = {
  initialize: ({ clientCapabilities }: { clientCapabilities: { fs: { readTextFile: boolean } } }) => {
    offersReads = clientCapabilities.fs.readTextFile
    return {
      protocolVersion: how === 'old' ? 0 : 1,
      agentInfo: { name: how === 'gemini-cli' ? how : 'double', title: 'Double', version: '1.2.3' },
      authMethods: [{ id: 'key', name: 'Use a key', description: JSON.stringify(clientCapabilities) }],
      agentCapabilities: {
        loadSession: how !== 'forgetful',
        promptCapabilities: { embeddedContext: how !== 'forgetful' },
        mcpCapabilities: { http: true },
      },
    }
  },
  'session/new'({ cwd, mcpServers }: { cwd: string; mcpServers: typeof session.servers }) {
    if (how === 'signin') throw Object.assign(new Error('Authentication required'), { code: -32000 })
    session = { id: `session-${process.pid}`, folder: cwd, servers: mcpServers }
    writeFileSync(saved(), session.id)
    return { sessionId: session.id, ...offer }
  },
  'session/load'({
    sessionId,
    cwd,
    mcpServers,
  }: {
    sessionId: string
    cwd: string
    mcpServers: typeof session.servers
  }) {
    session = { id: sessionId, folder: cwd, servers: mcpServers }
    if (!existsSync(saved()) || readFileSync(saved(), 'utf8') !== sessionId)
      throw new Error('There is no such session.')
    say('This was said before.')
    note('loaded')
    return offer
  },
  'session/set_mode': ({ modeId }: { modeId: string }) => {
    mode = modeId
    note(`mode ${modeId}`)
    return {}
  },
  'session/set_config_option': ({ configId, value }: { configId: string; value: string }) => {
    note(`option ${configId} ${value}`)
    return { configOptions: [] }
  },
  async 'session/prompt'({ prompt }: { prompt: { type: string; text?: string; resource?: { text: string } }[] }) {
    const words = prompt.map(({ text, resource }) => text ?? resource?.text ?? '').join('\n')
    note(`prompted ${JSON.stringify(prompt)}`)
    for (const line of words.split('\n')) {
      const [, verb = '', rest = ''] = /^(\w+) ?(.*)$/.exec(line) ?? []
      await does[verb]?.(rest)
    }
    return { stopReason: 'end_turn' }
  },
}

process.stderr.write(`started ${how} with ${process.env.API_TOKEN ?? 'nothing'}\n`)
if (how === 'broken') {
  process.stderr.write('cannot find my settings\n')
  process.exit(7)
}
if (how === 'garbage') process.stdout.write('Hello!\n{"half": \n[1,2]\n"word"\n\n')
if (how === 'stubborn') {
  process.on('SIGTERM', () => undefined)
  setInterval(() => undefined, 1000)
}

createInterface({ input: process.stdin }).on('line', async (line) => {
  if (how === 'mute') return
  const message = JSON.parse(line) as Message
  const { id, method, params } = message
  if (method === undefined) {
    if (id !== undefined) waiting.get(id)?.(message)
    return
  }
  try {
    const answer = answers[method]
    if (!answer) throw Object.assign(new Error(`There is no method ${method}.`), { code: -32601 })
    const result = await answer(params as never)
    if (id !== undefined) send({ id, result })
  } catch (error) {
    const { code = -32603, message } = error as { code?: number; message: string }
    if (id !== undefined) send({ id, error: { code, message } })
  }
})
