import { type Readable, Writable } from 'node:stream'
import type {
  ClientContext,
  InitializeRequest,
  InitializeResponse,
  ReadTextFileRequest,
  RequestPermissionRequest,
  RequestPermissionResponse,
  SessionNotification,
  WriteTextFileRequest,
} from '@agentclientprotocol/sdk'
import { AppError } from '../../base/errors.ts'
import { orAborted, timeLimit } from '../../base/until.ts'
import * as words from '../../base/words/index.ts'
import { type ProgramOptions, startProgram } from '../../programs/program.ts'
import { readsByItself } from './known.ts'
import { client, MessageTooLargeError, methods, ndJsonStream, PROTOCOL_VERSION, RequestError } from './sdk.ts'

/** What the program may ask of AIOS, and tell. */
export type Handlers = {
  update(said: SessionNotification): void
  permission(asked: RequestPermissionRequest): Promise<RequestPermissionResponse>
  read(file: ReadTextFileRequest): Promise<string>
  write(file: WriteTextFileRequest): Promise<void>
}

type Options = Omit<ProgramOptions, 'onExit'> & {
  onExit(reason: string): void
  version: string
  /** Ends it. */
  signal: AbortSignal
  /** Left out where it is only asked what it is. */
  handlers?: Handlers
  /** Seconds that it has to say what it is. */
  patience?: number
}

/** A program that speaks ACP and has said what it can do. */
export type AgentProgram = {
  facts: InitializeResponse
  /**
   * Asks it, at most for so many seconds where they are given.
   * @throws AppError `acp.gone`, `acp.slow`; what the agent says; the signal's reason
   */
  ask<T>(work: (agent: ClientContext) => Promise<T>, seconds?: number): Promise<T>
  /** Ends it with all that it started, within a second. */
  close(): Promise<void>
}

/** Seconds that it has to say what it is: its first start may have to download it. */
const START_TIMEOUT = 90
/** Milliseconds between the end of its output and its own. */
const exitTime = 300
/** Bytes that one message may have, and all that it writes. */
const MAX_MESSAGE_BYTES = 8 * 1024 ** 2
const MAX_OUTPUT_BYTES = 512 * 1024 ** 2

/** Starts a program and asks what it can do. @throws what the system says, and as `ask` does */
export const openAgent = async (given: Options): Promise<AgentProgram> => {
  const { version, signal, handlers, onExit, patience = START_TIMEOUT, ...options } = given
  signal.throwIfAborted()
  const gone = new AbortController()
  const lose = (reason: string) => gone.abort(new AppError('acp.gone', reason))
  const program = startProgram({
    ...options,
    onExit(reason) {
      onExit(reason)
      setTimeout(() => lose(reason), 0) // what it wrote last is read before
    },
  })
  let close = () => program.end()
  try {
    await program.started
    const { stdin, stdout } = program.child
    if (!stdin || !stdout) throw new Error('The program has no pipes.')
    const written = bounded(stdout, MAX_OUTPUT_BYTES)
    const stream = ndJsonStream(Writable.toWeb(stdin), written, { maxMessageBytes: MAX_MESSAGE_BYTES })
    const connection = appFor(handlers).connect(stream)
    // Where it ends, that is what is to be said; its output closes first.
    const lost = () => setTimeout(() => lose(lostWords(connection.signal.reason)), exitTime)
    connection.signal.addEventListener('abort', lost, { once: true })
    close = async () => {
      connection.close()
      await program.end()
    }
    /** Why it went away is known in a moment, and then told in place of that it did. */
    const reasonFirst = (error: unknown): Promise<never> => {
      if (!connection.signal.aborted) throw error
      return new Promise(() => undefined)
    }
    const ask: AgentProgram['ask'] = async (work, seconds) => {
      using limit = timeLimit(seconds)
      const over = AbortSignal.any([signal, gone.signal, limit.signal])
      return await orAborted(work(connection.agent).catch(reasonFirst), over)
    }
    const facts = await ask(
      (agent) => agent.request(methods.agent.initialize, introduction(version, !readsByItself(options))),
      patience,
    )
    if (facts.protocolVersion !== PROTOCOL_VERSION)
      throw new AppError('acp.version', words.externalAgents.version(facts.protocolVersion, PROTOCOL_VERSION))
    return { facts, ask, close: () => close() }
  } catch (error) {
    await close()
    throw error
  }
}

const introduction = (version: string, readTextFile: boolean): InitializeRequest => ({
  protocolVersion: PROTOCOL_VERSION,
  clientInfo: { name: 'AIOS', version },
  // No terminals: what it runs, it runs and answers for itself.
  clientCapabilities: { fs: { readTextFile, writeTextFile: true }, terminal: false },
})

const appFor = (handlers: Handlers | undefined) => {
  const app = client({ name: 'AIOS' })
  if (!handlers) return app
  return app
    .onNotification(methods.client.session.update, ({ params }) => handlers.update(params))
    .onRequest(methods.client.session.requestPermission, ({ params }) => said(handlers.permission(params)))
    .onRequest(methods.client.fs.readTextFile, async ({ params }) => ({ content: await said(handlers.read(params)) }))
    .onRequest(methods.client.fs.writeTextFile, async ({ params }) => {
      await said(handlers.write(params))
      return {}
    })
}

/** Lets the agent know in words why it was refused. */
const said = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error
    // Agents look whether a file is there before they write it: some by the code, some by these words.
    if (error.code === 'acp.missing') throw new RequestError(notFound, `Resource not found: ${error.message}`)
    throw new RequestError(refused, error.message)
  })
/** As JSON-RPC has it, the parameters do not do; as ACP has it, there is no such file. */
const refused = -32602
const notFound = -32002

const lostWords = (reason: unknown) => {
  if (reason instanceof MessageTooLargeError) return words.externalAgents.longMessage(MAX_MESSAGE_BYTES)
  return reason instanceof AppError ? reason.message : words.externalAgents.closedOutput
}

const bounded = (written: Readable, most: number): ReadableStream<Uint8Array> => {
  const chunks = (written as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  let bytes = 0
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await chunks.next()
      if (done) return controller.close()
      bytes += value.byteLength
      if (bytes > most) throw new AppError('acp.much', words.externalAgents.tooMuch(most))
      controller.enqueue(value)
    },
  })
}
