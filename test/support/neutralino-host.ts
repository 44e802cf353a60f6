import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import { type NeutralinoConfig, projectConfig } from './neutralino-host/config.ts'
import { startExtension } from './neutralino-host/extension-process.ts'
import { globalsScript } from './neutralino-host/globals.ts'
import { type Core, execute } from './neutralino-host/native-methods.ts'
import { readAsset } from './neutralino-host/resources.ts'

type Options = {
  /** The app's folder, NL_PATH: extensions are started from here. */
  root: string
  /** The folder with `resources/`, where it is another one. */
  resources?: string
  config?: NeutralinoConfig
  env?: NodeJS.ProcessEnv
  /** Called when the app ended itself, with the exit code that the core would have. */
  onExit?: (code: number) => void
}

const longestMessage = 32_000_000

export type NeutralinoHost = Awaited<ReturnType<typeof startNeutralinoHost>>

/**
 * A double of the Neutralino core 6.9, without its window: it starts the app's extensions, speaks their protocol and
 * serves the interface, as NEUTRALINO's own source has it. What it does is held against the real core by
 * `test/shell/neutralino-contract.test.ts`.
 */
export const startNeutralinoHost = async (options: Options) => {
  const { root, resources = root, config = projectConfig(), env = process.env, onExit = () => {} } = options
  const random = randomBytes(96).toString('base64url')
  const token = `${random.slice(0, 47)}.${random.slice(47, 96)}`
  const connectToken = token.split('.')[1] as string
  const loaded: string[] = []
  const apps = new Set<WebSocket>()
  const extensions = new Map<string, WebSocket>()
  const politeCloses: { extensionId: string | undefined; code: number }[] = []
  let output = ''
  let tokenWasGiven = false

  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '/').replace(/\?.*$/s, '')
    const asset = path.endsWith('__neutralino_globals.js')
      ? { status: 200, type: 'application/javascript', body: globals(), headers: {} }
      : readAsset(resources, config.documentRoot.replace(/\/$/, '') + path, request.headers.range)
    response.writeHead(asset.status, { 'Content-Type': asset.type, ...asset.headers, ...config.serverHeaders })
    response.end(asset.body)
  })

  /** The token is given once: whoever asks again has to have kept it. */
  const globals = () => {
    const given = tokenWasGiven ? '' : token
    tokenWasGiven = true
    return Buffer.from(globalsScript({ config, port, token: given, root }))
  }

  const tell = (sockets: Iterable<WebSocket>, event: string, data: unknown) => {
    for (const socket of sockets) socket.send(JSON.stringify({ event, data }))
  }
  /** An event of the core itself: to every client, whoever that is. Nobody there means that it is lost. */
  const emit = (event: string, data: unknown = null) => tell([...apps, ...extensions.values()], event, data)

  const core: Core = {
    token,
    allowed: config.nativeAllowList,
    loaded,
    connected: () => [...extensions.keys()].sort(),
    toApps: (event, data) => tell(apps, event, data),
    toExtensions: (event, data) => tell(extensions.values(), event, data),
    toExtension(id, event, data) {
      const socket = extensions.get(id)
      if (socket) tell([socket], event, data)
      return socket !== undefined
    },
    exit(code) {
      // The reply to `app.exit` still goes out; then every connection just ends.
      setImmediate(() => {
        drop()
        onExit(code)
      })
    },
  }

  const sockets = new WebSocketServer({ noServer: true, maxPayload: longestMessage, perMessageDeflate: false })
  server.on('upgrade', (request, connection, head) => {
    const client = clientOf(request)
    const isKnown = client.extensionId === undefined || loaded.includes(client.extensionId)
    const isLocal = /^(localhost|127\.0\.0\.1)(:\d+)?$/.test(request.headers.host ?? '')
    if (!isLocal || client.connectToken !== connectToken || !isKnown) {
      return connection.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
    }
    sockets.handleUpgrade(request, connection, head, (socket) => connect(socket, client.extensionId))
  })

  const connect = (socket: WebSocket, extensionId: string | undefined) => {
    if (extensionId === undefined) apps.add(socket)
    else extensions.set(extensionId, socket)
    announce('Connect', extensionId)

    socket.on('error', () => socket.terminate())
    socket.on('close', (code) => {
      if (code !== 1006) politeCloses.push({ extensionId, code })
      // By id, as the core does it: the later of two connections of one extension goes with the earlier.
      if (extensionId === undefined) apps.delete(socket)
      else extensions.delete(extensionId)
      announce('Disconnect', extensionId)
    })
    socket.on('message', (bytes) => {
      const call = parse(bytes.toString())
      if (!call) return // the core only logs it
      const data = execute(call, core)
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ id: call.id, method: call.method, data }))
    })
  }

  const announce = (what: 'Connect' | 'Disconnect', extensionId: string | undefined) => {
    if (extensionId === undefined) emit(`appClient${what}`, apps.size)
    else emit(`extClient${what}`, extensionId)
    emit(`client${what}`, apps.size + extensions.size)
  }

  const drop = () => {
    for (const socket of sockets.clients) socket.terminate()
    server.close()
    server.closeAllConnections()
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  const command = { linux: 'commandLinux', darwin: 'commandDarwin', win32: 'commandWindows' } as const
  const processes = config.extensions.flatMap((extension) => {
    loaded.push(extension.id)
    const line = extension[command[process.platform as keyof typeof command]]
    if (!line) return []
    const handshake = {
      nlPort: String(port),
      nlToken: token,
      nlConnectToken: connectToken,
      nlExtensionId: extension.id,
    }
    const onOutput = (text: string) => {
      output += text
    }
    return startExtension({
      command: line.replaceAll(/\$\{NL_PATH\}/g, () => root),
      handshake,
      cwd: process.cwd(),
      env,
      onOutput,
    })
  })

  return {
    port,
    url: `http://127.0.0.1:${port}/`,
    token,
    connectToken,
    processes,
    /** Everything that the extensions printed so far, stdout and stderr as they came. */
    output: () => output,
    connected: () => ({ apps: apps.size, extensions: core.connected() }),
    /** Connections that ended with a close frame from the other side, which two at a time crash the core. */
    politeCloses,
    emit,
    /** What the core says when the window's close button is pressed. */
    closeWindow: () => emit('windowClose'),
    /** Dies: every connection breaks off, nothing is said, extensions are left to themselves. */
    drop,
    /** Dies, and sees to it that its extensions are gone. */
    async [Symbol.asyncDispose]() {
      drop()
      await Promise.all(
        processes.map(async ({ exited, kill }) => {
          const impatience = setTimeout(kill, 5000)
          await exited
          clearTimeout(impatience)
        }),
      )
    },
  }
}

const clientOf = ({ url = '' }: IncomingMessage) => ({
  extensionId: /extensionId=([\w.-]+)/.exec(url)?.[1],
  connectToken: /connectToken=([\w.-]+)/.exec(url)?.[1],
})

const parse = (text: string) => {
  try {
    const { id, method, accessToken, data } = JSON.parse(text)
    const isCall = [id, method, accessToken].every((value) => typeof value === 'string')
    return isCall ? { id, method, accessToken, data } : undefined
  } catch {
    return undefined // no JSON
  }
}
