import { once } from 'node:events'
import type { FromServer, ToServer } from '../../extensions/backend/src/base/server-protocol.ts'
import { startServerProcess } from '../../extensions/backend/src/supervisor/fork.ts'
import { httpClient } from './client.ts'

const token = 'token-of-the-test'

/** A real server process with this process as its supervisor, which starts nothing again. */
export const startLoneServer = async (dataDir: string) => {
  const { child } = startServerProcess()
  child.stdout?.resume()
  let log = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log += text
  })
  const ended = once(child, 'exit')
  const start: ToServer = {
    type: 'start',
    token,
    ...{ port: 0, fixedPort: false, dataDir, origins: [], version: '0.0.0' },
  }
  child.send(start)
  const listening = Promise.withResolvers<number>()
  child.on('message', (message: FromServer) => {
    if (message.type === 'listening') listening.resolve(message.port)
    if (message.type === 'unable') listening.reject(new Error(message.message))
  })
  void ended.then(([code]) => listening.reject(new Error(`The server ended with ${code}:\n${log}`)))
  const port = await listening.promise
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
  }
  return {
    ...httpClient({ port, token }),
    pid: child.pid as number,
    kill: () => end('SIGKILL'),
    [Symbol.asyncDispose]: () => end('SIGTERM'),
  }
}
