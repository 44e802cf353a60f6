import type { CallToolResult, Client, Transport } from '@modelcontextprotocol/client'
import { modelFetch } from '../../models/fetch.ts'
import type { ProgramOptions } from '../../programs/program.ts'
import type { McpServer, NewMcpSetup } from '../../shared/contract/mcp.ts'
import type { FoundTool } from '../../storage/setup/mcp-servers.ts'
import { plainLine } from '../plain-text.ts'
import { CfWorkerJsonSchemaValidator, Client as McpClient, StreamableHTTPClientTransport } from './sdk.ts'
import { stdioTransport } from './stdio.ts'

export type SessionOptions = Pick<ProgramOptions, 'mark' | 'onLine' | 'onSpawn' | 'onExit'> & {
  /** With the values of its secrets. */
  setup: NewMcpSetup
  limits: McpServer['limits']
  version: string
  /** Ends the start. */
  signal: AbortSignal
  /** The tools are others now. */
  onTools(tools: FoundTool[]): void
  /** It cannot be spoken with any more; not called by `close`. */
  onClosed(): void
}

/** A server that is being spoken with. */
export type Session = {
  tools: FoundTool[]
  call(name: string, input: Record<string, unknown>, options: CallOptions): Promise<CallToolResult>
  /** Ends it with all that runs for it, within a second. */
  close(): Promise<void>
}
type CallOptions = { signal: AbortSignal; onProgress(message: string): void }

/** Milliseconds of a call, whatever signs of life come. */
const MAX_CALL_TIME = 3600_000
/** Milliseconds without a byte on a stream that is kept open for what the server may say. */
const patience = 24 * 3600_000
/** Milliseconds for saying goodbye to a server at an address. */
const goodbye = 500

/** Starts a server, or connects to one, and asks it for its tools. @throws what the SDK or the system says */
export const openSession = async (options: SessionOptions): Promise<Session> => {
  const { limits, version, signal, onTools, onClosed } = options
  const client: Client = new McpClient(
    { name: 'AIOS', version },
    {
      jsonSchemaValidator: new CfWorkerJsonSchemaValidator(),
      // A probe before the handshake would start each program twice, and some programs do not survive it.
      ...(options.setup.transport === 'http' && { versionNegotiation: { mode: 'auto' } }),
      listChanged: { tools: { onChanged: (_, tools) => tools && onTools(usable(tools)) } },
    },
  )
  const transport = transportFor(options)
  const start = { signal, timeout: limits.start * 1000 }
  let isOpen = false
  client.onclose = () => {
    if (isOpen) onClosed()
  }
  const close = async () => {
    isOpen = false
    if (transport instanceof StreamableHTTPClientTransport) await ended(transport.terminateSession())
    await client.close()
    await transport.close() // also where the handshake failed, and the client knows nothing of it
  }
  try {
    await client.connect(transport, start)
    const { tools } = client.getServerCapabilities()?.tools ? await client.listTools({}, start) : { tools: [] }
    signal.throwIfAborted()
    isOpen = true
    return {
      tools: usable(tools),
      call: (name, input, { signal, onProgress }) =>
        client.callTool(
          { name, arguments: input },
          {
            signal,
            timeout: limits.call * 1000,
            maxTotalTimeout: MAX_CALL_TIME,
            resetTimeoutOnProgress: true,
            onprogress: ({ message }) => message && onProgress(message),
          },
        ),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

const transportFor = ({ setup, mark, onLine, onSpawn, onExit }: SessionOptions): Transport => {
  if (setup.transport === 'stdio') return stdioTransport({ ...setup, mark, onLine, onSpawn, onExit })
  return new StreamableHTTPClientTransport(new URL(setup.url), {
    fetch: modelFetch({ patience }) as typeof fetch,
    requestInit: { headers: setup.headers },
  })
}

const ended = (goodbyes: Promise<void>) =>
  Promise.race([goodbyes.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, goodbye).unref())])

type ListedTool = Awaited<ReturnType<Client['listTools']>>['tools'][number]

/** What a server may say: characters of a description, of a name, of a schema, and how many tools. */
const MAX_DESCRIPTION_LENGTH = 4000
const MAX_NAME_LENGTH = 200
const MAX_SCHEMA_LENGTH = 50_000
const MAX_TOOLS = 500

/** Its tools, but for such as nobody could use. */
const usable = (tools: readonly ListedTool[]): FoundTool[] =>
  tools
    .filter(
      ({ name, inputSchema }) =>
        name.length <= MAX_NAME_LENGTH && JSON.stringify(inputSchema).length <= MAX_SCHEMA_LENGTH,
    )
    .slice(0, MAX_TOOLS)
    .map(toFound)

const toFound = ({ name, title, description = '', inputSchema, annotations = {} }: ListedTool): FoundTool => {
  const shown = plainLine(title ?? annotations.title ?? '')
  return {
    name,
    ...(shown && { title: shown.slice(0, 200) }),
    description: description.slice(0, MAX_DESCRIPTION_LENGTH).toWellFormed(),
    schema: inputSchema as Record<string, unknown>,
    // What is not said is the worst, as the protocol has it.
    claims: {
      readOnly: annotations.readOnlyHint ?? false,
      destructive: annotations.destructiveHint ?? true,
      idempotent: annotations.idempotentHint ?? false,
      openWorld: annotations.openWorldHint ?? true,
    },
  }
}
