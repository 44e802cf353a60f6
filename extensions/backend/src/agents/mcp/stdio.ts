import type { ChildProcess } from 'node:child_process'
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client'
import spawn from 'cross-spawn'
import { environment } from './environment.ts'
import { endTree, markVariable } from './process-tree.ts'
import { ReadBuffer, serializeMessage } from './sdk.ts'

export type StdioOptions = {
  command: string
  args: readonly string[]
  folder?: string | undefined
  env: Readonly<Record<string, string>>
  /** Tells the processes of this server from all others. */
  mark: string
  /** Hears each line that the program writes to its stderr. */
  onLine(line: string): void
  /** The process is there. */
  onSpawn(pid: number): void
  /** The process is gone; `reason` for people. */
  onExit(reason: string): void
}

/** Characters of a line of the log that are kept. */
const longestLine = 500

/**
 * Speaks with a program over its stdin and stdout. Not the transport of the SDK: this one gives the program a group of
 * its own, so that closing ends it with all that it started.
 */
export const stdioTransport = (options: StdioOptions): Transport => {
  const { command, args, folder, env, mark, onLine, onSpawn, onExit } = options
  const buffer = new ReadBuffer()
  let child: ChildProcess | undefined
  let ending: Promise<void> | undefined

  const read = (transport: Transport, chunk: Buffer) => {
    try {
      buffer.append(chunk)
    } catch (error) {
      transport.onerror?.(error as Error) // more than a message may have
      void transport.close()
      return
    }
    for (;;) {
      try {
        const message = buffer.readMessage()
        if (message === null) return
        transport.onmessage?.(message)
      } catch (error) {
        transport.onerror?.(error as Error) // one line that is no message; the next may be
      }
    }
  }

  return {
    start(): Promise<void> {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const started = spawn(command, [...args], {
        cwd: folder,
        env: { ...environment(env), [markVariable]: mark },
        detached: process.platform !== 'win32',
        windowsHide: true,
        stdio: 'pipe',
      })
      child = started
      started.once('spawn', () => {
        onSpawn(started.pid as number)
        resolve()
      })
      started.once('error', reject)
      // Not `close`: what it started may hold its pipes open.
      started.once('exit', (code, signal) => {
        onExit(signal ? `It was ended by ${signal}.` : `It ended by itself, with code ${code}.`)
        ending ??= endTree(started, mark)
        setTimeout(() => this.onclose?.(), 0) // what it wrote last is read before
      })
      started.stdin?.on('error', (error) => this.onerror?.(error))
      started.stdout?.on('error', (error) => this.onerror?.(error))
      started.stdout?.on('data', (chunk: Buffer) => read(this, chunk))
      started.stderr?.setEncoding('utf8').on('data', lines(onLine))
      return promise
    },
    send(message: JSONRPCMessage): Promise<void> {
      const stdin = child?.stdin
      if (!stdin?.writable) return Promise.reject(new Error('The server is not running.'))
      const { promise, resolve } = Promise.withResolvers<void>()
      if (stdin.write(serializeMessage(message))) resolve()
      else stdin.once('drain', resolve).once('close', resolve)
      return promise
    },
    async close(): Promise<void> {
      if (child) ending ??= endTree(child, mark)
      await ending
      buffer.clear()
    },
  }
}

/** Takes text as it comes and tells its lines, of which only the beginning is ever held. */
const lines = (tell: (line: string) => void) => {
  let open = ''
  return (text: string): void => {
    const [first = '', ...more] = text.split(/\r?\n/)
    open = (open + first).slice(0, longestLine)
    for (const next of more) {
      if (open.trim()) tell(open)
      open = next.slice(0, longestLine)
    }
  }
}
